"""Lines of the log about the agreement, made into events from rows as they are now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import SQLModel

from server.agreements import tables, wire
from server.agreements.versions import Version
from server.protocol.envelope import LogEvent
from server.rooms.log import Line, Renderer, behind, rows_behind
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_agreement = SQLModel.metadata.tables[str(tables.Agreement.__tablename__)]

_CHANGED = Prepared(
    behind(_agreement, _agreement.c.major, _agreement.c.edits, _agreement.c.what_changed, _agreement.c.text_hash)
)


def render_changed(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    rows = rows_behind(tx, _CHANGED, room_id, lines)
    return {
        line.seq: wire.AgreementChanged(
            room=room_id,
            seq=line.seq,
            at=line.at,
            agreement=wire.AgreementVersion(
                version=str(Version(major, edits)),
                is_material=edits == 0,
                what_changed=what_changed,
                text_sha256=text_hash,
            ),
        )
        for line, (major, edits, what_changed, text_hash) in zip(lines, rows, strict=True)
    }


RENDERERS: dict[str, Renderer] = {"agreement.changed": render_changed}
