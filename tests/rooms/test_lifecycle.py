"""The life of a room: what opens, pauses and ends it, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from server.errors import ErrorCode, Refusal
from server.rooms.lifecycle import (
    LONGEST_BLINK,
    BegunClosing,
    Ended,
    Happening,
    HoursSet,
    Life,
    Looked,
    Opened,
    Reason,
    Rules,
    Staff,
    WentOnDuty,
    elapsed,
    next_opening,
    refusal,
    step,
)
from server.rooms.roles import RoomState
from tests.rooms.cast import TUESDAY

RULES = Rules()
THERE, AWAY, NONE, UNKNOWN = Staff
HOURS = HoursSet(TUESDAY, TUESDAY, TUESDAY + timedelta(minutes=90), TUESDAY + timedelta(days=7))


def at(seconds: float) -> datetime:
    return TUESDAY + timedelta(seconds=seconds)


def lived(life: Life, *happenings: Happening) -> Life:
    for happening in happenings:
        life = step(life, happening, RULES)
    return life


def looks(staff: Staff, first: int, last: int, every: int = 10) -> Sequence[Looked]:
    return [Looked(at(second), staff) for second in range(first, last + 1, every)]


def begun() -> Life:
    """On duty, opened, and looked at, all at once."""
    return lived(Life(), WentOnDuty(TUESDAY), Looked(TUESDAY, THERE), Opened(TUESDAY))


def paused() -> Life:
    """Away from the tenth second on, paused at the seventieth."""
    return lived(begun(), *looks(AWAY, 10, 70))


def test_first_one_on_duty_brings_a_room_to_life() -> None:
    life = lived(Life(), WentOnDuty(TUESDAY))
    assert (life.state, life.sitting, life.reason) == (RoomState.LOBBY, 1, Reason.ON_DUTY)
    assert lived(life, WentOnDuty(at(5))) == life


def test_ended_room_comes_to_life_again_with_a_new_sitting_and_a_new_clock() -> None:
    again = lived(begun(), Ended(at(25)), WentOnDuty(at(30)))
    assert (again.state, again.sitting, elapsed(again, at(60))) == (RoomState.LOBBY, 2, timedelta(0))


@pytest.mark.parametrize(("minutes", "is_in_time"), [(-31, False), (-30, True), (0, True), (89, True), (90, False)])
def test_staff_come_half_an_hour_early_at_most_and_not_after_the_end(minutes: int, is_in_time: bool) -> None:
    life, when = lived(Life(), HOURS), TUESDAY + timedelta(minutes=minutes)
    if is_in_time:
        assert step(life, WentOnDuty(when), RULES).state is RoomState.LOBBY
        return
    with pytest.raises(Refusal) as refused:
        step(life, WentOnDuty(when), RULES)
    opens = HOURS.opens_at if minutes < 0 else HOURS.next_opens_at
    assert (refused.value.code, refused.value.details["next_opens_at"]) == (ErrorCode.OUTSIDE_HOURS, opens)


def test_nothing_opens_while_nobody_is_on_duty() -> None:
    for life in (Life(), lived(begun(), Ended(at(5)))):
        with pytest.raises(Refusal) as refused:
            step(life, Opened(at(10)), RULES)
        assert refused.value.code is ErrorCode.NOBODY_ON_DUTY


def test_open_room_waits_a_minute_for_whoever_dropped_out_and_then_pauses() -> None:
    life = lived(begun(), *looks(AWAY, 10, 60))
    assert life.state is RoomState.OPEN
    life = lived(life, Looked(at(70), AWAY))
    assert (life.state, life.reason, life.resumes_as) == (RoomState.PAUSED, Reason.MODERATOR_ABSENT, RoomState.OPEN)


def test_seen_once_in_between_the_minute_begins_anew() -> None:
    life = lived(begun(), *looks(AWAY, 10, 60), Looked(at(62), THERE), *looks(AWAY, 63, 113))
    assert life.state is RoomState.OPEN


def test_who_comes_back_finds_the_room_as_it_was() -> None:
    life = lived(paused(), Looked(at(130), THERE))
    assert (life.state, life.reason, elapsed(life, at(140))) == (
        RoomState.OPEN,
        Reason.MODERATOR_BACK,
        timedelta(seconds=80),
    )
    closing = lived(begun(), BegunClosing(at(5)), *looks(AWAY, 10, 70), Looked(at(75), THERE))
    assert closing.state is RoomState.CLOSING


def test_paused_room_ends_after_five_minutes_for_want_of_a_moderator() -> None:
    life = lived(paused(), *looks(AWAY, 80, 360))
    assert life.state is RoomState.PAUSED
    life = lived(life, Looked(at(370), AWAY))
    assert (life.state, life.reason) == (RoomState.ENDED, Reason.MODERATOR_ABSENT)
    assert elapsed(life, at(9_999)) == timedelta(seconds=70)
    assert lived(life, Looked(at(380), THERE)) == life


def test_room_of_which_nobody_is_on_duty_any_more_pauses_at_once() -> None:
    assert lived(begun(), Looked(at(1), NONE)).state is RoomState.PAUSED
    assert lived(Life(), WentOnDuty(TUESDAY), Looked(at(1), NONE)).state is RoomState.CLOSED


def test_lobby_that_is_left_closes() -> None:
    life = lived(Life(), WentOnDuty(TUESDAY), *looks(AWAY, 0, 60))
    assert (life.state, life.reason) == (RoomState.CLOSED, Reason.MODERATOR_ABSENT)


def test_unknown_neither_opens_nor_pauses_nor_ends() -> None:
    for life in (begun(), paused(), lived(Life(), WentOnDuty(TUESDAY))):
        hours = lived(life, *looks(UNKNOWN, 80, 8_000))
        assert (hours.state, hours.version) == (life.state, life.version)


def test_time_in_which_nobody_could_be_asked_counts_for_nothing() -> None:
    life = lived(begun(), *looks(AWAY, 10, 60), *looks(UNKNOWN, 61, 3_601), Looked(at(3_605), AWAY))
    assert life.state is RoomState.OPEN
    assert lived(life, Looked(at(3_615), AWAY)).state is RoomState.PAUSED


def test_server_that_stood_still_counts_absence_from_when_it_looks_again() -> None:
    for jump in (3_600, -3_600):
        life = lived(begun(), *looks(AWAY, 10, 60), *looks(AWAY, 60 + jump, 60 + jump))
        assert life.state is RoomState.OPEN
        assert lived(life, Looked(at(70 + jump), AWAY)).state is RoomState.PAUSED


def test_clock_of_the_room_stops_in_a_gap_and_that_is_news() -> None:
    life = lived(begun(), *looks(THERE, 10, 100))
    after = lived(life, Looked(at(700), THERE))
    assert elapsed(after, at(710)) == timedelta(seconds=110)
    assert after.face != life.face
    assert elapsed(lived(life, Looked(at(-5_000), THERE)), at(-5_000)) == timedelta(seconds=100)
    assert elapsed(life, at(-9)) == timedelta(0)


def test_look_in_time_is_no_news() -> None:
    life = lived(begun(), Looked(at(LONGEST_BLINK.total_seconds()), THERE))
    assert life.face == begun().face


def test_closing_round_is_still_a_time_to_write_and_can_be_called_off() -> None:
    life = lived(begun(), BegunClosing(at(20)))
    assert life.state.takes_words
    assert (lived(life, BegunClosing(at(25))).version, elapsed(life, at(90))) == (life.version, timedelta(seconds=90))
    assert lived(life, Opened(at(25))).state is RoomState.OPEN


def test_closing_round_begins_only_in_an_open_room() -> None:
    codes = {}
    for life in (Life(), lived(Life(), WentOnDuty(TUESDAY)), paused(), lived(begun(), Ended(at(1)))):
        with pytest.raises(Refusal) as refused:
            step(life, BegunClosing(at(75)), RULES)
        codes[life.state] = refused.value.code
    assert codes == {
        RoomState.CLOSED: ErrorCode.ROOM_CLOSED,
        RoomState.LOBBY: ErrorCode.ROOM_CLOSED,
        RoomState.PAUSED: ErrorCode.ROOM_PAUSED,
        RoomState.ENDED: ErrorCode.ROOM_ENDED,
    }


def test_running_late_is_allowed_while_staff_are_there() -> None:
    late = at(3 * 3_600)
    life = replace(lived(begun(), HOURS, BegunClosing(at(10))), watched_at=late)
    assert lived(life, Looked(late, THERE)).state is RoomState.CLOSING
    assert lived(life, Looked(late, NONE)).state is RoomState.ENDED
    assert lived(replace(life, ends_at=None), Looked(late, NONE)).state is RoomState.PAUSED


def test_ending_is_possible_from_everywhere_and_once() -> None:
    for life in (begun(), paused(), lived(begun(), BegunClosing(at(1)))):
        ended = lived(life, Ended(at(75)))
        assert (ended.state, ended.reason) == (RoomState.ENDED, Reason.CLOSED)
        assert lived(ended, Ended(at(80))) == ended
    assert lived(Life(), WentOnDuty(TUESDAY), Ended(at(1))).state is RoomState.CLOSED


def test_opening_twice_is_opening_once() -> None:
    assert lived(begun(), Opened(at(3))).face == begun().face
    assert lived(paused(), Opened(at(75))).state is RoomState.OPEN


def test_refusal_says_why_when_it_opens_next_and_that_there_is_help() -> None:
    told = refusal(lived(paused(), HOURS), at(75))
    assert told.code is ErrorCode.ROOM_PAUSED
    assert told.details == {
        "state": "paused",
        "reason": "moderator_absent",
        "next_opens_at": HOURS.next_opens_at,
        "help": True,
    }
    early = lived(Life(), HOURS)
    assert next_opening(early, TUESDAY - timedelta(hours=1)) == HOURS.opens_at
    assert refusal(early, TUESDAY - timedelta(hours=1)).details["next_opens_at"] == HOURS.opens_at
