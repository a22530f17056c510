"""What comes in and goes out over HTTP about questions, notes of a sitting, and scripts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from server.protocol.text import is_visible, one_line
from server.rooms.roles import RoomRole
from server.seating.tables import QuestionState
from server.web.endpoints import Body, Result


def _said(text: str) -> str:
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


Id = Annotated[str, Field(max_length=64)]
Title = Annotated[str, Field(max_length=80), AfterValidator(one_line), AfterValidator(_said)]


class OneRoom(Body):
    room: Id


class Vanished(Result):
    """Somebody was gone without checking out. `returned_at` where they are back."""

    participation: str
    at: datetime
    returned_at: datetime | None


class NotesOfSitting(Result):
    vanished: list[Vanished]


class SegmentBody(Body):
    """A part of a session; `minutes` are what it is meant to take."""

    title: Title
    minutes: Annotated[int, Field(ge=1, le=240)]


class TemplateBody(Body):
    """A script, without `id` where it is new."""

    id: Id | None = None
    name: Title
    segments: Annotated[list[SegmentBody], Field(min_length=1, max_length=20)]


class SaveTemplates(Body):
    """All scripts there are to be, in their order: those that are left out are gone."""

    templates: Annotated[list[TemplateBody], Field(max_length=50)]


class Segment(Result):
    title: str
    minutes: int


class Template(Result):
    id: str
    name: str
    segments: list[Segment]


class Templates(Result):
    templates: list[Template]


class Asker(Result):
    participation: str
    display_name: str
    role: RoomRole


class QuestionSeen(Result):
    """A question, for its author and for those who guide the room. `asker` for the latter alone.

    `text` is null once removed. What lies in `masks` is blanked out for all but the author.
    """

    id: str
    asker: Asker | None
    is_mine: bool
    text: str | None
    masks: list[list[int]]
    is_veiled: bool
    state: QuestionState
    asked_at: datetime


class Questions(Result):
    """`questions`, oldest first: for those who guide the room all that wait or were set aside, and one's own."""

    questions: list[QuestionSeen]
