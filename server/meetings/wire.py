"""What a room says on the socket about those who were invited to speak there."""

from __future__ import annotations

from datetime import datetime

import msgspec

from server.protocol.envelope import LogEvent


class MeetingTime(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting, as short as it can be said."""

    meeting: str
    title: str
    starts_at: datetime
    ends_at: datetime


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """A professional whom the organiser has checked, and the meetings they come to."""

    professional: str
    display_name: str
    profession: str
    organisation: str
    meetings: list[MeetingTime]
    is_withdrawn: bool = False


class ShownProfessional(msgspec.Struct, frozen=True, kw_only=True):
    """A professional of a meeting that goes on or lies ahead. `participation` while they are in the room."""

    professional: str
    display_name: str
    profession: str
    organisation: str
    meeting: MeetingTime
    participation: str | None


class ProfessionalAnnounced(LogEvent, tag="meeting.professional_announced", frozen=True, kw_only=True):
    """A professional will be present at these meetings, and at nothing else that is said here."""

    professional: Announced


class ProfessionalWithdrawn(LogEvent, tag="meeting.professional_withdrawn", frozen=True, kw_only=True):
    """Somebody who was announced does not come, or comes no more."""

    professional: str
