"""The floors as rows: read as they are in this sitting, stored, and told to the room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam, insert, select, update
from sqlmodel import SQLModel

from server.ids import new_id
from server.rooms import log
from server.rooms.life import Life, elapsed, life_of, read_life
from server.rooms.log import Line
from server.rooms.roles import Mode
from server.rooms.standing import Ground
from server.seating import tables, wire
from server.seating.floor import Floor, fresh
from server.seating.shown import floor_shown
from server.seating.wire import Happened
from server.storage.among import Among
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_room = SQLModel.metadata.tables["room"]
_floor = SQLModel.metadata.tables[str(tables.StoredFloor.__tablename__)]
_change = SQLModel.metadata.tables[str(tables.FloorChange.__tablename__)]
_listener = SQLModel.metadata.tables[str(tables.Listener.__tablename__)]

_FLOORS = Among(
    select(
        _room.c.id, _room.c.seating, _floor.c.sitting, _floor.c.changes, _floor.c.version, _floor.c.sealed_state
    ).select_from(_room.outerjoin(_floor, _floor.c.room_id == _room.c.id)),
    _room.c.id,
)
_LISTENERS = Among(
    select(_listener.c.room_id, _listener.c.participation_id).order_by(_listener.c.participation_id),
    _listener.c.room_id,
)
_INSERT = Prepared(insert(_floor))
_UPDATE = Prepared(
    update(_floor)
    .where(_floor.c.room_id == bindparam("of_room"))
    .values(**{one.key: bindparam(f"new_{one.key}") for one in _floor.c if one.key != "room_id"})
)
_NOTE = Prepared(insert(_change))

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A floor, in which sitting, and how often it has changed; 0 where no row holds it yet.

    `is_beginning`: nobody has sat down yet in this sitting, and people must hear how they sit.
    """

    floor: Floor
    sitting: int
    changes: int
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What has happened on a floor: by whom, to whom, and the sentence that everybody hears."""

    what: Happened
    by: str | None = None
    whom: str | None = None
    reason: str = ""


def clock_of(life: Life, tx: Tx) -> int:
    """What the room's own clock shows now, in microseconds."""
    return elapsed(life, tx.now) // _MICROSECOND


def kept_floor(tx: Tx, ground: Ground) -> Kept:
    """The floor of a room on the path of a message; read once a version."""
    if "floor" not in ground.memory:
        remember_floors(tx, [ground])
    kept: Kept = ground.memory["floor"]
    return kept


def remember_floors(tx: Tx, grounds: Collection[Ground]) -> None:
    """Reads the floors of rooms for `kept_floor`."""
    found = _read(tx, {one.room_id: life_of(tx, one).sitting for one in grounds})
    for ground in grounds:
        ground.memory["floor"] = found[ground.room_id]


def read_kept(tx: Tx, room_id: str, sitting: int) -> Kept:
    """The floor of a room in a sitting: a fresh one where it has only been in an older one."""
    return _read(tx, {room_id: sitting})[room_id]


def _read(tx: Tx, sittings: Mapping[str, int]) -> dict[str, Kept]:
    keys = [(room_id,) for room_id in sittings]
    listeners: dict[str, tuple[str, ...]] = {}
    for room_id, who in _LISTENERS.rows(tx, keys):
        listeners[room_id] = (*listeners.get(room_id, ()), who)
    rows = {room_id: about for room_id, *about in _FLOORS.rows(tx, keys)}
    return {
        room_id: _kept(tx, (room_id, sitting, listeners.get(room_id, ())), rows[room_id])
        for room_id, sitting in sittings.items()
    }


def _kept(tx: Tx, about: tuple[str, int, tuple[str, ...]], row: Sequence[Any]) -> Kept:
    (room_id, sitting, listeners), (mode, of_sitting, changes, version, sealed) = about, row
    if of_sitting is None:
        return Kept(fresh(0, Mode(mode), listeners), sitting, 0, is_beginning=mode != Mode.SOFA)
    if of_sitting != sitting:
        return Kept(fresh(version + 1, Mode(mode), listeners), sitting, changes, is_beginning=True)
    state = tx.sealer.open(bytes(sealed), "floor", room_id, room_id)
    return Kept(replace(msgspec.json.decode(state, type=Floor), listeners=listeners), sitting, changes)


def read_floor(tx: Tx, room_id: str) -> Floor:
    """The floor of a room as it is now."""
    return read_kept(tx, room_id, read_life(tx, room_id).sitting).floor


def keep(tx: Tx, room_id: str, kept: Kept, floor: Floor) -> None:
    """Stores a floor in the place of another, in a held room."""
    state = msgspec.json.encode(replace(floor, listeners=())).decode()
    row = {
        "sitting": kept.sitting,
        "changes": kept.changes + 1,
        "version": floor.version,
        "sealed_state": tx.sealer.seal(state, "floor", room_id, room_id),
        "has_order": bool(floor.turns.order),
        "holder": floor.turns.holder,
        "offered_to": floor.turns.offered_to,
        "until": floor.turns.until if floor.turns.offered_to else None,
    }
    if kept.changes:
        tx.run(_UPDATE, of_room=room_id, **{f"new_{name}": value for name, value in row.items()})
    else:
        tx.run(_INSERT, room_id=room_id, **row)


def tell(tx: Tx, room_id: str, seq: int, floor: Floor, change: Change) -> None:
    """Notes and tells what has changed, under a number that has been taken; lanes read the floor again."""
    line = Line(seq, "floor.changed", new_id(), tx.now)
    note: dict[str, Any] = {"id": line.subject_id, "room_id": room_id, "by": change.by, "whom": change.whom}
    sealed = tx.sealer.seal(change.reason, "floor_change", room_id, line.subject_id) if change.reason else None
    tx.run(_NOTE, what=change.what, sealed_reason=sealed, **note)
    log.write(tx, room_id, line)
    log.move_version(tx, room_id)
    event = wire.FloorChanged(
        room=room_id,
        seq=seq,
        at=line.at,
        what=change.what,
        by=change.by,
        whom=change.whom,
        reason=change.reason,
        floor=floor_shown(floor),
    )
    tx.outbox.room_event(room_id, seq, event)
