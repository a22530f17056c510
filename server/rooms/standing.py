"""What must be known of a room before anybody may write in it, remembered by each lane.

A lane keeps it with the version at which it was read. Every change that bears on it moves the room's version in the
same transaction, and taking a number tells the version under the row's lock: an old memory is never acted on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.rooms import log, tables
from server.rooms.roles import RoomRole, RoomState
from server.rooms.wire import Person
from server.storage.among import Among
from server.storage.columns import moment
from server.storage.tx import Tx

_room = SQLModel.metadata.tables[str(tables.Room.__tablename__)]
_participation = SQLModel.metadata.tables[str(tables.Participation.__tablename__)]

_MOST_REMEMBERED = 2_000  # rooms a lane

_ROOMS = Among(select(_room.c.id, _room.c.state, _room.c.language, _room.c.agreement), _room.c.id)
_SEATS = Among(
    select(
        _participation.c.room_id,
        _participation.c.account_id,
        _participation.c.id,
        _participation.c.display_name,
        _participation.c.role,
        _participation.c.joined_seq,
        _participation.c.joined_at,
        _participation.c.agreed,
    ).where(_participation.c.left_at.is_(None)),
    _participation.c.account_id,
    _participation.c.room_id,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who is in a room now. `memory` is for the slices that follow what this person has just done."""

    person: Person
    joined_seq: int
    joined_at: datetime
    agreed: int = 0
    memory: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def guides(self) -> bool:
        """Whether they may do in this room what is reserved to those who guide it."""
        return self.person.role.guides


@dataclass(frozen=True, slots=True)
class Ground:
    """A room as it stands at one version, and those of its people who have been asked for.

    `memory` is for the slices that know more of the room: what they read at this version, they read once.
    """

    room_id: str
    version: int
    state: RoomState
    language: str
    agreement: int
    seats: dict[str, Seat | None]
    memory: dict[str, Any] = field(default_factory=dict, compare=False)


def take_number(tx: Tx, actor: Actor, room_id: str) -> tuple[int, Ground, Seat]:
    """The room's next seq, and where the actor stands there. Raises Refusal not_in_room, for unknown rooms too."""
    seq, version = log.take_number(tx, room_id)
    ground = tx.cache.get(room_id)
    if ground is None or ground.version != version:
        ground = grounds_at(tx, {room_id: version})[room_id]
    account_id = actor.account_id or ""
    if account_id not in ground.seats:
        remember_seats(tx, [(ground, account_id)])
    seat = ground.seats[account_id]
    if seat is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    return seq, ground, seat


def grounds_at(tx: Tx, versions: Mapping[str, int]) -> dict[str, Ground]:
    """Held rooms as they stand at their versions, by id: remembered, or read together."""
    known = {room_id: tx.cache.get(room_id) for room_id in versions}
    found = {room_id: one for room_id, one in known.items() if one is not None and one.version == versions[room_id]}
    unknown = [(room_id,) for room_id in versions if room_id not in found]
    if len(tx.cache) + len(unknown) > _MOST_REMEMBERED:
        tx.cache.clear()
    for room_id, state, language, agreement in _ROOMS.rows(tx, unknown):
        ground = Ground(room_id, versions[room_id], RoomState(state), language, agreement, {})
        tx.cache[room_id] = found[room_id] = ground
    return found


def remember_seats(tx: Tx, places: Collection[tuple[Ground, str]]) -> None:
    """Reads which seats accounts have in rooms, None where they have none."""
    rows = _SEATS.rows(tx, ((account_id, ground.room_id) for ground, account_id in places))
    seats = {(room_id, account_id): _seat(*about) for room_id, account_id, *about in rows}
    for ground, account_id in places:
        ground.seats[account_id] = seats.get((ground.room_id, account_id))


def _seat(participation_id: str, display_name: str, role: str, joined_seq: int, joined_at: int, agreed: int) -> Seat:
    person = Person(participation=participation_id, display_name=display_name, role=RoomRole(role))
    return Seat(person, joined_seq, moment(joined_at), agreed)
