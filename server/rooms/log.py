"""The numbered log of a room: who takes a number holds the room's row until the commit.

So the order of numbers is the order of commits on both databases, and a reader who knows the head has everything
below it. The number comes from the room's row, never from a sequence, which would leave holes: the row is read under
its lock (on SQLite under the one of `BEGIN IMMEDIATE`) and written once before the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Select, Table, bindparam, insert, literal_column, select, text, update
from sqlmodel import SQLModel

from server.errors import ErrorCode, Refusal
from server.protocol.envelope import LogEvent
from server.rooms import tables
from server.storage.among import Among
from server.storage.columns import moment
from server.storage.prepared import Prepared, padded
from server.storage.tx import Tx

_room = SQLModel.metadata.tables[str(tables.Room.__tablename__)]
_event = SQLModel.metadata.tables[str(tables.RoomEvent.__tablename__)]

_MOST_TOGETHER = 64  # rooms in one statement


class Line(msgspec.Struct, frozen=True):
    """One row of the log. A struct, as `Head` is: every message makes some, and a frozen dataclass takes long to make."""

    seq: int
    kind: str
    subject_id: str
    at: datetime


Renderer = Callable[[Tx, str, Sequence[Line]], dict[int, LogEvent]]
"""Makes the events of one kind, by seq, from rows as they are now: exactly one for each line it is given.

It is given at least one line, and all that there are of the kind between the first and the last, oldest first.
"""

_zero: ColumnElement[int] = literal_column("0")
_here = _room.c.id == bindparam("room")
_HOLD = Prepared(select(_room.c.head_seq, _room.c.version).where(_here).with_for_update())
_MOVE = Prepared(update(_room).where(_here).values(head_seq=bindparam("head"), version=bindparam("moved")))
_WRITE = Prepared(insert(_event))
_lines = select(_event.c.seq, _event.c.kind, _event.c.subject_id, _event.c.at).where(
    _event.c.room_id == bindparam("room")
)
_most: ColumnElement[int] = bindparam("most")
_after = _lines.where(_event.c.seq > bindparam("seq")).order_by(_event.c.seq).limit(_most).offset(_zero)
_before = _lines.where(_event.c.seq < bindparam("seq")).order_by(_event.c.seq.desc()).limit(_most).offset(_zero)
_AFTER = Prepared(_after)
_BEFORE = Prepared(_before)

_stretch = (
    (_event.c.room_id == bindparam("room"))
    & (_event.c.kind == bindparam("kind"))
    & _event.c.seq.between(bindparam("first"), bindparam("last"))
)


def behind(subject: Table, *columns: ColumnElement[Any]) -> Select[Any]:
    """A look-up of what lies behind a stretch of the log, for `rows_behind`: one row a line, oldest first."""
    joined = select(*columns).select_from(_event).join(subject, subject.c.id == _event.c.subject_id)
    return joined.where(_stretch).order_by(_event.c.seq)


def beside(subject_id: Column[str], *columns: ColumnElement[Any]) -> Select[Any]:
    """As `behind`, for rows that refer to the subjects: any number a line, in an order of their own."""
    return (
        select(*columns).select_from(_event).join(subject_id.table, subject_id == _event.c.subject_id).where(_stretch)
    )


def rows_behind(tx: Tx, look_up: Prepared, room_id: str, lines: Sequence[Line]) -> Sequence[Any]:
    """The rows that a prepared `behind` or `beside` finds for the lines given to a renderer, as the driver has them."""
    first, last = lines[0], lines[-1]
    found: Sequence[Any] = tx.run(look_up, room=room_id, kind=first.kind, first=first.seq, last=last.seq).fetchall()
    return found


class Head(msgspec.Struct, frozen=True):
    """How far a held room has come. Written once a commit, however many numbers were taken in it."""

    seq: int
    version: int

    @classmethod
    def write_all(cls, tx: Tx, states: Mapping[str, Head]) -> None:
        rooms = list(states.items())
        if len(rooms) == 1:
            [(room_id, head)] = rooms
            tx.run(_MOVE, room=room_id, head=head.seq, moved=head.version)
            return
        for at in range(0, len(rooms), _MOST_TOGETHER):
            some = padded(rooms[at : at + _MOST_TOGETHER])
            values = {
                f"{name}{n}": value for n, (room_id, head) in enumerate(some) for name, value in head.named(room_id)
            }
            tx.run(_move_together(len(some)), **values)

    def named(self, room_id: str) -> tuple[tuple[str, Any], ...]:
        return ("room", room_id), ("head", self.seq), ("moved", self.version)


@cache
def _move_together(rooms: int) -> Prepared:
    """Both databases call the columns of a list of values so."""
    values = ", ".join(f"(:room{n}, CAST(:head{n} AS BIGINT), CAST(:moved{n} AS BIGINT))" for n in range(rooms))
    return Prepared(
        text(
            f"UPDATE room SET head_seq = moved.column2, version = moved.column3 FROM (VALUES {values}) AS moved"  # noqa: S608
            " WHERE room.id = moved.column1"
        )
    )


_HOLD_SOME = Among(
    select(_room.c.id, _room.c.head_seq, _room.c.version).order_by(_room.c.id).with_for_update(), _room.c.id
)


def hold_together(tx: Tx, room_ids: Collection[str]) -> dict[str, Head]:
    """Takes the rows of rooms until the commit, in one order everywhere; what is no room's id is left out."""
    rows = _HOLD_SOME.rows(tx, ((room_id,) for room_id in room_ids))
    return {room_id: Head(seq, version) for room_id, seq, version in rows}


