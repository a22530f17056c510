"""Where moments are counted: in this process, or in Valkey for several processes.

What is counted goes by keyed hashes; no address and no name is in a key. Counts end by themselves.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

import structlog
from limits.aio.storage import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.errors import StorageError

log = structlog.get_logger(__name__)

_MOST_KEYS = 20_000
_PATIENCE = 1.0  # seconds to wait for Valkey


@dataclass(frozen=True, slots=True)
class Rung:
    """At most `amount` in any `seconds`."""

    amount: int
    seconds: int


class Windows(Protocol):
    """Remembers when something happened, as far back as the longest of the rungs."""

    async def add(self, key: str, rungs: tuple[Rung, ...]) -> None:
        """Notes that it happened now."""

    async def wait(self, key: str, rungs: tuple[Rung, ...], coming: int) -> float:
        """Seconds until one more is within every rung, while `coming` others may be added; 0 when it is now."""

    async def stop(self) -> None:
        """Closes what is open."""


class OwnWindows:
    """In this process. Bounded: beyond 20,000 keys the one that rested longest is forgotten."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._moments: OrderedDict[str, deque[float]] = OrderedDict()

    async def add(self, key: str, rungs: tuple[Rung, ...]) -> None:
        """As `Windows.add`."""
        moments = self._moments.setdefault(key, deque(maxlen=rungs[-1].amount))
        moments.append(self._seconds())
        self._moments.move_to_end(key)
        if len(self._moments) > _MOST_KEYS:
            self._moments.popitem(last=False)

    async def wait(self, key: str, rungs: tuple[Rung, ...], coming: int) -> float:
        """As `Windows.wait`."""
        moments, now = self._moments.get(key, ()), self._seconds()
        return max(_wait(rung, [m for m in moments if m > now - rung.seconds], now, coming) for rung in rungs)

    async def stop(self) -> None:
        """As `Windows.stop`."""
        self._moments.clear()


class SharedWindows:
    """In Valkey, for every process alike; in this process while Valkey does not answer."""

    def __init__(self, url: str, meanwhile: OwnWindows) -> None:
        self._meanwhile = meanwhile
        self._is_away = False
        address = re.sub("^unix:", "redis+unix:", re.sub("^valkey", "redis", url))
        self._storage = RedisStorage(
            f"async+{address}",
            wrap_exceptions=True,
            implementation="redispy",
            key_prefix="sohva",
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
        )

    async def add(self, key: str, rungs: tuple[Rung, ...]) -> None:
        """As `Windows.add`."""
        await self._meanwhile.add(key, rungs)
        longest = rungs[-1]
        try:
            await self._storage.acquire_entry(key, longest.amount, longest.seconds)
        except StorageError as error:
            self._note_away(error)

    async def wait(self, key: str, rungs: tuple[Rung, ...], coming: int) -> float:
        """As `Windows.wait`."""
        try:
            seconds = max([await self._wait_for(key, rung, coming) for rung in rungs])
        except StorageError as error:
            self._note_away(error)
            return await self._meanwhile.wait(key, rungs, coming)
        self._is_away = False
        return seconds

    async def _wait_for(self, key: str, rung: Rung, coming: int) -> float:
        oldest, count = await self._storage.get_moving_window(key, rung.amount, rung.seconds)
        return _wait(rung, [oldest] * count, time.time(), coming)

    def _note_away(self, error: StorageError) -> None:
        if not self._is_away:
            log.warning("limits are counted in this process", kind=type(error.storage_error).__name__)
        self._is_away = True

    async def stop(self) -> None:
        """As `Windows.stop`."""
        await cast("RedispyBridge", self._storage.bridge).get_connection().aclose()  # type: ignore[attr-defined]


def _wait(rung: Rung, moments: list[float], now: float, coming: int) -> float:
    if len(moments) >= rung.amount:
        return moments[-rung.amount] + rung.seconds - now
    return 1.0 if len(moments) + coming >= rung.amount else 0.0
