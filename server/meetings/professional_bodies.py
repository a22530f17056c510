"""What comes in and goes out over HTTP about professionals."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from server.meetings.bodies import Id, MeetingCard
from server.meetings.promises import Line, said
from server.protocol.text import clean
from server.rooms.bodies import NewPerson, RoomCard, Typed
from server.web.endpoints import Body, Result

Checked = Annotated[str, Field(max_length=500), AfterValidator(clean), AfterValidator(said)]


class InviteProfessional(Body):
    """`checked`: what the organiser has looked at before (a register, a card). `also`: further meetings of the room.

    `can_guide`: for these meetings they are a facilitator, with a facilitator's power.
    """

    meeting: Id
    display_name: Typed
    profession: Line
    organisation: Line
    checked: Checked
    can_guide: bool = False
    also: Annotated[list[Id], Field(max_length=51)] = Field(default_factory=list)
    valid_hours: Annotated[int, Field(ge=1, le=720)] = 168


class InviteAgain(Body):
    """Somebody who was invited before, to any room, comes again: under the same name, without power."""

    meeting: Id
    professional: Id
    checked: Checked
    also: Annotated[list[Id], Field(max_length=51)] = Field(default_factory=list)
    valid_hours: Annotated[int, Field(ge=1, le=720)] = 168


class OneProfessional(Body):
    professional: Id


class LookAtLink(Body):
    secret: Typed = Field(repr=False)


class UseLink(NewPerson):
    secret: Typed = Field(repr=False)


class ProfessionalCard(Result):
    """A professional as staff see them. `checked` is for organisers, null for others."""

    id: str
    display_name: str
    profession: str
    organisation: str
    can_guide: bool
    checked: str | None
    meetings: list[str]
    invited_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class Professionals(Result):
    professionals: list[ProfessionalCard]


class NewProfessional(Result):
    """`path` is shown this once: the secret in it is kept nowhere."""

    professional: ProfessionalCard
    path: str


class LinkSeen(Result):
    """What a link is for, before it is used."""

    display_name: str
    profession: str
    organisation: str
    room: RoomCard
    meetings: list[MeetingCard]
    expires_at: datetime


class LinkUsed(Result):
    """`codes` are the recovery codes of an account that was just made, shown this once."""

    room: RoomCard
    meetings: list[MeetingCard]
    codes: list[str] | None
