"""What a message must pass before it is posted: the house rules and a pace. Given by the composition root."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from moderation import Draft, Policy, Verdict, preset, screen
from server.errors import ErrorCode, Refusal
from server.messages.desk import Desk, NoDesk
from server.messages.pace import Pace, Paces
from server.rooms.roles import RoomRole
from server.rooms.standing import Seat

_EVERYONE = Pace(per_second=0.5, burst=10)
_NEWCOMERS = Pace(per_second=0.05, burst=3)
_REACTIONS = Pace(per_second=1, burst=20)

_gentle_room = cache(lambda: preset("gentle_room"))


def screened_by(policy: Policy) -> Callable[[Draft], Verdict]:
    """A screening by one policy."""
    return lambda draft: screen(draft, policy)


def _screened_gently(draft: Draft) -> Verdict:
    return screen(draft, _gentle_room())


@dataclass(frozen=True, slots=True)
class MessagesPolicy:
    """`screening` gives the verdict on a draft. `seconds` is a clock that never goes back.

    A participant is a newcomer for `newcomer_for` after joining. `desk` hears what a human must look at.
    """

    screening: Callable[[Draft], Verdict] = _screened_gently
    pace: Pace = _EVERYONE
    newcomer_pace: Pace = _NEWCOMERS
    reaction_pace: Pace = _REACTIONS
    newcomer_for: timedelta = timedelta(hours=24)
    seconds: Callable[[], float] = time.monotonic
    paces: Paces = field(default_factory=Paces)
    desk: Desk = field(default_factory=NoDesk)

    def is_newcomer(self, seat: Seat, now: datetime) -> bool:
        return seat.person.role is RoomRole.PARTICIPANT and now - seat.joined_at < self.newcomer_for

    def pace_of(self, seat: Seat, now: datetime) -> Pace:
        return self.newcomer_pace if self.is_newcomer(seat, now) else self.pace

    def require(self, pace: Pace, who: str) -> None:
        """Raises Refusal too_fast with the seconds to wait; takes nothing."""
        wait = self.paces.wait(who, pace, self.seconds())
        if wait > 0:
            raise Refusal(ErrorCode.TOO_FAST, retry_after=wait)

    def note(self, pace: Pace, who: str) -> None:
        self.paces.take(who, pace, self.seconds())
