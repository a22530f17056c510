"""What comes in and goes out over HTTP about reports and cases. Lengths are counted in characters."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from moderation.case import CaseKind, CaseOutcome, CaseState
from moderation.reasons import ReasonCode, Restriction, Source
from server.actions.kinds import ActionKind
from server.protocol.text import clean, is_visible, one_line
from server.review.tables import ReportReason
from server.rooms.roles import RoomRole
from server.web.endpoints import Body, Result


def said(text: str) -> str:
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


Id = Annotated[str, Field(max_length=64)]
Version = Annotated[int, Field(ge=1, le=1_000_000_000)]
Sentence = Annotated[str, Field(max_length=300), AfterValidator(one_line)]
Words = Annotated[str, Field(max_length=1_000), AfterValidator(clean)]


class SendReport(Body):
    """What somebody reports: a message, or a person."""

    room: Id
    message: Id | None = None
    participation: Id | None = None
    reason: ReportReason
    note: Annotated[str, Field(max_length=500), AfterValidator(clean)] = ""


class OneCase(Body):
    case: Id


class AtVersion(Body):
    """A case, and the version that was looked at."""

    case: Id
    version: Version


class Escalate(AtVersion):
    reason: Sentence = ""


class WriteNote(Body):
    case: Id
    text: Annotated[str, Field(max_length=2_000), AfterValidator(clean), AfterValidator(said)]


class SanctionChosen(Body):
    """A step of the ladder. `hours` for what is timed; `ground` is the number of the rule; `room_only` binds here alone.

    `explanation` is in the moderator's own words; left empty, the template of the person's language says it.
    """

    kind: Restriction
    reason: ReasonCode
    ground: Annotated[str, Field(max_length=80), AfterValidator(one_line)] = ""
    explanation: Words = ""
    hours: Annotated[int, Field(ge=1, le=24 * 365)] | None = None
    room_only: bool = True


class Decide(AtVersion):
    """The end of a case. `sentence` goes to whoever reported it, or asked for a review; everything else is optional.

    `hide`: the message is removed for everybody. `criticises_organisation`: it needs somebody from outside the staff.
    `is_masked`: what is let into the room goes without what others could find its author by.
    """

    outcome: CaseOutcome
    sentence: Sentence = ""
    sanction: SanctionChosen | None = None
    hide: bool = False
    reason: ReasonCode | None = None
    ground: Annotated[str, Field(max_length=80), AfterValidator(one_line)] = ""
    explanation: Words = ""
    criticises_organisation: bool = False
    is_masked: bool = False


class Pause(Body):
    minutes: Annotated[int, Field(ge=1, le=120)] = 15


class DeskOf(Body):
    """Which page of the list; there are 50 on one."""

    page: Annotated[int, Field(ge=1, le=1_000)] = 1


class Receipt(Result):
    """`words` is the code of the sentence that the person reads. `is_queued`: many before it in the last hour."""

    receipt: str
    words: str
    is_queued: bool
    received_at: datetime


class MyReport(Result):
    """`outcome` is the code of a sentence, null while it waits; `sentence` is the moderator's own."""

    receipt: str
    room_name: str
    reason: ReportReason
    received_at: datetime
    is_queued: bool
    outcome: str | None
    sentence: str
    closed_at: datetime | None


class MyReports(Result):
    reports: list[MyReport]


class DeskCase(Result):
    """A case in the list, without a word of anybody's. `level`: how grave a rule found it."""

    case: str
    kind: CaseKind
    state: CaseState
    version: int
    room: str | None
    room_name: str | None
    waiting_since: datetime
    claimed_by: str | None
    claimed_until: datetime | None
    is_mine: bool
    is_escalated: bool
    is_overdue: bool
    is_queued: bool
    source: Source
    level: str
    reports: int


class HeldCase(Result):
    """A case that a colleague is at work on; `by` is empty for one who has no name in the room."""

    case: str
    by: str
    until: datetime


class CasesOfDuty(Result):
    """What lies open at the desk of a room: what nobody has, and what colleagues have."""

    waiting: list[str]
    held: list[HeldCase]


class Desk(Result):
    """One's own desk at `now`. While `paused_until` lies ahead, only one's own cases and people in distress are shown."""

    now: datetime
    paused_until: datetime | None
    waiting: int
    overdue: int
    mine: int
    most_mine: int
    has_more: bool
    cases: list[DeskCase]


class PersonShown(Result):
    participation: str
    display_name: str
    role: RoomRole


class MessageShown(Result):
    """`text` is null where the words are gone. `is_held`: nobody has seen it yet; `is_hidden`: nobody does now.

    `author` has neither a participation nor a name (both are empty) for a question that was shown without one.
    """

    message: str
    author: PersonShown
    text: str | None
    at: datetime
    is_removed: bool
    is_veiled: bool
    is_hidden: bool
    is_held: bool


class ReportShown(Result):
    """Somebody in the room reported this; who, nobody is told."""

    reason: ReportReason
    note: str
    at: datetime


class NoteShown(Result):
    by: str
    is_mine: bool
    text: str
    at: datetime


class Proposal(Result):
    """What the ladder proposes; a person decides. `hours` is null where the step has no end of its own."""

    kind: Restriction
    hours: int | None


class Past(Result):
    """A step that the person was given before."""

    kind: Restriction
    starts_at: datetime
    ends_at: datetime | None
    is_reversed: bool


class CaseShown(DeskCase):
    """An opened case. `has_conflict`: one may read it and not decide it. `outcomes`: how it may end."""

    about: PersonShown | None
    message: MessageShown | None
    before: list[MessageShown]
    after: list[MessageShown]
    what_was_reported: list[ReportShown]
    notes: list[NoteShown]
    outcomes: list[CaseOutcome]
    outcome: CaseOutcome | None
    closed_at: datetime | None
    has_conflict: bool
    may_sanction: bool
    proposal: Proposal | None
    history: list[Past]


class Line(Result):
    """A line of a case's log. `role` is what who acted is in the room; `by` is empty where the server did it itself."""

    n: int
    at: datetime
    kind: ActionKind
    role: str
    by: str
    reason: str
    before: dict[str, object] | None
    after: dict[str, object] | None


class CaseLog(Result):
    lines: list[Line]


class Claimed(Result):
    """The case is with whoever asked, until the moment given; asking again in time keeps it."""

    case: str
    version: int
    claimed_until: datetime


class Moved(Result):
    """What a case is after a move."""

    case: str
    version: int
    state: CaseState
    is_escalated: bool


class Paused(Result):
    paused_until: datetime | None
