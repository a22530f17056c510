"""What keeps somebody from sitting down now, and what they can do instead. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from server.door.bodies import Instead, Situation
from server.meetings.bodies import MeetingCard
from server.rooms.roles import RoomState

_CLOSED = frozenset({RoomState.CLOSED, RoomState.ENDED})
_WAITING = frozenset({Situation.LOBBY, Situation.PAUSED})
SHUT = frozenset({Situation.FULL, Situation.LOCKED})
"""What keeps out nobody who has a seat."""


def situations(free_seats: int, state: RoomState, *, is_staffed: bool, is_locked: bool = False) -> list[Situation]:
    """All that is so, the most lasting first."""
    found = {
        Situation.FULL: free_seats == 0,
        Situation.LOCKED: is_locked,
        Situation.CLOSED: state in _CLOSED,
        Situation.LOBBY: state is RoomState.LOBBY,
        Situation.PAUSED: state is RoomState.PAUSED,
        Situation.NOBODY_ON_DUTY: not is_staffed,
    }
    return [situation for situation, is_so in found.items() if is_so]


def alternatives(
    found: Collection[Situation],
    meetings: Sequence[MeetingCard],
    opens_at: datetime | None,
    *,
    may_enter: bool,
    takes_applications: bool,
    has_others: bool,
) -> list[Instead]:
    """What can really be done here, the nearest first; nothing is named that leads nowhere.

    `may_enter`: somebody with a seat, or with an invitation that gives them one. Whoever has neither, or can get no seat
    now, is asked neither to wait inside nor to sign up for a session in there.
    """
    is_shut = not SHUT.isdisjoint(found)
    is_welcome = may_enter and not is_shut
    possible = {
        Instead.WAIT: is_welcome and not _WAITING.isdisjoint(found),
        Instead.COME_AT_OPENING: is_welcome and Situation.CLOSED in found and opens_at is not None,
        Instead.SIGN_UP: is_welcome and any(meeting.is_open for meeting in meetings),
        Instead.APPLY: not is_welcome and takes_applications,
        Instead.LOOK_AGAIN: is_shut and not takes_applications,
        Instead.OTHER_ROOMS: has_others,
    }
    return [*(one for one, is_so in possible.items() if is_so), Instead.HELP] if found else []
