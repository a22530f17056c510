"""The lives of the rooms as rows: read, turned, and told to the people inside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlmodel import SQLModel

from server.ids import new_id
from server.rooms import tables, wire
from server.rooms.lifecycle import Happening, HoursSet, Life, Reason, Rules, Staff, elapsed, step
from server.rooms.rendering import life_shown, tell_change
from server.rooms.rights import hold_room
from server.rooms.roles import RoomState
from server.rooms.standing import Ground
from server.rooms.tables import Room, RoomLife, StateChange
from server.storage.among import Among
from server.storage.columns import moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_room = SQLModel.metadata.tables[str(tables.Room.__tablename__)]
_life = SQLModel.metadata.tables[str(tables.RoomLife.__tablename__)]
_MICROSECOND = timedelta(microseconds=1)

_columns = (
    _room.c.state,
    _life.c.version,
    _life.c.sitting,
    _life.c.since_at,
    _life.c.reason,
    _life.c.resumes_as,
    _life.c.opens_at,
    _life.c.ends_at,
    _life.c.next_opens_at,
    _life.c.staff,
    _life.c.watched_at,
    _life.c.absent_for,
    _life.c.open_for,
    _life.c.open_since_at,
)


def _lives(*more: Any) -> Select[Any]:
    return select(*more, *_columns).select_from(_room.outerjoin(_life, _life.c.room_id == _room.c.id))


_SOME = Among(_lives(_room.c.id), _room.c.id)
_GOING_ON = Prepared(
    _lives(_room.c.id).where(_room.c.state != bindparam("closed"), _room.c.state != bindparam("ended"))
)
_OVER = {"closed": RoomState.CLOSED, "ended": RoomState.ENDED}
_HOLD = Prepared(select(_room.c.id).where(_room.c.id == bindparam("room")).with_for_update())
_NOTE = Prepared(
    update(_life)
    .where(
        _life.c.room_id == bindparam("room"),
        _life.c.watched_at == bindparam("noted_at"),
        _life.c.staff == bindparam("seen"),
    )
    .values(watched_at=bindparam("looked_at"), absent_for=bindparam("alone_for"))
)


@dataclass(slots=True)
class Held:
    """A room's life, held until the commit."""

    room: Room
    row: RoomLife
    life: Life


def life_of(tx: Tx, ground: Ground) -> Life:
    """The life of a room on the path of a message; read once a version. What the watch notes may be older in it."""
    if "life" not in ground.memory:
        remember_lives(tx, [ground])
    life: Life = ground.memory["life"]
    return life


def remember_lives(tx: Tx, grounds: Collection[Ground]) -> None:
    """Reads the lives of rooms for `life_of`."""
    lives = {room_id: _from_driver(row) for room_id, *row in _SOME.rows(tx, ((one.room_id,) for one in grounds))}
    for ground in grounds:
        ground.memory["life"] = lives[ground.room_id]


def read_life(tx: Tx, room_id: str) -> Life:
    """The life of a room, that of a closed one where nobody has been there."""
    [[_, *row]] = _SOME.rows(tx, [(room_id,)])
    return _from_driver(row)


def lives_going_on(tx: Tx) -> dict[str, Life]:
    """Every room in the middle of a sitting."""
    return {room_id: _from_driver(row) for room_id, *row in tx.run(_GOING_ON, **_OVER).fetchall()}


def note_look(tx: Tx, room_id: str, before: Life, after: Life) -> None:
    """Writes down that a look has found a life as it was; where somebody else has looked meanwhile, theirs stays."""
    tx.run(_HOLD, room=room_id)  # whoever turns a life holds the room first: otherwise two could wait for each other
    tx.run(
        _NOTE,
        room=room_id,
        noted_at=before.watched_at,
        seen=before.staff,
        looked_at=after.watched_at,
        alone_for=after.absent_for // _MICROSECOND,
    )


