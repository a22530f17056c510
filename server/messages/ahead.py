"""What many messages of one commit ask for, read for all of them at once: their rooms, and what was posted before.

On PostgreSQL each look-up is a round trip, on SQLite a hand-over between threads. Whatever was not read ahead is read by
the message itself, so nothing depends on this but time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import SQLModel

from server.actor import Actor
from server.messages import tables, wire
from server.rooms import log
from server.rooms.standing import Seat, remembered_seat
from server.storage.prepared import Prepared, padded
from server.storage.tx import Tx

_message = SQLModel.metadata.tables[str(tables.Message.__tablename__)]
_MOST_TOGETHER = 64

Posted = tuple[str, int, bytes | None]
"""A message as it lies on disk: its id, its number, its sealed words."""

_STORED = Prepared(
    select(_message.c.id, _message.c.seq, _message.c.sealed_text).where(
        _message.c.participation_id == bindparam("participation"), _message.c.client_id == bindparam("client")
    )
)


def look_ahead(tx: Tx, commands: Sequence[tuple[str, Actor, Any]]) -> dict[Any, Any]:
    """Holds the rooms of a commit, and reads which of its messages were posted before."""
    heads = log.hold_together(tx, {key for key, _, _ in commands if key})
    asked: dict[tuple[str, str], Posted | None] = {}
    for _, actor, command in commands:
        head = heads.get(command.room) if isinstance(command, wire.PostMessage) else None
        seat = remembered_seat(tx, command.room, head.version, actor.account_id or "") if head is not None else None
        if seat is not None:
            asked[seat.person.participation, command.client_id] = None
    for at in range(0, len(asked), _MOST_TOGETHER):
        asked |= _posted(tx, list(asked)[at : at + _MOST_TOGETHER])
    return {**heads, **asked}


def posted_under(tx: Tx, seat: Seat, client_id: str) -> Posted | None:
    """What somebody has posted under a client id; None where nothing."""
    key = seat.person.participation, client_id
    ahead = tx.ahead
    if key in ahead:
        known: Posted | None = ahead[key]
        return known
    found: Posted | None = tx.run(_STORED, participation=key[0], client=client_id).fetchone()
    return found


def note_posted(tx: Tx, seat: Seat, client_id: str, posted: Posted) -> None:
    """The same message may come once more in this commit."""
    key = seat.person.participation, client_id
    if key in tx.ahead:
        tx.ahead[key] = posted


def _posted(tx: Tx, asked: list[tuple[str, str]]) -> dict[tuple[str, str], Posted]:
    asked = padded(asked)
    values = {
        name: value for n, pair in enumerate(asked) for name, value in zip((f"who{n}", f"id{n}"), pair, strict=True)
    }
    rows = tx.run(_stored_among(len(asked)), **values).fetchall()
    return {(participation, client): (id_, seq, sealed) for participation, client, id_, seq, sealed in rows}


@cache
def _stored_among(pairs: int) -> Prepared:
    who, client = _message.c.participation_id, _message.c.client_id
    either = (and_(who == bindparam(f"who{n}"), client == bindparam(f"id{n}")) for n in range(pairs))
    return Prepared(select(who, client, _message.c.id, _message.c.seq, _message.c.sealed_text).where(or_(*either)))
