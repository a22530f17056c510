"""What comes in and goes out over HTTP about side rooms."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from server.distress.bodies import Id, said
from server.distress.tables import SideOutcome
from server.distress.talking import SideState
from server.protocol.text import clean
from server.web.endpoints import Body, Result

LONGEST = 4_000


class OfferTo(Body):
    """Whom: the person whom the case is about."""

    case: Id


class OneSideRoom(Body):
    side_room: Id


class HandOver(Body):
    """To whom: a participation in the same room."""

    side_room: Id
    participation: Id


class Close(Body):
    """`outcome` is asked of staff; whoever the room was made for just leaves."""

    side_room: Id
    outcome: SideOutcome | None = None


class SayAside(Body):
    """`client_id` is the sender's own: the same one twice is one message."""

    side_room: Id
    client_id: Annotated[str, Field(min_length=8, max_length=64)]
    text: Annotated[str, Field(max_length=LONGEST), AfterValidator(clean), AfterValidator(said)]


class ReadAside(Body):
    side_room: Id
    after: Annotated[int, Field(ge=0)] = 0


class SideRoomCard(Result):
    """A side room of mine. `case` and `outcome` are told to staff alone.

    `with_name`: what the other is called in the room, null for staff who are not of it. `said`: how many messages.
    """

    side_room: str
    room: str
    state: SideState
    is_staff: bool
    with_name: str | None
    offered_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    said: int
    case: str | None
    outcome: SideOutcome | None


class SideRooms(Result):
    side_rooms: list[SideRoomCard]


class SaidAside(Result):
    """`support`: words for somebody to whom life is hard to bear should be shown to whoever wrote this."""

    n: int
    at: datetime
    support: bool


class AsideMessage(Result):
    """`by`: what whoever said it is called in the room, null for staff who are not of it; after a hand-over another."""

    n: int
    by: str | None
    is_mine: bool
    is_staff: bool
    text: str
    at: datetime


class AsideMessages(Result):
    messages: list[AsideMessage]
