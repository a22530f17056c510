"""When somebody invited to one meeting may be in its room: a table of moments and states, and what always holds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.meetings.presence import EARLY, LONGEST_OVERRUN, Slot, belongs_inside, is_over
from server.meetings.schedule import Span
from server.rooms.lifecycle import Life, Reason
from server.rooms.roles import RoomState

START = datetime(2026, 12, 1, 16, tzinfo=UTC)
END = START + timedelta(minutes=90)
SLOT = Slot(Span(START, END))
LIVE = [RoomState.OPEN, RoomState.PAUSED, RoomState.CLOSING]
QUIET = [RoomState.CLOSED, RoomState.LOBBY, RoomState.ENDED]
LAST_WEEK = START - timedelta(weeks=1)


def life(state: RoomState, reason: Reason | None = None, since: datetime | None = LAST_WEEK) -> Life:
    return Life(state=state, reason=reason, since=since)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize("state", QUIET)
def test_they_come_a_little_early_into_a_quiet_room(state: RoomState) -> None:
    at = life(state, Reason.CLOSED)
    assert not belongs_inside(SLOT, at, START - EARLY - minutes(0.1), is_inside=False)
    assert belongs_inside(SLOT, at, START - EARLY, is_inside=False)
    assert belongs_inside(SLOT, at, START, is_inside=False)


@pytest.mark.parametrize("state", LIVE)
def test_they_do_not_come_into_what_another_meeting_left_open(state: RoomState) -> None:
    assert not belongs_inside(SLOT, life(state), START - minutes(1), is_inside=False)
    assert belongs_inside(SLOT, life(state), START - minutes(1), is_inside=True)
    assert belongs_inside(SLOT, life(state), START, is_inside=False)


@pytest.mark.parametrize("state", LIVE)
def test_they_stay_while_it_runs_late_but_not_for_ever_and_not_into_the_next(state: RoomState) -> None:
    at = life(state, since=START)
    assert belongs_inside(SLOT, at, END + minutes(30), is_inside=True)
    assert not belongs_inside(SLOT, at, END + LONGEST_OVERRUN, is_inside=True)
    back_to_back = Slot(SLOT.span, END)
    assert belongs_inside(back_to_back, at, END - minutes(0.1), is_inside=True)
    assert not belongs_inside(back_to_back, at, END, is_inside=True)
    assert is_over(back_to_back, at, END)
    assert not is_over(SLOT, at, END)


@pytest.mark.parametrize("state", QUIET)
def test_they_go_at_its_end(state: RoomState) -> None:
    assert is_over(SLOT, life(state), END)
    assert not belongs_inside(SLOT, life(state), END, is_inside=True)


def test_they_go_when_it_is_ended_early_and_stay_while_staff_are_only_lost() -> None:
    ended = START + minutes(40)
    assert not belongs_inside(SLOT, life(RoomState.ENDED, Reason.CLOSED, ended), ended, is_inside=True)
    lost = life(RoomState.ENDED, Reason.MODERATOR_ABSENT, ended)
    assert belongs_inside(SLOT, lost, ended, is_inside=True)
    again = life(RoomState.LOBBY, Reason.ON_DUTY, ended + minutes(5))
    assert belongs_inside(SLOT, again, ended + minutes(5), is_inside=False)


@given(
    state=st.sampled_from(list(RoomState)),
    reason=st.sampled_from([None, *Reason]),
    since=st.integers(-20_000, 400),
    at=st.integers(-400, 400),
    following=st.one_of(st.none(), st.integers(90, 400)),
    is_inside=st.booleans(),
)
def test_nobody_is_inside_before_the_time_or_in_the_next_meeting(
    state: RoomState, reason: Reason | None, since: int, at: int, following: int | None, is_inside: bool
) -> None:
    now = START + minutes(at)
    slot = Slot(SLOT.span, None if following is None else START + minutes(following))
    inside = belongs_inside(slot, life(state, reason, START + minutes(since)), now, is_inside=is_inside)
    if inside:
        assert START - EARLY <= now < END + LONGEST_OVERRUN
        assert following is None or now < START + minutes(following)
        assert now < END or state in LIVE
        assert not is_over(slot, life(state, reason, START + minutes(since)), now)
