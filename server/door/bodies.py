"""What goes in and out over HTTP about the door of a room."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from server.distress.promise_bodies import Kept
from server.meetings.bodies import Id, MeetingCard
from server.meetings.promises import Gift, Influence, Line, Words
from server.organisation.wire import HelpLine
from server.rooms.bodies import RoomCard
from server.rooms.lifecycle import Reason
from server.rooms.roles import Mode, RoomRole
from server.web.endpoints import Body, Result


class Situation(StrEnum):
    """Why somebody cannot sit down and write here just now. None of them: they can. Full, locked: they have no seat here."""

    FULL = "full"
    CLOSED = "closed"
    LOBBY = "lobby"
    PAUSED = "paused"
    NOBODY_ON_DUTY = "nobody_on_duty"
    LOCKED = "locked"


class Instead(StrEnum):
    """What somebody can do who cannot sit down just now. Calling for help is always among it."""

    APPLY = "apply"
    LOOK_AGAIN = "look_again"
    SIGN_UP = "sign_up"
    COME_AT_OPENING = "come_at_opening"
    WAIT = "wait"
    OTHER_ROOMS = "other_rooms"
    HELP = "help"


class DoorOf(Body):
    """`invited`: with an invitation in hand. Whether it is good is not asked here; it changes only what is advised."""

    room: Id
    invited: bool = False


class WriteLetter(Body):
    """What the organiser promises whoever comes, and expects of them."""

    room: Id
    influence: Influence
    decision_maker: Line
    what_you_get: Gift = ""
    expectations: Words = ""


class Letter(Result):
    influence: Influence
    decision_maker: str
    what_you_get: str
    expectations: str


class Promised(Result):
    """How much those who come decide, and who decides. `meeting`: of that session; null: of the room."""

    level: Influence
    decision_maker: str
    what_you_get: str
    meeting: str | None
    is_frozen: bool


class OnDutyHere(Result):
    display_name: str
    role: RoomRole


class ExpectedProfessional(Result):
    """Somebody the organiser has checked, who will be at one of the sessions ahead."""

    display_name: str
    profession: str
    organisation: str
    starts_at: datetime
    ends_at: datetime


class AgreementAsked(Result):
    version: str
    text_sha256: str
    published_at: datetime


class DoorCard(RoomCard):
    """Everything that somebody should know before they come in. `retention_days` null: kept until it is removed.

    `influence` is of the session that goes on or comes next, else of the room; `letter` is what the room itself says.
    """

    organisation: str
    reason: Reason | None
    opens_at: datetime | None
    ends_at: datetime | None
    next_opens_at: datetime | None
    on_duty: list[OnDutyHere]
    seating: Mode
    retention_days: int | None
    expectations: str
    influence: Promised | None
    letter: Letter | None
    agreement: AgreementAsked | None
    help: list[HelpLine]
    meetings: list[MeetingCard]
    professionals: list[ExpectedProfessional]
    promise: Kept
    situations: list[Situation]
    instead: list[Instead]
    elsewhere: list[RoomCard]
