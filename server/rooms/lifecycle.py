"""The life of a room as a state machine: closed, lobby, open, paused, closing, ended. Pure; the time is an argument.

An absence counts only while somebody looks and sees it: not while the server stands still, not while those who know
who is there cannot be asked, and not where a clock jumps. The room's own clock, which runs while people may write,
stops in the same gaps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from server.errors import ErrorCode, Refusal
from server.rooms.roles import RoomState

LONGEST_BLINK = timedelta(seconds=30)
"""Between two looks; whatever is longer is a gap, in which nothing is counted. Longer than a change of leader."""

_NOTHING = timedelta(0)
_RUNNING = frozenset({RoomState.OPEN, RoomState.CLOSING})
_OVER = frozenset({RoomState.CLOSED, RoomState.ENDED})


class Staff(StrEnum):
    """What a look at the trained people who are on duty finds."""

    THERE = "there"
    AWAY = "away"
    NONE = "none"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a room is in its state."""

    ON_DUTY = "on_duty"
    OPENED = "opened"
    MODERATOR_ABSENT = "moderator_absent"
    MODERATOR_BACK = "moderator_back"
    CLOSING_ROUND = "closing_round"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rules:
    """How long people wait for somebody who has dropped out, and how early staff may come."""

    pause_after: timedelta = timedelta(seconds=60)
    end_after: timedelta = timedelta(minutes=5)
    opens_early: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Life:
    """A room's life at one moment. `version` moves with the state; `sitting` counts how often the room came to life.

    `absent_for` is the absence seen until `watched_at`. The room's clock shows `open_for` up to `open_since`, and runs
    from there; it stands still where that is None. `resumes_as` is what a paused room was.
    """

    state: RoomState = RoomState.CLOSED
    version: int = 0
    sitting: int = 0
    since: datetime | None = None
    reason: Reason | None = None
    resumes_as: RoomState | None = None
    opens_at: datetime | None = None
    ends_at: datetime | None = None
    next_opens_at: datetime | None = None
    staff: Staff = Staff.UNKNOWN
    watched_at: datetime | None = None
    absent_for: timedelta = _NOTHING
    open_for: timedelta = _NOTHING
    open_since: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether no sitting is going on."""
        return self.state in _OVER

    @property
    def face(self) -> tuple[object, ...]:
        """What people see of it: two lives with the same face are no news."""
        hours = (self.opens_at, self.ends_at, self.next_opens_at)
        return (self.state, self.version, self.sitting, self.reason, self.open_for, self.open_since, hours)


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody has looked who of those on duty is there."""

    at: datetime
    staff: Staff


@dataclass(frozen=True, slots=True)
class WentOnDuty:
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    at: datetime


@dataclass(frozen=True, slots=True)
class BegunClosing:
    at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    at: datetime


@dataclass(frozen=True, slots=True)
class HoursSet:
    """When the room is meant to be open: what goes on or comes next, and what comes after that."""

    at: datetime
    opens_at: datetime | None
    ends_at: datetime | None
    next_opens_at: datetime | None


Happening = Looked | WentOnDuty | Opened | BegunClosing | Ended | HoursSet
_FIRST = Rules()


def step(life: Life, happening: Happening, rules: Rules = _FIRST) -> Life:
    """What becomes of a life. Refusals: outside_hours, nobody_on_duty, room_closed, room_paused, room_ended."""
    at = happening.at
    if isinstance(happening, HoursSet):
        hours = (happening.opens_at, happening.ends_at, happening.next_opens_at)
        return replace(life, opens_at=hours[0], ends_at=hours[1], next_opens_at=hours[2])
    if isinstance(happening, WentOnDuty):
        return _begin(life, at, rules) if life.is_over else life
    life = _watch(life, at)
    if isinstance(happening, Looked):
        return _look(life, happening, rules)
    if isinstance(happening, Opened):
        return _open(life, at)
    return _begin_closing(life, at) if isinstance(happening, BegunClosing) else _end(life, at)


def elapsed(life: Life, now: datetime) -> timedelta:
    """What the room's own clock shows: for how long people could write in this sitting."""
    return life.open_for + (max(now - life.open_since, _NOTHING) if life.open_since else _NOTHING)


def next_opening(life: Life, now: datetime) -> datetime | None:
    """When a room is next meant to open, as far as anybody has said."""
    return life.opens_at if life.opens_at is not None and life.opens_at > now else life.next_opens_at


