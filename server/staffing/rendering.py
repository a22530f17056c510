"""Lines of the log about who is on duty, made into events, and what a follow is told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlmodel import SQLModel

from server.protocol.envelope import LogEvent
from server.rooms.log import Line, Renderer, behind, rows_behind
from server.staffing import tables, wire
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_shift = SQLModel.metadata.tables[str(tables.Shift.__tablename__)]
_WHO = Prepared(behind(_shift, _shift.c.participation_id))


def _render_duty(event: Callable[..., LogEvent]) -> Renderer:
    def render(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
        return {
            line.seq: event(room=room_id, seq=line.seq, at=line.at, participation=who)
            for line, (who,) in zip(lines, rows_behind(tx, _WHO, room_id, lines), strict=True)
        }

    return render


RENDERERS: dict[str, Renderer] = {
    "duty.began": _render_duty(wire.DutyBegan),
    "duty.ended": _render_duty(wire.DutyEnded),
}
