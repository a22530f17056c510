"""What comes in and goes out over HTTP about staff. Lengths are counted in characters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from server.protocol.text import clean, is_visible
from server.rooms.bodies import Id
from server.rooms.roles import RoomRole
from server.staffing.tables import Skill
from server.web.endpoints import Body, Result


def _said(text: str) -> str:
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Note = Annotated[str, Field(max_length=1_000), AfterValidator(clean)]


class GrantTraining(Body):
    participation: Id
    kind: Skill
    valid_until: Moment


class OneTraining(Body):
    training: Id


class TurnTheRoom(Body):
    """`version` of the life that was seen: where another one holds, nothing is done."""

    room: Id
    version: Annotated[int, Field(ge=0)] | None = None


class HandOverTo(Body):
    room: Id
    to: Id
    note: Note = ""


class WriteNote(Body):
    room: Id
    text: Annotated[Note, AfterValidator(_said)]


class TrainingCard(Result):
    """A training, shown by the participation through which it was granted."""

    id: str
    participation: str
    display_name: str
    room: str
    room_name: str
    kind: Skill
    granted_at: datetime
    valid_until: datetime


class Trainings(Result):
    trainings: list[TrainingCard]


class OnDuty(Result):
    """Somebody on duty. `is_present` is null where it cannot be known."""

    participation: str
    display_name: str
    role: RoomRole
    started_at: datetime
    is_present: bool | None
    hand_over_is_proposed: bool


class Colleague(Result):
    """Somebody trained who could take over here."""

    participation: str
    display_name: str
    role: RoomRole
    is_present: bool | None


class StaffNoteCard(Result):
    """`to` is null where the note is for all staff of the room."""

    id: str
    by: str
    display_name: str
    to: str | None
    text: str
    written_at: datetime


class StaffNotes(Result):
    notes: list[StaffNoteCard]


class DutyRoster(Result):
    """`my_training_until` is null for whoever has never been trained for their role here."""

    on_duty: list[OnDuty]
    colleagues: list[Colleague]
    hand_over_notes: list[StaffNoteCard]
    my_training_until: datetime | None
