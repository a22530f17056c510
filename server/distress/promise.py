"""The promise on the door, measured: for how much of its open time a room was staffed, how soon a human answered.

Open time is counted as it passes, each minute, by one process. What nobody measured, because no server ran, is in
neither figure.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from moderation.case import CaseKind
from server.actions.reading import first_done
from server.actions.service import ActionKind
from server.actor import Actor
from server.distress.promise_bodies import Kept, PromiseOf
from server.distress.tables import StaffedDay, StaffedUntil
from server.review.cases import Case
from server.rooms.life import lives_going_on
from server.rooms.lifecycle import Life, Staff
from server.rooms.rights import find_room
from server.rooms.roles import RoomState
from server.storage.tx import Tx

WINDOW = timedelta(days=30)
ENOUGH = 5
"""Fewer answers than these are no figure: somebody might know which evening it was."""

_ONLY = "only"
_MOST_CASES = 500  # the newest, where a month had more
_MOST_AT_ONCE = timedelta(minutes=3)
_OPEN = frozenset({RoomState.OPEN, RoomState.PAUSED, RoomState.CLOSING})
_ANSWERED = (CaseKind.REPORT, CaseKind.DISTRESS)


def count_open_time(tx: Tx, actor: Actor, command: None) -> None:
    """Counts the time since it was last counted. Whoever moves the mark counts, so that nothing is counted twice."""
    since = _move_mark(tx)
    if since is None or tx.now - since > _MOST_AT_ONCE:
        return
    seconds = round((tx.now - since).total_seconds())
    for room_id, life in sorted(lives_going_on(tx).items()):
        if life.state in _OPEN:
            _count(tx, room_id, seconds, is_staffed=is_staffed(life))


def is_staffed(life: Life) -> bool:
    """Whether somebody on duty is there; a room that waits for its moderator is not, whatever was last seen."""
    return life.staff is Staff.THERE and life.state is not RoomState.PAUSED


def read_promise(tx: Tx, actor: Actor, command: PromiseOf) -> Kept:
    """How a room has kept it in the last 30 days, for anybody. Refusal: not_found."""
    return kept_in(tx, find_room(tx, command.room).id)


def kept_in(tx: Tx, room_id: str) -> Kept:
    """The figures of a room: a share of no open time, and a median of too few answers, are null."""
    since = tx.now - WINDOW
    counted = select(func.sum(StaffedDay.open_seconds), func.sum(StaffedDay.staffed_seconds))
    open_, staffed = tx.session.exec(
        counted.where(StaffedDay.room_id == room_id, col(StaffedDay.day) >= since.date())
    ).one()
    waited = _seconds_waited(tx, room_id, since)
    return Kept(
        days=WINDOW.days,
        open_minutes=round((open_ or 0) / 60),
        staffed_share=round(staffed / open_, 3) if open_ else None,
        answers=len(waited),
        median_answer_seconds=round(median(waited)) if waited else None,
    )


def _seconds_waited(tx: Tx, room_id: str, since: datetime) -> list[float]:
    """From the opening of each report and worry to the first human who took it; of days that are over, five by five.

    Whoever was reported can read this as well: no single report or worry may move a figure, least of all at once.
    """
    today = tx.now.replace(hour=0, minute=0, second=0, microsecond=0)
    opened = select(Case.id, Case.opened_at).where(
        Case.room_id == room_id, col(Case.kind).in_(_ANSWERED), col(Case.opened_at).between(since, today)
    )
    at = dict(tx.session.exec(opened.order_by(col(Case.opened_at).desc()).limit(_MOST_CASES)).all())
    claimed = first_done(tx, ActionKind.CASE_CLAIMED, at)
    oldest_first = [(claimed[case] - at[case]).total_seconds() for case in reversed(at) if case in claimed]
    return oldest_first[: len(oldest_first) // ENOUGH * ENOUGH]


def _move_mark(tx: Tx) -> datetime | None:
    """Moves the mark to now; where it stood, None where there was none."""
    mark = tx.session.get(StaffedUntil, _ONLY, with_for_update=True, populate_existing=True)
    if mark is not None:
        since, mark.until_at = mark.until_at, tx.now
        tx.session.add(mark)
        return since
    try:
        with tx.connection.begin_nested():
            tx.connection.execute(insert(StaffedUntil).values(id=_ONLY, until_at=tx.now))
    except IntegrityError:
        return None
    return None


def _count(tx: Tx, room_id: str, seconds: int, *, is_staffed: bool) -> None:
    day = tx.session.get(StaffedDay, (room_id, tx.now.date()))
    day = day or StaffedDay(room_id=room_id, day=tx.now.date(), open_seconds=0, staffed_seconds=0)
    day.open_seconds += seconds
    day.staffed_seconds += seconds if is_staffed else 0
    tx.session.add(day)
