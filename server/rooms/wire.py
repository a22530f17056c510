"""What a room says on the socket about itself and the people in it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from server.protocol.envelope import LogEvent
from server.rooms.lifecycle import Reason
from server.rooms.roles import RoomRole, RoomState


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a room, as everybody there sees them."""

    participation: str
    display_name: str
    role: RoomRole


class You(Person, frozen=True, kw_only=True):
    """The one who asks. What happened up to `joined_seq` is not theirs to read."""

    joined_seq: int
    joined_at: datetime


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A room as the people inside it see it."""

    id: str
    name: str
    purpose: str
    language: str
    state: RoomState
    capacity: int


class ParticipationJoined(LogEvent, tag="participation.joined", frozen=True, kw_only=True):
    """Somebody came into the room for good."""

    person: Person


class ParticipationLeft(LogEvent, tag="participation.left", frozen=True, kw_only=True):
    """Somebody is no longer in the room, by their own will or by another's."""

    participation: str


class ParticipationChanged(LogEvent, tag="participation.changed", frozen=True, kw_only=True):
    """Somebody's role in the room is another now."""

    person: Person


class RoomChanged(LogEvent, tag="room.changed", frozen=True, kw_only=True):
    """The room's description is another now."""

    card: Card


class LifeShown(msgspec.Struct, frozen=True, kw_only=True):
    """The life of a room. `version` counts its states, `sitting` how often it has come to life.

    The room's own clock shows `open_for` seconds at `open_since` and runs from there; where that is null, it stands.
    `opens_at` and `ends_at` are the hours that go on or come next, null where the room has none.
    """

    state: RoomState
    version: int
    sitting: int
    since: datetime | None
    reason: Reason | None
    opens_at: datetime | None
    ends_at: datetime | None
    next_opens_at: datetime | None
    open_for: float
    open_since: datetime | None


class RoomStateChanged(LogEvent, tag="room.state_changed", frozen=True, kw_only=True):
    """The room is in another state, has other hours, or its clock has stood still."""

    state: RoomState
    reason: Reason | None
    life: LifeShown
