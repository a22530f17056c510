"""Lines of the log about the room and its people, made into events from rows as they are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from server.protocol.envelope import LogEvent
from server.rooms import tables, wire
from server.rooms.log import Line, Renderer
from server.storage.tx import Tx

_participation = SQLModel.metadata.tables[str(tables.Participation.__tablename__)]
_room = SQLModel.metadata.tables[str(tables.Room.__tablename__)]


def card_of(room: Any) -> wire.Card:
    """A room's card, from its row."""
    return wire.Card(
        id=room.id,
        name=room.name,
        purpose=room.purpose,
        language=room.language,
        state=room.state,
        capacity=room.capacity,
    )


def people_by_id(tx: Tx, participation_ids: set[str]) -> dict[str, wire.Person]:
    """The people behind participations, also those who have left."""
    columns = select(_participation.c.id, _participation.c.display_name, _participation.c.role)
    rows = tx.connection.execute(columns.where(_participation.c.id.in_(participation_ids)))
    return {row.id: wire.Person(participation=row.id, display_name=row.display_name, role=row.role) for row in rows}


def render_joined(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    people = people_by_id(tx, {line.subject_id for line in lines})
    return {
        line.seq: wire.ParticipationJoined(room=room_id, seq=line.seq, at=line.at, person=people[line.subject_id])
        for line in lines
    }


def render_changed(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    people = people_by_id(tx, {line.subject_id for line in lines})
    return {
        line.seq: wire.ParticipationChanged(room=room_id, seq=line.seq, at=line.at, person=people[line.subject_id])
        for line in lines
    }


def render_left(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.ParticipationLeft(room=room_id, seq=line.seq, at=line.at, participation=line.subject_id)
        for line in lines
    }


def render_room(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    card = card_of(tx.connection.execute(select(_room).where(_room.c.id == room_id)).one())
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