def _hold(tx: Tx, room_id: str) -> Head:
    """Takes the room's row until the commit. Raises Refusal not_in_room where there is no such room."""
    held = tx.late(room_id) or tx.ahead.get(room_id)
    if isinstance(held, Head):
        return held
    found = tx.run(_HOLD, room=room_id).fetchone()
    if found is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    return Head(*found)


def take_number(tx: Tx, room_id: str) -> tuple[int, int]:
    """The next seq of a room, and the room's version. Raises Refusal not_in_room where there is no such room."""
    held = _hold(tx, room_id)
    tx.write_late(room_id, Head(held.seq + 1, held.version))
    return held.seq + 1, held.version


def give_number_back(tx: Tx, room_id: str) -> None:
    """Undoes the `take_number` just made, where it turns out that nothing has happened."""
    held = _hold(tx, room_id)
    tx.write_late(room_id, Head(held.seq - 1, held.version))


def write(tx: Tx, room_id: str, line: Line) -> None:
    """Writes a line under a number already taken."""
    tx.add_row(_WRITE, room_id=room_id, seq=line.seq, kind=line.kind, subject_id=line.subject_id, at=line.at)


def append(tx: Tx, room_id: str, kind: str, subject_id: str) -> Line:
    """Numbers and writes what has just happened. Raises Refusal not_in_room where there is no such room."""
    seq, _ = take_number(tx, room_id)
    line = Line(seq, kind, subject_id, tx.now)
    write(tx, room_id, line)
    return line


def append_change(tx: Tx, room_id: str, kind: str, subject_id: str) -> Line:
    """As `append`, for what bears on who may do what here."""
    move_version(tx, room_id)
    return append(tx, room_id, kind, subject_id)


def move_version(tx: Tx, room_id: str) -> None:
    """Makes everybody read again what they remember of this room."""
    held = _hold(tx, room_id)
    tx.write_late(room_id, Head(held.seq, held.version + 1))


def publish(tx: Tx, room_id: str, line: Line, render: Renderer) -> None:
    """Tells the room about a line, after the commit, in the words in which every later reader will see it."""
    tx.outbox.room_event(room_id, line.seq, render(tx, room_id, [line])[line.seq])


def lines_after(tx: Tx, room_id: str, seq: int, limit: int) -> list[Line]:
    """The first `limit` lines above `seq`, oldest first."""
    return [_line(row) for row in tx.run(_AFTER, room=room_id, seq=seq, most=limit).fetchall()]


def lines_before(tx: Tx, room_id: str, seq: int, limit: int) -> list[Line]:
    """The last `limit` lines below `seq`, oldest first."""
    return [_line(row) for row in reversed(tx.run(_BEFORE, room=room_id, seq=seq, most=limit).fetchall())]


def _line(row: Sequence[object]) -> Line:
    seq, kind, subject_id, at = row
    assert isinstance(seq, int)
    assert isinstance(at, int)
    return Line(seq, str(kind), str(subject_id), moment(at))
