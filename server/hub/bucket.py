"""A token bucket on the monotonic clock: so many at once, so many a second after that."""

from __future__ import annotations

import time


class Bucket:
    """Starts full. `take` returns 0.0, or the seconds until it would succeed."""

    __slots__ = ("_burst", "_filled_at", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst, self._tokens = rate, burst, burst
        self._filled_at = time.monotonic()

    def take(self) -> float:
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self._rate)
        self._filled_at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._rate
