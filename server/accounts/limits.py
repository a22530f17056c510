"""How often somebody may guess: enough for a bad memory, useless for a guesser, and never a way to lock others out.

A browser that has signed in to an account before carries a sealed proof of it and guesses in a bucket of its own, so a
stranger who keeps failing shuts out strangers only (after OWASP, "Slow Down Online Guessing Attacks with Device
Cookies"). A right recovery code always passes.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from server.accounts.windows import OwnWindows, Rung, SharedWindows, Windows
from server.errors import ErrorCode, Refusal

_MINUTE = 60
# Five failures, then 15 minutes' wait, then 30, 60 … up to 8 hours: each rung spans all the waits before it.
ACCOUNT = tuple(Rung(5 * step, 15 * _MINUTE * (2**step - 1)) for step in range(1, 7))
FAILURES_PER_ADDRESS = 20  # in five minutes
SIGN_UPS_PER_ADDRESS = 30  # in an hour
_PREFIX = {4: 24, 6: 56}


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is counted together. `key` is a keyed hash."""

    key: str
    rungs: tuple[Rung, ...]


@dataclass(slots=True)
class Guess:
    """An attempt under way; it is counted when it turns out wrong."""

    is_wrong: bool = False


class Limits:
    """Counts wrong guesses and sign-ups. `key` is 32 secret bytes, the same in every process that shares Valkey.

    `failures` in five minutes and `sign_ups` in an hour are what one neighbourhood may have.
    """

    def __init__(
        self, key: bytes, windows: Windows, failures: int = FAILURES_PER_ADDRESS, sign_ups: int = SIGN_UPS_PER_ADDRESS
    ) -> None:
        self._key, self._windows = key, windows
        self._failures, self._sign_ups = (Rung(failures, 5 * _MINUTE),), (Rung(sign_ups, 60 * _MINUTE),)
        self._coming: Counter[str] = Counter()

    def account(self, name_key: str) -> Bucket:
        """Guesses at one account by whoever never signed in to it from here, whether it exists or not."""
        return self._bucket("account", name_key, ACCOUNT)

    def device(self, device_token: str) -> Bucket:
        """Guesses by a browser that has signed in to this account before."""
        return self._bucket("device", device_token, ACCOUNT)

    def login(self, login_id: str) -> Bucket:
        """Guesses at the password by somebody who already is signed in."""
        return self._bucket("login", login_id, ACCOUNT)

    def address(self, what: str, address: str | None) -> list[Bucket]:
        """Wrong guesses of one kind from one neighbourhood (/24, /56); none where the address is unknown."""
        return [] if address is None else [self._bucket(what, neighbourhood(address), self._failures)]

    @asynccontextmanager
    async def guess(self, *buckets: Bucket) -> AsyncIterator[Guess]:
        """Holds one place in every bucket while an attempt is checked. Raises Refusal too_many_attempts.

        Attempts that are still being checked count as if they had failed: a hundred at once are not a way round.
        """
        before = [self._take_place(bucket.key) for bucket in buckets]
        try:
            for bucket, coming in zip(buckets, before, strict=True):
                await self._require_room(bucket, coming)
            guess = Guess()
            yield guess
            if guess.is_wrong:
                for bucket in buckets:
                    await self._windows.add(bucket.key, bucket.rungs)
        finally:
            for bucket in buckets:
                self._leave_place(bucket.key)

    async def count_sign_up(self, address: str | None) -> None:
        """Counts a new account. Raises Refusal too_many_attempts."""
        if address is not None:
            async with self.guess(self._bucket("sign-up", neighbourhood(address), self._sign_ups)) as sign_up:
                sign_up.is_wrong = True

    async def stop(self) -> None:
        await self._windows.stop()

    async def _require_room(self, bucket: Bucket, coming: int) -> None:
        seconds = await self._windows.wait(bucket.key, bucket.rungs, coming)
        if seconds > 0:
            raise Refusal(ErrorCode.TOO_MANY_ATTEMPTS, retry_after=round(seconds, 1))

    def _take_place(self, key: str) -> int:
        self._coming[key] += 1
        return self._coming[key] - 1

    def _leave_place(self, key: str) -> None:
        self._coming[key] -= 1
        if not self._coming[key]:
            del self._coming[key]

    def _bucket(self, kind: str, value: str, rungs: tuple[Rung, ...]) -> Bucket:
        digest = hmac.digest(self._key, f"{kind}\x1f{value}".encode(), "sha256")
        return Bucket(f"{kind}:{digest[:16].hex()}", rungs)


def new_limits(
    key: bytes,
    redis_url: str | None,
    failures: int = FAILURES_PER_ADDRESS,
    sign_ups: int = SIGN_UPS_PER_ADDRESS,
) -> Limits:
    """Limits that count in Valkey where there is one, else in this process."""
    own = OwnWindows()
    return Limits(key, SharedWindows(redis_url, own) if redis_url else own, failures, sign_ups)


def neighbourhood(address: str) -> str:
    """The network an address is in: /24 of IPv4, /56 of IPv6. What is no address is its own neighbourhood."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ip_network((found, _PREFIX[found.version]), strict=False))
