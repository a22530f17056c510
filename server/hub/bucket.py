"""A token bucket on the monotonic clock: so many at once, so many a second after that."""

from __future__ import annotations

import time

import msgspec

_ROUNDING = 0.01  # tokens: what the sums below may be short of a whole one


class Bucket(msgspec.Struct, gc=False):
    """Starts full. `take` returns 0.0, or the seconds until it would succeed.

    Every open connection has one: all that is remembered is when it will be full, of the monotonic clock.
    """

    rate: float
    burst: float
    full_at: float = 0.0

    def take(self) -> float:
        now = time.monotonic()
        full_at = max(self.full_at, now)
        tokens = self.burst - (full_at - now) * self.rate
        if tokens >= 1 - _ROUNDING:
            self.full_at = full_at + 1 / self.rate
            return 0.0
        return (1 - tokens) / self.rate
