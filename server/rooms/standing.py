"""What must be known of a room before anybody may write in it, remembered by each lane.

A lane keeps it with the version at which it was read. Every change that bears on it moves the room's version in the
same transaction, and taking a number tells the version under the row's lock: an old memory is never acted on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.rooms import log, tables
from server.rooms.roles import RoomRole, RoomState
from server.rooms.wire import Person
from server.storage.columns import moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_room = SQLModel.metadata.tables[str(tables.Room.__tablename__)]
_participation = SQLModel.metadata.tables[str(tables.Participation.__tablename__)]

_MOST_REMEMBERED = 2_000  # rooms a lane

_ROOM = Prepared(select(_room.c.state, _room.c.language, _room.c.agreement).where(_room.c.id == bindparam("room")))
_SEAT = Prepared(
    select(
        _participation.c.id,
        _participation.c.display_name,
        _participation.c.role,
        _participation.c.joined_seq,
        _participation.c.joined_at,
        _participation.c.agreed,
    ).where(
        _participation.c.account_id == bindparam("account"),
        _participation.c.room_id == bindparam("room"),
        _participation.c.left_at.is_(None),
    )
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
        ground = _remember(tx, _read_ground(tx, room_id, version))
    return seq, ground, _seat(tx, ground, actor.account_id or "")


def remembered_seat(tx: Tx, room_id: str, version: int, account_id: str) -> Seat | None:
    """The seat of an account as this lane remembers it at a version; None where it does not."""
    ground: Ground | None = tx.cache.get(room_id)
    return ground.seats.get(account_id) if ground is not None and ground.version == version else None


def _remember(tx: Tx, ground: Ground) -> Ground:
    if len(tx.cache) >= _MOST_REMEMBERED:
        tx.cache.clear()
    tx.cache[ground.room_id] = ground
    return ground


def _read_ground(tx: Tx, room_id: str, version: int) -> Ground:
    state, language, agreement = tx.run(_ROOM, room=room_id).fetchone()
    return Ground(room_id, version, RoomState(state), language, agreement, {})


def _seat(tx: Tx, ground: Ground, account_id: str) -> Seat:
    if account_id not in ground.seats:
        ground.seats[account_id] = read_seat(tx, ground.room_id, account_id)
    seat = ground.seats[account_id]
    if seat is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    return seat


def read_seat(tx: Tx, room_id: str, account_id: str) -> Seat | None:
    """The seat an account has in a room, None where it has none."""
    found = tx.run(_SEAT, account=account_id, room=room_id).fetchone()
    if found is None:
        return None
    participation_id, display_name, role, joined_seq, joined_at, agreed = found
    person = Person(participation=participation_id, display_name=display_name, role=RoomRole(role))
    return Seat(person, joined_seq, moment(joined_at), agreed)
