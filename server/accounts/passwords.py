"""Hashing passwords: slow on purpose, and never so many at once that people who are talking feel it.

Argon2id with the parameters of the OWASP cheat sheet. The threads give way to everything else (nice 10); two work,
fifty may wait, the next one is told to come back.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from server.errors import ErrorCode, Refusal

AT_ONCE, WAITING = 2, 50
_NICENESS = 10  # more than the rest of the server has
_NICEST = 19
_BUSY_FOR = 3.0  # seconds, about what a full queue takes

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password is the right one; `new_hash` where the stored hash was made with older parameters."""

    is_right: bool
    new_hash: str | None = None


class Passwords:
    """A small pool of hashing threads."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or _HASHER
        self._nobody = _hash_of_nobody(self._hasher)
        self._places = threading.Semaphore(AT_ONCE + WAITING)
        self._pool = ThreadPoolExecutor(AT_ONCE, "password", initializer=_give_way)

    async def hash(self, password: str) -> str:
        """A salted hash. Raises Refusal server_busy."""
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, stored: str | None, password: str) -> Verdict:
        """Whether `password` made `stored`; None, for an account that does not exist, takes as long and is wrong.

        Raises Refusal server_busy.
        """
        return await self._run(lambda: self._verdict(stored, password))

    async def stop(self) -> None:
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)

    def _verdict(self, stored: str | None, password: str) -> Verdict:
        try:
            self._hasher.verify(stored or self._nobody, password)
        except VerifyMismatchError:
            return Verdict(is_right=False)
        if stored is None:
            return Verdict(is_right=False)
        is_old = self._hasher.check_needs_rehash(stored)
        return Verdict(is_right=True, new_hash=self._hasher.hash(password) if is_old else None)

    async def _run(self, work: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise Refusal(ErrorCode.SERVER_BUSY, retry_after=_BUSY_FOR)
        future: Future[T] = self._pool.submit(work)
        future.add_done_callback(lambda _: self._places.release())  # also when nobody waits for it any more
        return await asyncio.wrap_future(future)


@cache
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    """Of a password that nobody can know; one for a process is enough."""
    return hasher.hash(secrets.token_urlsafe(24))


def _give_way() -> None:
    thread = threading.get_native_id()
    os.setpriority(os.PRIO_PROCESS, thread, min(_NICEST, os.getpriority(os.PRIO_PROCESS, thread) + _NICENESS))
