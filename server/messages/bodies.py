"""What comes in and goes out over HTTP about messages and about what a room is careful with. In characters."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from server.messages.tables import ContentNote, HeldWhy
from server.protocol.text import is_visible, one_line
from server.web.endpoints import Body, Result


def _said(text: str) -> str:
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


Id = Annotated[str, Field(max_length=64)]


class OfRoom(Body):
    room: Id


class OnePerson(Body):
    participation: Id


class MutePerson(Body):
    room: Id
    participation: Id


class SetNote(Body):
    """`note` null takes it off again."""

    message: Id
    note: ContentNote | None


class SetLockdown(Body):
    """`reason` stands in the log of actions."""

    room: Id
    is_on: bool
    reason: Annotated[str, Field(max_length=300), AfterValidator(one_line), AfterValidator(_said)]


class MyHeld(Result):
    """What I have written and a moderator looks at first."""

    message: str
    text: str
    why: HeldWhy
    held_at: datetime
    reply_to: str | None


class Held(Result):
    held: list[MyHeld]


class Mutes(Result):
    """Participations that I do not want to read."""

    mutes: list[str]


class CarefulWith(Result):
    participation: str
    display_name: str


class Caution(Result):
    """What a room is careful with. `raided_since`: far more comes and is written than usual there."""

    is_locked: bool
    locked_since: datetime | None
    newcomers: bool
    people: list[CarefulWith]
    raided_since: datetime | None
