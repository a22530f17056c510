"""Lines of the log about questions, made into events from rows as they are now: what was removed has no words left."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import SQLModel

from server.protocol.envelope import LogEvent
from server.protocol.masking import blank_out
from server.rooms.log import Line, Renderer, behind, beside, rows_behind
from server.rooms.rendering import naming
from server.rooms.roles import RoomRole
from server.rooms.wire import Person
from server.seating import tables
from server.seating.question_wire import QuestionChanged, QuestionRemoved, QuestionShown, ShownQuestion
from server.seating.tables import QuestionState
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_participation = SQLModel.metadata.tables["participation"]
_question = SQLModel.metadata.tables[str(tables.Question.__tablename__)]
_support = SQLModel.metadata.tables[str(tables.Support.__tablename__)]

_QUESTION = Prepared(
    naming(
        behind(
            _question,
            _question.c.participation_id,
            _question.c.sealed_text,
            _question.c.masks,
            _question.c.is_veiled,
            _question.c.state,
            _question.c.is_named,
        ),
        _question.c.participation_id,
    ).add_columns(_participation.c.role)
)
_SUPPORTERS = Prepared(
    beside(_support.c.question_id, _support.c.question_id, _support.c.participation_id).order_by(
        _support.c.began_at, _support.c.participation_id
    )
)


def render_shown(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    supporters = _supporters(tx, room_id, lines)
    return {
        line.seq: QuestionShown(
            room=room_id, seq=line.seq, at=line.at, question=_shown(tx, room_id, line.subject_id, row, supporters)
        )
        for line, row in zip(lines, rows_behind(tx, _QUESTION, room_id, lines), strict=True)
    }


def render_changed(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    supporters = _supporters(tx, room_id, lines)
    return {
        line.seq: QuestionChanged(
            room=room_id,
            seq=line.seq,
            at=line.at,
            question=line.subject_id,
            supporters=supporters.get(line.subject_id, []),
            is_answered=row[4] == QuestionState.ANSWERED,
        )
        for line, row in zip(lines, rows_behind(tx, _QUESTION, room_id, lines), strict=True)
    }


def render_removed(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: QuestionRemoved(room=room_id, seq=line.seq, at=line.at, question=line.subject_id) for line in lines
    }


def _shown(
    tx: Tx, room_id: str, question_id: str, row: Sequence[Any], supporters: Mapping[str, list[str]]
) -> ShownQuestion:
    who, sealed, masks, is_veiled, state, is_named, name, role = row
    spans = (json.loads(masks) if isinstance(masks, str) else masks) or []
    asker = Person(participation=who, display_name=name, role=RoomRole(role)) if is_named else None
    text = None if sealed is None else tx.sealer.open(bytes(sealed), "question", room_id, question_id)
    return ShownQuestion(
        id=question_id,
        text=None if text is None else blank_out(text, spans),
        asker=asker,
        masks=spans,
        is_veiled=bool(is_veiled),
        supporters=supporters.get(question_id, []),
        is_answered=state == QuestionState.ANSWERED,
    )


def _supporters(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for question_id, who in rows_behind(tx, _SUPPORTERS, room_id, lines):
        found[question_id][who] = None  # a question stands behind several lines, and its supporters once behind each
    return {question_id: [*people] for question_id, people in found.items()}


RENDERERS: dict[str, Renderer] = {
    "question.shown": render_shown,
    "question.changed": render_changed,
    "question.removed": render_removed,
}
