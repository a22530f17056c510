"""Lines of the log about messages, made into events from rows as they are now: what was removed has no words left."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import SQLModel

from server.messages import tables, wire
from server.messages.tables import ContentNote, ReactionKind, RemovedBy
from server.protocol.envelope import LogEvent
from server.protocol.masking import blank_out
from server.rooms.log import Line, Renderer, behind, beside, rows_behind
from server.rooms.rendering import naming
from server.rooms.roles import RoomRole
from server.rooms.wire import Person
from server.sanctions.caution import LOCKDOWN
from server.storage.columns import moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_message = SQLModel.metadata.tables[str(tables.Message.__tablename__)]

_reaction = SQLModel.metadata.tables[str(tables.Reaction.__tablename__)]

_Reactions = dict[str, dict[ReactionKind, list[str]]]

_POSTED = Prepared(
    naming(
        behind(
            _message,
            _message.c.participation_id,
            _message.c.author_role,
            _message.c.client_id,
            _message.c.sealed_text,
            _message.c.masks,
            _message.c.is_veiled,
            _message.c.reply_to,
            _message.c.removed_by,
            _message.c.hidden_at,
            _message.c.note,
        ),
        _message.c.participation_id,
    )
)
_REACTIONS = Prepared(
    beside(_reaction.c.message_id, _reaction.c.message_id, _reaction.c.kind, _reaction.c.participation_id)
    .where(_reaction.c.is_on)
    .order_by(_reaction.c.changed_seq)
)
_REMOVED = Prepared(behind(_message, _message.c.removed_by))
_NOTED = Prepared(behind(_message, _message.c.note, _message.c.is_veiled))
_LOCKED = Prepared(behind(LOCKDOWN, LOCKDOWN.c.ended_at))
_REACTION = Prepared(
    behind(_reaction, _reaction.c.message_id, _reaction.c.kind, _reaction.c.participation_id, _reaction.c.is_on)
)


def client_tag(client_id: str) -> str:
    """By what an author's client knows its own message again, and nobody else's can."""
    return hashlib.sha256(client_id.encode()).hexdigest()[:16]


def shown(text: str, masks: Sequence[Sequence[int]] | None) -> str:
    """The words of a message as they may leave the server."""
    return blank_out(text, masks) if masks else text


def render_posted(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    reactions = _reactions(tx, room_id, lines)
    return {
        line.seq: wire.MessagePosted(
            room=room_id, seq=line.seq, at=line.at, message=_message_of(tx, room_id, line.subject_id, row, reactions)
        )
        for line, row in zip(lines, rows_behind(tx, _POSTED, room_id, lines), strict=True)
    }


def render_removed(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.MessageRemoved(
            room=room_id,
            seq=line.seq,
            at=line.at,
            message=line.subject_id,
            removed_by=RemovedBy(by or RemovedBy.REPORTS),
        )
        for line, (by,) in zip(lines, rows_behind(tx, _REMOVED, room_id, lines), strict=True)
    }


def render_restored(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    reactions = _reactions(tx, room_id, lines)
    return {
        line.seq: wire.MessageRestored(
            room=room_id, seq=line.seq, at=line.at, message=_message_of(tx, room_id, line.subject_id, row, reactions)
        )
        for line, row in zip(lines, rows_behind(tx, _POSTED, room_id, lines), strict=True)
    }


def render_noted(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.MessageNoted(
            room=room_id,
            seq=line.seq,
            at=line.at,
            message=line.subject_id,
            note=None if note is None else ContentNote(note),
            is_veiled=bool(is_veiled),
        )
        for line, (note, is_veiled) in zip(lines, rows_behind(tx, _NOTED, room_id, lines), strict=True)
    }


def render_locked(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.RoomLocked(
            room=room_id, seq=line.seq, at=line.at, is_on=ended_at is None or line.at < moment(ended_at)
        )
        for line, (ended_at,) in zip(lines, rows_behind(tx, _LOCKED, room_id, lines), strict=True)
    }


def render_reaction(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    return {
        line.seq: wire.ReactionChanged(
            room=room_id,
            seq=line.seq,
            at=line.at,
            message=message_id,
            kind=ReactionKind(kind),
            participation=participation_id,
            is_on=bool(is_on),
        )
        for line, (message_id, kind, participation_id, is_on) in zip(
            lines, rows_behind(tx, _REACTION, room_id, lines), strict=True
        )
    }


def _message_of(tx: Tx, room_id: str, message_id: str, row: Sequence[Any], reactions: _Reactions) -> wire.Message:
    participation_id, role, client_id, sealed, masks, is_veiled, reply_to, removed_by, hidden_at, note, name = row
    if hidden_at is not None and removed_by is None:  # nobody reads it until somebody of the staff has looked
        sealed, masks, is_veiled, note, removed_by, reactions = None, None, False, None, RemovedBy.REPORTS, {}
    spans = json.loads(masks) if isinstance(masks, str) else masks  # PostgreSQL's driver has read it already
    text = None if sealed is None else tx.sealer.open(bytes(sealed), "message", room_id, message_id)
    return wire.Message(
        id=message_id,
        author=Person(participation=participation_id, display_name=name, role=RoomRole(role)),
        text=None if text is None else shown(text, spans),
        reply_to=reply_to,
        is_removed=removed_by is not None,
        removed_by=None if removed_by is None else RemovedBy(removed_by),
        masks=spans or [],
        is_veiled=bool(is_veiled),
        note=None if note is None else ContentNote(note),
        reactions=reactions.get(message_id, {}),
        client_tag=client_tag(client_id),
    )


def _reactions(tx: Tx, room_id: str, lines: Sequence[Line]) -> _Reactions:
    """Who answers how, by message, in the order in which they did."""
    found: _Reactions = defaultdict(dict)
    for message_id, kind, participation_id in rows_behind(tx, _REACTIONS, room_id, lines):
        found[message_id].setdefault(ReactionKind(kind), []).append(participation_id)
    return found


RENDERERS: dict[str, Renderer] = {
    "message.posted": render_posted,
    "message.removed": render_removed,
    "message.restored": render_restored,
    "message.noted": render_noted,
    "reaction.changed": render_reaction,
    "room.locked": render_locked,
}
