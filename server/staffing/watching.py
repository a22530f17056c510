"""Every second, whether those on duty are there, and what must follow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from server.actor import Actor
from server.rooms.life import Life, hold_life, lives_going_on, note_look
from server.rooms.lifecycle import Looked, Staff, step
from server.staffing import tables
from server.staffing.duty import Watch, is_long
from server.staffing.shifts import VALID, call_colleagues, end_invalid, look, on_duty, shifts_going_on
from server.storage.columns import microseconds, moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

REFRESH = timedelta(seconds=10)
"""How old a note that nothing has changed may become."""

_LONGEST_WAY = timedelta(seconds=5)
"""From seeing who is there to acting on it: nobody opens a room again for somebody who may have gone meanwhile."""

_shift = SQLModel.metadata.tables[str(tables.Shift.__tablename__)]
_GOING_ON = Prepared(
    select(_shift.c.room_id, _shift.c.participation_id, _shift.c.started_at, _shift.c.hand_over_proposed_at).where(
        _shift.c.ended_at.is_(None)
    )
)
_VALID = Prepared(VALID)
_SEEN = Prepared(
    update(_shift)
    .where(
        _shift.c.room_id == bindparam("room"),
        _shift.c.participation_id == bindparam("who"),
        _shift.c.ended_at.is_(None),
    )
    .values(last_present_at=bindparam("seen_at"))
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A room in the middle of a sitting: who is on duty, and how many shifts go on, valid or not.

    `unproposed_since` is when the oldest shift began whose end nobody has proposed yet.
    """

    room_id: str
    life: Life
    duty: frozenset[str]
    shifts: int
    unproposed_since: datetime | None


@dataclass(frozen=True, slots=True)
class LookAfter:
    """Who was present in a room at a moment, for it to act on."""

    room: str
    seen_at: datetime
    watch: Watch


@dataclass(frozen=True, slots=True)
class NoteLook:
    """A look at a room that has changed nothing; who of those on duty was present."""

    room: str
    before: Life
    after: Life
    present: frozenset[str]


def read_watched(tx: Tx, actor: Actor, command: None) -> list[Watched]:
    """Every room that must be watched."""
    lives, at = lives_going_on(tx), microseconds(tx.now)
    going_on: defaultdict[str, list[tuple[str, int, int | None]]] = defaultdict(list)
    for room_id, *shift in tx.run(_GOING_ON).fetchall():
        going_on[room_id].append(tuple(shift))
    valid = {who for who, until in tx.run(_VALID).fetchall() if until > at}
    return [_watched(room_id, life, going_on[room_id], valid) for room_id, life in lives.items()]


def _watched(room_id: str, life: Life, shifts: list[tuple[str, int, int | None]], valid: set[str]) -> Watched:
    since = min((began for _, began, proposed in shifts if proposed is None), default=None)
    duty = frozenset(who for who, _, _ in shifts) & valid
    return Watched(room_id, life, duty, len(shifts), None if since is None else moment(since))


def staff_of(duty: frozenset[str] | set[str], present: frozenset[str] | None) -> Staff:
    """What a look finds. Where nobody is on duty, nobody need be asked who is present."""
    if not duty:
        return Staff.NONE
    if present is None:
        return Staff.UNKNOWN
    return Staff.THERE if duty & present else Staff.AWAY


def after_look(watched: Watched, watch: Watch, now: datetime) -> Life | None:
    """The life after a look that changes nothing of it but what is noted; None where something must be done."""
    staff, before = staff_of(watched.duty, watch.present), watched.life
    if staff is not before.staff or before.watched_at is None or watched.shifts != len(watched.duty):
        return None
    since = watched.unproposed_since
    if since is not None and now - since >= watch.hand_over_after:
        return None
    after = step(before, Looked(now, staff), watch.rules)
    return after if after.face == before.face else None


def is_due(before: Life, after: Life) -> bool:
    """Whether the last note is so old that a look is written down although it has changed nothing."""
    assert before.watched_at is not None
    assert after.watched_at is not None
    return not timedelta(0) <= after.watched_at - before.watched_at < REFRESH


def note(tx: Tx, actor: Actor, command: NoteLook) -> None:
    """Writes down a look that has changed nothing."""
    note_look(tx, command.room, command.before, command.after)
    for who in sorted(command.present):
        tx.run(_SEEN, room=command.room, who=who, seen_at=command.after.watched_at)


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
