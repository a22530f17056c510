"""Lines of the log about the floor and about questions, made into events from rows as they are now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import SQLModel

from server.protocol.envelope import LogEvent
from server.rooms.log import Line, Renderer, behind, rows_behind
from server.seating import question_rendering, tables, wire
from server.seating.keeping import read_floor
from server.seating.shown import floor_shown
from server.seating.wire import Happened
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_change = SQLModel.metadata.tables[str(tables.FloorChange.__tablename__)]

_CHANGED = Prepared(behind(_change, _change.c.what, _change.c.by, _change.c.whom, _change.c.sealed_reason))


def render_floor(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    """Of all these lines the last one has the floor: there is only one, and it is as it is now."""
    rows, last = rows_behind(tx, _CHANGED, room_id, lines), lines[-1].seq
    floor = floor_shown(read_floor(tx, room_id))
    return {
        line.seq: wire.FloorChanged(
            room=room_id,
            seq=line.seq,
            at=line.at,
            what=Happened(what),
            by=by,
            whom=whom,
            reason=_reason(tx, room_id, line, sealed),
            floor=floor if line.seq == last else None,
        )
        for line, (what, by, whom, sealed) in zip(lines, rows, strict=True)
    }


def _reason(tx: Tx, room_id: str, line: Line, sealed: object) -> str:
    if sealed is None:
        return ""
    assert isinstance(sealed, bytes | memoryview)
    return tx.sealer.open(bytes(sealed), "floor_change", room_id, line.subject_id)


RENDERERS: dict[str, Renderer] = {"floor.changed": render_floor, **question_rendering.RENDERERS}
