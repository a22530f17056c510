"""How fast one person may write: so many at once, then so many a second. Told in seconds, kept in this process only.

A bucket of tokens is one number: the moment at which it will be full again (the generic cell rate algorithm of
ITU-T I.371, which a token bucket with the same rate and burst equals).
"""

from __future__ import annotations

from dataclasses import dataclass

_TOO_SHORT = 0.001  # seconds; sums of fractions are off by less, and nobody waits for it


@dataclass(frozen=True, slots=True)
class Pace:
    """`burst` at once, and `per_second` after that."""

    per_second: float
    burst: int

    def wait(self, full_at: float, now: float) -> float:
        """Seconds until one more is allowed; 0.0 when it is allowed now."""
        seconds = full_at - now - (self.burst - 1) / self.per_second
        return seconds if seconds > _TOO_SHORT else 0.0

    def after_one(self, full_at: float, now: float) -> float:
        """When the bucket will be full, once another one has been taken from it."""
        return max(full_at, now) + 1 / self.per_second


class Paces:
    """Everybody's bucket. A restart fills them all."""

    def __init__(self, most: int = 10_000) -> None:
        self._full_at: dict[str, float] = {}
        self._most = most

    def wait(self, who: str, pace: Pace, now: float) -> float:
        """Seconds until `who` may go on; takes nothing."""
        return pace.wait(self._full_at.get(who, now), now)

    def take(self, who: str, pace: Pace, now: float) -> None:
        """Notes that `who` has done it once more."""
        if len(self._full_at) >= self._most and who not in self._full_at:
            self._full_at = {one: full_at for one, full_at in self._full_at.items() if full_at > now}
        self._full_at[who] = pace.after_one(self._full_at.get(who, now), now)
