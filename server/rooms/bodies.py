"""What comes in and goes out over HTTP about rooms. Lengths are counted in characters."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from server.protocol.text import clean, is_visible, one_line
from server.rooms.roles import Mode, RoomRole, RoomState
from server.rooms.tables import InvitedAs, JoinsBy
from server.web.endpoints import Body, Result

TYPED = 512
SMALLEST, LARGEST = 2, 5_000


def _said(text: str) -> str:
    if not is_visible(text):
        raise ValueError("must not be blank")
    return text


Id = Annotated[str, Field(max_length=64)]
Name = Annotated[str, Field(max_length=80), AfterValidator(one_line), AfterValidator(_said)]
Purpose = Annotated[str, Field(max_length=1_000), AfterValidator(clean), AfterValidator(_said)]
Note = Annotated[str, Field(max_length=500), AfterValidator(clean)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Capacity = Annotated[int, Field(ge=SMALLEST, le=LARGEST)]
Typed = Annotated[str, Field(max_length=TYPED)]


class OneRoom(Body):
    room: Id


class CreateRoom(Body):
    """`seating`: how people sit when a sitting begins."""

    name: Name
    purpose: Purpose
    language: Language
    capacity: Capacity = 8
    joins_by: JoinsBy = JoinsBy.INVITATION
    seating: Mode = Mode.SOFA


class UpdateRoom(Body):
    """What is left out stays as it is."""

    room: Id
    name: Name | None = None
    purpose: Purpose | None = None
    language: Language | None = None
    capacity: Capacity | None = None
    joins_by: JoinsBy | None = None
    seating: Mode | None = None


class OneParticipation(Body):
    participation: Id


class ChangeRole(Body):
    participation: Id
    role: RoomRole


class CreateInvitation(Body):
    room: Id
    role: RoomRole
    uses: Annotated[int, Field(ge=1, le=100)] = 1
    valid_hours: Annotated[int, Field(ge=1, le=720)] = 168


class OneInvitation(Body):
    invitation: Id


class LookAtInvitation(Body):
    secret: Typed = Field(repr=False)


class NewPerson(Body):
    """How somebody without an account comes in; the one who has a login leaves all three out."""

    pseudonym: Typed | None = None
    password: Typed | None = Field(default=None, repr=False)
    language: Language = "en"


class RedeemInvitation(NewPerson):
    """`display_name` may be left out by a new person, who is then called by their pseudonym in this room."""

    secret: Typed = Field(repr=False)
    display_name: Typed | None = None


class Apply(NewPerson):
    """As `RedeemInvitation`; the note is read by those who decide, and by nobody else."""

    room: Id
    display_name: Typed | None = None
    note: Note = ""


class OneApplication(Body):
    application: Id


class RoomCard(Result):
    """The door of a room, as anybody sees it who knows where it is."""

    id: str
    name: str
    purpose: str
    language: str
    state: RoomState
    capacity: int
    free_seats: int
    joins_by: JoinsBy
    staff: list[str]
    who_can_read: list[str]


class Directory(Result):
    rooms: list[RoomCard]


class MyPlace(Result):
    participation: str
    display_name: str
    role: RoomRole


class MyRoom(Result):
    """`my` is null where an organiser looks after a room without being in it."""

    id: str
    name: str
    purpose: str
    language: str
    state: RoomState
    capacity: int
    free_seats: int
    joins_by: JoinsBy
    my: MyPlace | None
    applications_waiting: int


class MyApplication(Result):
    """Where I have asked to be let in and nobody has answered yet."""

    application: str
    room: str
    name: str
    display_name: str
    created_at: datetime


class MyRooms(Result):
    rooms: list[MyRoom]
    applications: list[MyApplication]


class PersonInRoom(Result):
    participation: str
    display_name: str
    role: RoomRole
    joined_at: datetime


class People(Result):
    people: list[PersonInRoom]


class InvitationCard(Result):
    id: str
    role: InvitedAs
    uses: int
    used: int
    created_at: datetime
    expires_at: datetime


class Invitations(Result):
    invitations: list[InvitationCard]


class NewInvitation(InvitationCard):
    """`path` is shown this once: the secret in it is kept nowhere."""

    path: str


class InvitationSeen(Result):
    """What an invitation is for, before anybody has used it."""

    role: InvitedAs
    room: RoomCard | None
    organisation: str
    expires_at: datetime


class Redeemed(Result):
    """`codes` are the recovery codes of an account that was just made, shown this once."""

    room: RoomCard | None
    codes: list[str] | None


class Applied(Result):
    application: str
    codes: list[str] | None


class ApplicationCard(Result):
    id: str
    display_name: str
    note: str
    created_at: datetime


class Applications(Result):
    applications: list[ApplicationCard]
