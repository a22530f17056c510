"""Lines of the log about the room and its people, made into events from rows as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlmodel import SQLModel

from server.protocol.envelope import LogEvent
from server.rooms import tables, wire
from server.rooms.lifecycle import Reason
from server.rooms.log import Line, Renderer, append_change, behind, publish, rows_behind
from server.rooms.roles import RoomRole, RoomState
from server.storage.columns import moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_participation = SQLModel.metadata.tables[str(tables.Participation.__tablename__)]
_room = SQLModel.metadata.tables[str(tables.Room.__tablename__)]
_change = SQLModel.metadata.tables[str(tables.StateChange.__tablename__)]

_PERSON = Prepared(behind(_participation, _participation.c.id, _participation.c.display_name, _participation.c.role))
_STATE = Prepared(
    behind(
        _change,
        _change.c.state,
        _change.c.version,
        _change.c.sitting,
        _change.c.since_at,
        _change.c.reason,
        _change.c.opens_at,
        _change.c.ends_at,
        _change.c.next_opens_at,
        _change.c.open_for,
        _change.c.open_since_at,
    )
)
_CARD = Prepared(
    select(_room.c.name, _room.c.purpose, _room.c.language, _room.c.state, _room.c.capacity).where(
        _room.c.id == bindparam("room")
    )
)


def card_of(room_id: str, name: str, purpose: str, language: str, state: str, capacity: int) -> wire.Card:
    """A room's card, from its row as the driver has it."""
    return wire.Card(
        id=room_id, name=name, purpose=purpose, language=language, state=RoomState(state), capacity=capacity
    )


def naming(look_up: Select[Any], participation_id: ColumnElement[str]) -> Select[Any]:
    """A look-up with one column more: what whoever is behind a participation is called."""
    named = look_up.add_columns(_participation.c.display_name)
    return named.join(_participation, _participation.c.id == participation_id)


def _people(tx: Tx, room_id: str, lines: Sequence[Line]) -> Iterator[tuple[Line, wire.Person]]:
    for line, (id_, name, role) in zip(lines, rows_behind(tx, _PERSON, room_id, lines), strict=True):
        yield line, wire.Person(participation=id_, display_name=name, role=RoomRole(role))


def render_joined(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.ParticipationJoined(room=room_id, seq=line.seq, at=line.at, person=person)
        for line, person in _people(tx, room_id, lines)
    }


def render_changed(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.ParticipationChanged(room=room_id, seq=line.seq, at=line.at, person=person)
        for line, person in _people(tx, room_id, lines)
    }


def render_left(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.ParticipationLeft(room=room_id, seq=line.seq, at=line.at, participation=line.subject_id)
        for line in lines
    }


def render_room(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    card = card_of(room_id, *tx.run(_CARD, room=room_id).fetchone())
    return {line.seq: wire.RoomChanged(room=room_id, seq=line.seq, at=line.at, card=card) for line in lines}


def life_shown(
    state: RoomState,
    numbers: tuple[int, int],
    since: tuple[datetime | None, Reason | None],
    hours: Sequence[datetime | None],
    clock: tuple[int, datetime | None],
) -> wire.LifeShown:
    """A room's life as people see it; `numbers` are its version and sitting, `clock` is in microseconds."""
    return wire.LifeShown(
        state=state,
        version=numbers[0],
        sitting=numbers[1],
        since=since[0],
        reason=since[1],
        opens_at=hours[0],
        ends_at=hours[1],
        next_opens_at=hours[2],
        open_for=clock[0] / 1_000_000,
        open_since=clock[1],
    )


def render_state(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    """As the room was then."""
    return {
        line.seq: wire.RoomStateChanged(
            room=room_id, seq=line.seq, at=line.at, state=life.state, reason=life.reason, life=life
        )
        for line, life in zip(lines, map(_life, rows_behind(tx, _STATE, room_id, lines)), strict=True)
    }


def _life(row: Sequence[Any]) -> wire.LifeShown:
    state, version, sitting, since, reason, opens, ends, next_, open_for, running = row
    told = (_moment(since), reason and Reason(reason))
    hours = tuple(map(_moment, (opens, ends, next_)))
    return life_shown(RoomState(state), (version, sitting), told, hours, (open_for, _moment(running)))


def _moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


RENDERERS: dict[str, Renderer] = {
    "participation.joined": render_joined,
    "participation.left": render_left,
    "participation.changed": render_changed,
    "room.changed": render_room,
    "room.state_changed": render_state,
}


def tell_change(tx: Tx, room_id: str, kind: str, subject_id: str) -> None:
    """Writes and tells what has just changed, where it bears on who may do what here."""
    line = append_change(tx, room_id, kind, subject_id)
    publish(tx, room_id, line, RENDERERS[kind])