def hold_life(tx: Tx, room_id: str) -> Held:
    """A room and its life, held until the commit. Raises Refusal not_found."""
    room = hold_room(tx, room_id)
    row = tx.session.get(RoomLife, room_id, with_for_update=True, populate_existing=True)
    if row is None:
        row = RoomLife(room_id=room_id)
        tx.session.add(row)
    return Held(room, row, _from_table(room.state, row))


def turn(tx: Tx, held: Held, happening: Happening, rules: Rules | None = None) -> Life:
    """What becomes of a held life; news is told to the room. Refusals: those of `lifecycle.step`."""
    before, after = held.life, step(held.life, happening, rules or Rules())
    if after != before:
        held.life, held.room.state = after, after.state
        held.row.sqlmodel_update(_row_of(after))
    if after.face != before.face:
        _tell(tx, held, after)
    return after


def set_window(
    tx: Tx,
    room_id: str,
    opens_at: datetime | None,
    ends_at: datetime | None,
    next_opens_at: datetime | None = None,
) -> None:
    """When a room is meant to be open: what goes on or comes next, and what comes after that. As before: no news.

    Raises Refusal not_found.
    """
    turn(tx, hold_life(tx, room_id), HoursSet(tx.now, opens_at, ends_at, next_opens_at))


def shown(life: Life) -> wire.LifeShown:
    """A life as people inside see it."""
    numbers, since = (life.version, life.sitting), (life.since, life.reason)
    hours = (life.opens_at, life.ends_at, life.next_opens_at)
    return life_shown(life.state, numbers, since, hours, (life.open_for // _MICROSECOND, life.open_since))


def _tell(tx: Tx, held: Held, life: Life) -> None:
    columns = {name: value for name, value in _row_of(life).items() if name in StateChange.model_fields}
    change = StateChange(id=new_id(), room_id=held.room.id, state=life.state, **columns)
    tx.session.add(change)
    tx.session.flush()
    tell_change(tx, held.room.id, "room.state_changed", change.id)


def _row_of(life: Life) -> dict[str, Any]:
    return {
        "version": life.version,
        "sitting": life.sitting,
        "since_at": life.since,
        "reason": life.reason,
        "resumes_as": life.resumes_as,
        "opens_at": life.opens_at,
        "ends_at": life.ends_at,
        "next_opens_at": life.next_opens_at,
        "staff": life.staff,
        "watched_at": life.watched_at,
        "absent_for": life.absent_for // _MICROSECOND,
        "open_for": life.open_for // _MICROSECOND,
        "open_since_at": life.open_since,
    }


def _from_table(state: RoomState, row: RoomLife) -> Life:
    return Life(
        state=state,
        version=row.version,
        sitting=row.sitting,
        since=row.since_at,
        reason=row.reason,
        resumes_as=row.resumes_as,
        opens_at=row.opens_at,
        ends_at=row.ends_at,
        next_opens_at=row.next_opens_at,
        staff=row.staff,
        watched_at=row.watched_at,
        absent_for=timedelta(microseconds=row.absent_for),
        open_for=timedelta(microseconds=row.open_for),
        open_since=row.open_since_at,
    )


def _from_driver(row: Sequence[Any]) -> Life:
    """From what the driver has: times as whole numbers, enums as texts."""
    state, version, sitting, since, reason, resumes_as, opens, ends, next_, staff, watched, absent, open_, running = row
    if version is None:
        return Life(state=RoomState(state))
    return Life(
        state=RoomState(state),
        version=version,
        sitting=sitting,
        since=_moment(since),
        reason=reason and Reason(reason),
        resumes_as=resumes_as and RoomState(resumes_as),
        opens_at=_moment(opens),
        ends_at=_moment(ends),
        next_opens_at=_moment(next_),
        staff=Staff(staff),
        watched_at=_moment(watched),
        absent_for=timedelta(microseconds=absent),
        open_for=timedelta(microseconds=open_),
        open_since=_moment(running),
    )


def _moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


__all__ = [
    "Held",
    "Life",
    "elapsed",
    "hold_life",
    "life_of",
    "lives_going_on",
    "read_life",
    "remember_lives",
    "set_window",
    "shown",
    "turn",
]
