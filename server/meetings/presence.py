"""Whether a meeting is over, and whether its professional belongs into the room now. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.meetings.schedule import Span
from server.rooms.lifecycle import Life, Reason
from server.rooms.roles import RoomState

EARLY = timedelta(minutes=10)
LONGEST_OVERRUN = timedelta(hours=2)
_LIVE = frozenset({RoomState.OPEN, RoomState.PAUSED, RoomState.CLOSING})


@dataclass(frozen=True, slots=True)
class Slot:
    """A meeting's place in its room's calendar: its own time, and when the next one begins."""

    span: Span
    next_starts_at: datetime | None = None

    @property
    def last_end(self) -> datetime:
        """Until when it may run late: staff may let it, but not into the next one."""
        late = self.span.ends_at + LONGEST_OVERRUN
        return late if self.next_starts_at is None else min(late, max(self.next_starts_at, self.span.ends_at))


def is_over(slot: Slot, life: Life, now: datetime) -> bool:
    """Whether a meeting has ended: its time is up, and it does not run late."""
    return now >= slot.span.ends_at and (life.state not in _LIVE or now >= slot.last_end)


def belongs_inside(slot: Slot, life: Life, now: datetime, *, is_inside: bool) -> bool:
    """Whether whoever is invited to this meeting alone may be in the room now.

    They come a little early, but not into what another meeting has left open, and go when this one is ended.
    """
    came = slot.span.starts_at - EARLY
    if now < came or is_over(slot, life, now):
        return False
    if life.state is RoomState.ENDED and life.reason is Reason.CLOSED and life.since is not None and life.since >= came:
        return False
    return is_inside or now >= slot.span.starts_at or life.state not in _LIVE
