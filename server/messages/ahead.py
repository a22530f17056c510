"""What many messages of one commit ask for, read for all of them at once: their rooms, whoever writes for the first time
since their room's version moved, and what was posted before.

On PostgreSQL each look-up is a round trip, on SQLite a hand-over between threads. Whatever was not read ahead is read by
the message itself, so nothing depends on this but time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from server.actor import Actor
from server.messages import tables, wire
from server.messages.earlier import remember_earlier
from server.messages.holding import remember_held
from server.rooms import log
from server.rooms.life import remember_lives
from server.rooms.log import Head
from server.rooms.standing import Ground, Seat, grounds_at, remember_seats
from server.sanctions.binding import remember_unbarred
from server.sanctions.caution import remember_caution
from server.seating.keeping import remember_floors
from server.seating.questions import remember_questions
from server.staffing.shifts import remember_duty
from server.storage.among import Among
from server.storage.tx import Tx

_message = SQLModel.metadata.tables[str(tables.Message.__tablename__)]

Posted = tuple[str, int, bytes | None]
"""A message as it lies on disk: its id, its number, its sealed words."""

_STORED = Among(
    select(_message.c.participation_id, _message.c.client_id, _message.c.id, _message.c.seq, _message.c.sealed_text),
    _message.c.participation_id,
    _message.c.client_id,
)


def look_ahead(tx: Tx, commands: Sequence[tuple[str, Actor, Any]]) -> dict[Any, Any]:
    """Holds the rooms of a commit, remembers what bears on their messages, and reads which were posted before."""
    heads = log.hold_together(tx, {key for key, _, _ in commands if key})
    posts = [(actor.account_id or "", one) for _, actor, one in commands if isinstance(one, wire.PostMessage)]
    seats = _seats(tx, heads, [(account_id, post.room) for account_id, post in posts])
    asked: dict[tuple[str, str], Posted | None] = {}
    for account_id, post in posts:
        seat = seats.get((account_id, post.room))
        if seat is not None:
            asked[seat.person.participation, post.client_id] = None
    asked |= {(who, client): (id_, seq, sealed) for who, client, id_, seq, sealed in _STORED.rows(tx, asked)}
    return {**heads, **asked}


def posted_under(tx: Tx, seat: Seat, client_id: str) -> Posted | None:
    """What somebody has posted under a client id; None where nothing."""
    key = seat.person.participation, client_id
    ahead = tx.ahead
    if key in ahead:
        known: Posted | None = ahead[key]
        return known
    found = _STORED.rows(tx, [key])
    return tuple(found[0][2:]) if found else None


def note_posted(tx: Tx, seat: Seat, client_id: str, posted: Posted) -> None:
    """The same message may come once more in this commit."""
    key = seat.person.participation, client_id
    if key in tx.ahead:
        tx.ahead[key] = posted


def _seats(tx: Tx, heads: Mapping[str, Head], places: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Seat | None]:
    """Who sits where, of accounts that write in rooms; all that is remembered with room and seat is known then."""
    grounds = grounds_at(tx, {room_id: heads[room_id].version for _, room_id in places if room_id in heads})
    _remember_rooms(tx, [ground for ground in grounds.values() if "caution" not in ground.memory])
    known = [(grounds[room_id], account_id) for account_id, room_id in places if room_id in grounds]
    new = {
        (ground.room_id, account_id): (ground, account_id)
        for ground, account_id in known
        if account_id not in ground.seats
    }
    _remember_people(tx, list(new.values()))
    return {(account_id, ground.room_id): ground.seats[account_id] for ground, account_id in known}


def _remember_rooms(tx: Tx, grounds: Sequence[Ground]) -> None:
    remember_lives(tx, grounds)
    for remember in (remember_duty, remember_floors, remember_questions, remember_caution):
        remember(tx, grounds)


def _remember_people(tx: Tx, places: Sequence[tuple[Ground, str]]) -> None:
    remember_seats(tx, places)
    remember_unbarred(tx, places)
    seats = [seat for ground, account_id in places if (seat := ground.seats[account_id]) is not None]
    remember_held(tx, seats)
    remember_earlier(tx, seats)
