"""What comes in and goes out over HTTP about the work on a distress case."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from moderation.case import CaseKind
from moderation.verdict import Risk
from server.distress.bodies import Id, Language, Sentence
from server.distress.tables import CallResult, ContactKind, SideOutcome
from server.distress.talking import SideState
from server.web.endpoints import Body, Result


class OneCase(Body):
    case: Id


class StepToSave(Body):
    """A step in the organisation's words, by language. Without `id` it is a new one."""

    id: Id | None = None
    texts: Annotated[dict[Language, Sentence], Field(min_length=1)]


class SaveSteps(Body):
    steps: Annotated[list[StepToSave], Field(max_length=20)]


class MarkStep(Body):
    case: Id
    step: Id
    is_done: bool


class StepShown(Result):
    """`step` is an id, or one of our codes where `texts` is empty."""

    step: str
    texts: dict[str, str]


class ProtocolSteps(Result):
    """`after_care`: codes of what helps afterwards, for the `group` and for the `moderator`."""

    steps: list[StepShown]
    after_care: dict[str, list[str]]


class DoneStep(StepShown):
    """`by` is what whoever did it is called in the room."""

    done_at: datetime | None
    by: str | None


class WorryShown(Result):
    """Never who worried."""

    note: str
    message: str | None
    at: datetime


class AlertShown(Result):
    """What a rule heard: in which message, and how near to harm its author seemed. `is_aside`: in a side room."""

    message: str
    risk: Risk
    is_aside: bool
    at: datetime


class CallShown(Result):
    """A step of the clock. `kind` is null where nobody was on call, `result` while the call is being made."""

    step: int
    due_at: datetime
    at: datetime | None
    kind: ContactKind | None
    result: CallResult | None


class SideRoomShown(Result):
    """A side room on the case; `by` is whoever of the staff was in it last."""

    side_room: str
    by: str | None
    state: SideState
    offered_at: datetime
    ends_at: datetime
    outcome: SideOutcome | None


class DistressShown(Result):
    worries: list[WorryShown]
    alerts: list[AlertShown]
    calls: list[CallShown]
    steps: list[DoneStep]
    side_rooms: list[SideRoomShown]
    after_care: dict[str, list[str]]


class ShiftSummary(Result):
    """What somebody has done at the desk since a moment. `advice`: codes of what would do them good now."""

    since: datetime
    closed: dict[CaseKind, int]
    hard: int
    side_rooms: int
    still_mine: int
    advice: list[str]
