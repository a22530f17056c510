"""Every second, whether those on duty are there, and what must follow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import SQLModel, select

from server.actor import Actor
from server.rooms.life import Life, hold_life, lives_going_on
from server.rooms.lifecycle import Looked, Staff, step
from server.staffing import tables
from server.staffing.duty import Watch, is_long
from server.staffing.shifts import VALID, call_colleagues, end_invalid, look, on_duty, shifts_going_on
from server.storage.tx import Tx

REFRESH = timedelta(seconds=10)
"""How old a note that nothing has changed may become."""

_LONGEST_WAY = timedelta(seconds=5)
"""From seeing who is there to acting on it: nobody opens a room again for somebody who may have gone meanwhile."""

_shift = SQLModel.metadata.tables[str(tables.Shift.__tablename__)]


@dataclass(frozen=True, slots=True)
class Watched:
    """A room in the middle of a sitting: who is on duty, and how many shifts go on, valid or not."""

    room_id: str
    life: Life
    duty: frozenset[str]
    shifts: int


@dataclass(frozen=True, slots=True)
class LookAfter:
    """Who was present in a room at a moment, for it to act on."""

    room: str
    seen_at: datetime
    watch: Watch


def read_watched(tx: Tx, actor: Actor, command: None) -> list[Watched]:
    """Every room that must be watched."""
    lives = lives_going_on(tx)
    going_on: defaultdict[str, set[str]] = defaultdict(set)
    for room_id, who in tx.connection.execute(
        select(_shift.c.room_id, _shift.c.participation_id).where(_shift.c.ended_at.is_(None))
    ):
        going_on[room_id].add(who)
    valid = {who for who, until in tx.connection.execute(VALID) if until > tx.now}
    return [
        Watched(room_id, life, frozenset(going_on[room_id] & valid), len(going_on[room_id]))
        for room_id, life in lives.items()
    ]


def staff_of(duty: frozenset[str] | set[str], present: frozenset[str] | None) -> Staff:
    """What a look finds. Where nobody is on duty, nobody need be asked who is present."""
    if not duty:
        return Staff.NONE
    if present is None:
        return Staff.UNKNOWN
    return Staff.THERE if duty & present else Staff.AWAY


def needs_acting(watched: Watched, watch: Watch, now: datetime) -> bool:
    """Whether a look must be written down: it changes something, or the last note is old."""
    staff, life = staff_of(watched.duty, watch.present), watched.life
    if staff is not life.staff or watched.shifts != len(watched.duty):
        return True
    is_old = life.watched_at is None or not timedelta(0) <= now - life.watched_at < REFRESH
    return is_old or step(life, Looked(now, staff), watch.rules).face != life.face


def look_after(tx: Tx, actor: Actor, command: LookAfter) -> None:
    """Notes who of those on duty is there, and does what follows. Seen too long ago, nobody counts as there.

    Safe to do twice and by two processes: the room is held, and everything is decided from its rows as they are then.
    Raises Refusal not_found.
    """
    held, watch = hold_life(tx, command.room), command.watch
    if held.life.is_over:
        return
    end_invalid(tx, command.room)
    staff = staff_of(on_duty(tx, command.room), watch.present)
    is_fresh = timedelta(0) <= tx.now - command.seen_at <= _LONGEST_WAY
    look(tx, held, Staff.UNKNOWN if staff is Staff.THERE and not is_fresh else staff, watch.rules)
    if watch.present is not None and not held.life.is_over:
        _note_presence(tx, command.room, watch)


def _note_presence(tx: Tx, room_id: str, watch: Watch) -> None:
    assert watch.present is not None
    is_proposed = False
    for shift in shifts_going_on(tx, room_id):
        if shift.participation_id in watch.present:
            shift.last_present_at = tx.now
        if shift.hand_over_proposed_at is None and is_long(shift, watch, tx.now):
            shift.hand_over_proposed_at, is_proposed = tx.now, True
    if is_proposed:
        call_colleagues(tx, room_id)
