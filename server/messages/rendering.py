"""Lines of the log about messages, made into events from rows as they are now: what was removed has no words left."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from server.messages import tables, wire
from server.messages.masking import blank_out
from server.messages.tables import ReactionKind, RemovedBy
from server.protocol.envelope import LogEvent
from server.rooms.log import Line, Renderer
from server.rooms.rendering import people_by_id
from server.rooms.wire import Person
from server.storage.tx import Tx

_message = SQLModel.metadata.tables[str(tables.Message.__tablename__)]
_reaction = SQLModel.metadata.tables[str(tables.Reaction.__tablename__)]

_Reactions = dict[str, dict[ReactionKind, list[str]]]


def client_tag(client_id: str) -> str:
    """By what an author's client knows its own message again, and nobody else's can."""
    return hashlib.sha256(client_id.encode()).hexdigest()[:16]


def shown(text: str, masks: Sequence[Sequence[int]] | None) -> str:
    """The words of a message as they may leave the server."""
    return blank_out(text, masks) if masks else text


def render_posted(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    messages = _message_rows(tx, {line.subject_id for line in lines})
    people = people_by_id(tx, {row.participation_id for row in messages.values()})
    reactions = _reactions(tx, messages)
    events: dict[int, LogEvent] = {}
    for line in lines:
        row = messages[line.subject_id]
        author = Person(
            participation=row.participation_id,
            display_name=people[row.participation_id].display_name,
            role=row.author_role,
        )
        message = _message_of(tx, row, author, reactions.get(row.id, {}))
        events[line.seq] = wire.MessagePosted(room=room_id, seq=line.seq, at=line.at, message=message)
    return events


def render_removed(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    messages = _message_rows(tx, {line.subject_id for line in lines})
    return {
        line.seq: wire.MessageRemoved(
            room=room_id,
            seq=line.seq,
            at=line.at,
            message=line.subject_id,
            removed_by=messages[line.subject_id].removed_by or RemovedBy.STAFF,
        )
        for line in lines
    }


def render_reaction(tx: Tx, room_id: str, lines: Sequence[Line]) -> dict[int, LogEvent]:
    rows = tx.connection.execute(select(_reaction).where(_reaction.c.id.in_({line.subject_id for line in lines})))
    reactions = {row.id: row for row in rows}
    events: dict[int, LogEvent] = {}
    for line in lines:
        row = reactions[line.subject_id]
        events[line.seq] = wire.ReactionChanged(
            room=room_id,
            seq=line.seq,
            at=line.at,
            message=row.message_id,
            kind=row.kind,
            participation=row.participation_id,
            is_on=row.is_on,
        )
    return events


def _message_rows(tx: Tx, ids: set[str]) -> dict[str, Any]:
    return {row.id: row for row in tx.connection.execute(select(_message).where(_message.c.id.in_(ids)))}


def _message_of(tx: Tx, row: Any, author: Person, reactions: dict[ReactionKind, list[str]]) -> wire.Message:
    text = None if row.sealed_text is None else tx.sealer.open(row.sealed_text, "message", row.room_id, row.id)
    return wire.Message(
        id=row.id,
        author=author,
        text=None if text is None else shown(text, row.masks),
        reply_to=row.reply_to,
        is_removed=row.removed_at is not None,
        removed_by=row.removed_by,
        masks=row.masks or [],
        is_veiled=row.is_veiled,
        reactions=reactions,
        client_tag=client_tag(row.client_id),
    )


def _reactions(tx: Tx, message_ids: Iterable[str]) -> _Reactions:
    """Who answers how, by message, in the order in which they did."""
    columns = select(_reaction.c.message_id, _reaction.c.kind, _reaction.c.participation_id)
    is_on = _reaction.c.message_id.in_(list(message_ids)) & _reaction.c.is_on
    found: _Reactions = defaultdict(dict)
    for row in tx.connection.execute(columns.where(is_on).order_by(_reaction.c.changed_seq)):
        found[row.message_id].setdefault(row.kind, []).append(row.participation_id)
    return found


RENDERERS: dict[str, Renderer] = {
    "message.posted": render_posted,
    "message.removed": render_removed,
    "reaction.changed": render_reaction,
}
