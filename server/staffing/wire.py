"""What a room says on the socket about who is on duty in it."""

from __future__ import annotations

from server.protocol.envelope import LogEvent
from server.rooms.wire import LifeShown


class DutyBegan(LogEvent, tag="duty.began", frozen=True, kw_only=True):
    """Somebody trained is on duty in the room now."""

    participation: str


class DutyEnded(LogEvent, tag="duty.ended", frozen=True, kw_only=True):
    """Somebody is on duty in the room no more."""

    participation: str


class LifeWithDuty(LifeShown, frozen=True, kw_only=True):
    """The life of a room, and who is on duty there: `life` in the reply of a follow and of a resume."""

    on_duty: list[str]