def refusal(life: Life, now: datetime) -> Refusal:
    """Why nobody can write now: room_closed, room_paused or room_ended, when it opens next, and that there is help."""
    codes = {RoomState.PAUSED: ErrorCode.ROOM_PAUSED, RoomState.ENDED: ErrorCode.ROOM_ENDED}
    code = codes.get(life.state, ErrorCode.ROOM_CLOSED)
    return Refusal(code, state=life.state, reason=life.reason, next_opens_at=next_opening(life, now), help=True)


def _watch(life: Life, at: datetime) -> Life:
    """Counts the time since the last look, if it was one look to the next."""
    if life.is_over or life.watched_at is None:
        return life
    passed = at - life.watched_at
    if _NOTHING <= passed <= LONGEST_BLINK:
        is_absent = life.staff in {Staff.AWAY, Staff.NONE}
        return replace(life, watched_at=at, absent_for=life.absent_for + (passed if is_absent else _NOTHING))
    return _stand_still(replace(life, watched_at=at), life.watched_at, at)


def _stand_still(life: Life, from_: datetime, to: datetime) -> Life:
    if life.open_since is None:
        return life
    return replace(life, open_for=elapsed(life, from_), open_since=to)


def _look(life: Life, look: Looked, rules: Rules) -> Life:
    if life.is_over:
        return life
    life = replace(life, staff=look.staff)
    if look.staff is Staff.UNKNOWN:
        return life
    if look.staff is Staff.THERE:
        return _return(replace(life, absent_for=_NOTHING), look.at)
    if life.state is RoomState.PAUSED:
        is_long = life.absent_for >= rules.end_after
        return _turn(life, RoomState.ENDED, Reason.MODERATOR_ABSENT, look.at) if is_long else life
    is_bare = look.staff is Staff.NONE or life.absent_for >= rules.pause_after
    return _leave_alone(life, look.at) if is_bare else life


def _return(life: Life, at: datetime) -> Life:
    if life.state is not RoomState.PAUSED:
        return life
    return _turn(life, life.resumes_as or RoomState.OPEN, Reason.MODERATOR_BACK, at)


def _leave_alone(life: Life, at: datetime) -> Life:
    """Nobody is there any more: people wait, unless there is nothing to wait for."""
    if life.state is RoomState.LOBBY:
        return _turn(life, RoomState.CLOSED, Reason.MODERATOR_ABSENT, at)
    if life.state is RoomState.CLOSING and life.ends_at is not None and at >= life.ends_at:
        return _turn(life, RoomState.ENDED, Reason.CLOSED, at)
    paused = _turn(life, RoomState.PAUSED, Reason.MODERATOR_ABSENT, at)
    return replace(paused, resumes_as=life.state, absent_for=_NOTHING)


def _begin(life: Life, at: datetime, rules: Rules) -> Life:
    is_early = life.opens_at is not None and at < life.opens_at - rules.opens_early
    is_late = life.ends_at is not None and at >= life.ends_at
    if is_early or is_late:
        opens_at = next_opening(life, at)
        raise Refusal(ErrorCode.OUTSIDE_HOURS, next_opens_at=opens_at, early_minutes=rules.opens_early // _MINUTE)
    begun = replace(life, sitting=life.sitting + 1, staff=Staff.UNKNOWN, watched_at=at, open_for=_NOTHING)
    return _turn(replace(begun, absent_for=_NOTHING), RoomState.LOBBY, Reason.ON_DUTY, at)


_MINUTE = timedelta(minutes=1)


def _open(life: Life, at: datetime) -> Life:
    if life.state is RoomState.OPEN:
        return life
    if life.is_over:
        raise Refusal(ErrorCode.NOBODY_ON_DUTY)
    return _turn(replace(life, absent_for=_NOTHING), RoomState.OPEN, Reason.OPENED, at)


def _begin_closing(life: Life, at: datetime) -> Life:
    if life.state is RoomState.CLOSING:
        return life
    if life.state is not RoomState.OPEN:
        raise refusal(life, at)
    return _turn(life, RoomState.CLOSING, Reason.CLOSING_ROUND, at)


def _end(life: Life, at: datetime) -> Life:
    if life.is_over:
        return life
    is_unopened = life.state is RoomState.LOBBY
    return _turn(life, RoomState.CLOSED if is_unopened else RoomState.ENDED, Reason.CLOSED, at)


def _turn(life: Life, state: RoomState, reason: Reason, at: datetime) -> Life:
    """Into another state, with the room's clock running or standing as it should there."""
    is_running, was_running = state in _RUNNING, life.open_since is not None
    since = life.open_since if was_running else at
    return replace(
        life,
        state=state,
        version=life.version + 1,
        since=at,
        reason=reason,
        resumes_as=None,
        open_for=life.open_for if is_running else elapsed(life, at),
        open_since=since if is_running else None,
    )
