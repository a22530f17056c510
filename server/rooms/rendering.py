"""Lines of the log about the room and its people, made into events from rows as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlmodel import SQLModel

from server.protocol.envelope import LogEvent
from server.rooms import tables, wire
from server.rooms.log import Line, Renderer, append_change, behind, publish, rows_behind
from server.rooms.roles import RoomRole, RoomState
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_participation = SQLModel.metadata.tables[str(tables.Participation.__tablename__)]
_room = SQLModel.metadata.tables[str(tables.Room.__tablename__)]

_PERSON = Prepared(behind(_participation, _participation.c.id, _participation.c.display_name, _participation.c.role))
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


def _render_bare(event: Callable[..., LogEvent]) -> Renderer:
    def render(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
        return {line.seq: event(room=room_id, seq=line.seq, at=line.at) for line in lines}

    return render


RENDERERS: dict[str, Renderer] = {
    "participation.joined": render_joined,
    "participation.left": render_left,
    "participation.changed": render_changed,
    "room.changed": render_room,
    "room.opened": _render_bare(wire.RoomOpened),
    "room.closed": _render_bare(wire.RoomClosed),
}


def tell_change(tx: Tx, room_id: str, kind: str, subject_id: str) -> None:
    """Writes and tells what has just changed, where it bears on who may do what here."""
    line = append_change(tx, room_id, kind, subject_id)
    publish(tx, room_id, line, RENDERERS[kind])
