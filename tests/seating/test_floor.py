"""The floor: how people sit, what becomes of their words, rounds, the script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from server.errors import ErrorCode, Refusal
from server.seating import floor as floors
from server.seating import hands, rounds, script
from server.seating.floor import Floor, Mode, Seating, Writes
from server.seating.rounds import RoundKind
from server.seating.turns import MINUTE, SECOND, Moment, Timing

CIRCLE = ("Aino", "Meri", "Kuusi")
HERE = frozenset({*CIRCLE, "Lumi", "Dr Ionescu"})
NOW = Moment(at=0)
QUESTION = "One word for today?"


def refuses(code: ErrorCode, do: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as caught:
        do()
    assert caught.value.code is code


def sofa() -> Floor:
    return floors.fresh(3, Mode.SOFA)


def at_the_table() -> Floor:
    return floors.change_seating(sofa(), Seating(mode=Mode.ROUND_TABLE, order=CIRCLE), NOW)


def in_rows(*speakers: str) -> Floor:
    return floors.change_seating(sofa(), Seating(mode=Mode.CLASSROOM, speakers=speakers), NOW)


def in_a_round(before: Floor) -> Floor:
    return floors.begin_round(before, RoundKind.OPENING, QUESTION, NOW, CIRCLE)


def test_anybody_writes_on_a_sofa() -> None:
    assert floors.writing(sofa(), "Kuusi") is Writes.MESSAGE


def test_only_whoever_has_the_turn_writes_at_a_round_table() -> None:
    table = at_the_table()
    for who in CIRCLE:
        refuses(ErrorCode.NOT_YOUR_TURN, lambda who=who: floors.writing(table, who))
    held = replace(table, turns=floors.turns.accept(table.turns, "Aino", NOW))
    assert floors.writing(held, "Aino") is Writes.MESSAGE
    refuses(ErrorCode.NOT_YOUR_TURN, lambda: floors.writing(held, "Meri"))


def test_speakers_write_in_a_classroom_and_others_ask() -> None:
    rows = in_rows("Dr Ionescu")
    assert floors.writing(rows, "Dr Ionescu") is Writes.MESSAGE
    assert floors.writing(rows, "Kuusi") is Writes.QUESTION


@pytest.mark.parametrize("floor", [sofa(), at_the_table(), in_rows("Kuusi")])
def test_nobody_writes_on_a_break_or_who_came_to_listen(floor: Floor) -> None:
    refuses(ErrorCode.ON_A_BREAK, lambda: floors.writing(replace(floor, on_break=("Kuusi",)), "Kuusi"))
    refuses(ErrorCode.LISTENING_ONLY, lambda: floors.writing(replace(floor, listeners=("Kuusi",)), "Kuusi"))


def test_change_of_the_seating_overtakes_what_was_written_before() -> None:
    before, after = sofa(), at_the_table()
    assert (after.version, after.mode_version) == (4, 4)
    assert floors.is_overtaken(after, before.version)
    assert not floors.is_overtaken(after, after.version)
    assert not floors.is_overtaken(after, None)


def test_each_seating_keeps_only_what_is_its_own() -> None:
    everything = {"slow_seconds": 20, "order": CIRCLE, "speakers": ("Aino",), "reason": "Because"}
    found = [floors.change_seating(sofa(), Seating(mode=mode, **everything), NOW) for mode in Mode]
    assert [(one.slow_seconds, one.turns.order, one.speakers) for one in found] == [
        (20, (), ()),
        (0, CIRCLE, ()),
        (0, (), ("Aino",)),
    ]
    assert {one.reason for one in found} == {"Because"}


def test_round_asks_everybody_once() -> None:
    asked = in_a_round(sofa())
    assert asked.not_yet_heard() == CIRCLE
    heard = floors.wrote(asked, "Meri")
    assert heard.not_yet_heard() == ("Aino", "Kuusi")
    assert floors.wrote(heard, "Meri") is heard
    assert floors.wrote(heard, "Dr Ionescu") is heard
    assert floors.wrote(sofa(), "Meri") == sofa()
    assert heard.version == asked.version, "what one writes does not overtake what one decides next"


def test_whoever_passes_in_a_round_is_not_waited_for_and_may_still_be_heard() -> None:
    asked = in_a_round(sofa()).round
    assert asked is not None
    passed = rounds.pass_by(asked, "Kuusi")
    assert rounds.not_yet_heard(passed, CIRCLE) == ("Aino", "Meri")
    assert rounds.pass_by(passed, "Kuusi") is passed
    heard = rounds.hear(passed, "Kuusi")
    assert (heard.heard, heard.passed) == (("Kuusi",), ())
    assert rounds.pass_by(heard, "Kuusi") is heard


def test_round_at_a_table_begins_at_the_first_and_ends_there_too() -> None:
    moved = replace(at_the_table(), turns=floors.turns.pass_by(at_the_table().turns, "Aino", NOW))
    asked = in_a_round(moved)
    assert (asked.turns.offered_to, asked.turns.passed) == ("Aino", ())
    assert asked.moment(0, Timing()).is_once
    ended = floors.end_round(asked, NOW)
    assert (ended.round, ended.turns.offered_to, ended.turns.order) == (None, "Aino", CIRCLE)
    assert not ended.moment(0, Timing()).is_once


def test_round_on_a_sofa_ends_without_a_trace_and_only_where_there_is_one() -> None:
    ended = floors.end_round(in_a_round(sofa()), NOW)
    assert replace(ended, version=sofa().version) == sofa()
    refuses(ErrorCode.NOT_NOW, lambda: floors.end_round(sofa(), NOW))
    assert sofa().not_yet_heard() == ()


def test_seating_may_change_in_the_middle_of_a_round() -> None:
    heard = floors.wrote(in_a_round(sofa()), "Meri")
    order = ("Kuusi", "Meri", "Aino")
    rows = floors.change_seating(heard, Seating(mode=Mode.CLASSROOM, order=order), NOW)
    assert rows.not_yet_heard() == ("Kuusi", "Aino")


def test_whoever_has_left_is_nowhere_on_the_floor() -> None:
    floor = replace(
        floors.wrote(in_a_round(at_the_table()), "Meri"),
        speakers=("Meri",),
        hands=("Meri", "Kuusi"),
        on_break=("Meri",),
        checked_out=("Meri",),
        extra_minutes={"Meri": 2, "Kuusi": 1},
    )
    found = floors.settle(floor, ("Kuusi",), HERE - {"Meri"}, NOW)
    assert "Meri" not in str(found)
    assert (found.turns.order, found.hands, found.extra_minutes) == (("Aino", "Kuusi"), ("Kuusi",), {"Kuusi": 1})
    assert found.version == floor.version + 1
    assert "Meri" not in str(floors.settle(replace(floor, round=None), ("Kuusi",), HERE - {"Meri"}, NOW))


def test_turn_of_whoever_left_goes_on() -> None:
    held = replace(at_the_table(), turns=floors.turns.accept(at_the_table().turns, "Aino", NOW))
    found = floors.settle(held, ("Meri", "Kuusi"), HERE - {"Aino"}, NOW)
    assert (found.turns.holder, found.turns.offered_to) == (None, "Meri")


def test_newcomer_comes_last_and_listeners_take_no_part() -> None:
    sharers = ("Meri", "Kuusi", "Lumi")
    assert floors.settle(at_the_table(), sharers, HERE, NOW).turns.order == (*CIRCLE, "Lumi")
    quiet = replace(at_the_table(), listeners=("Lumi", "Meri"))
    assert floors.settle(quiet, sharers, HERE, NOW).turns.order == ("Aino", "Kuusi")


def test_round_without_turns_is_joined_by_newcomers_too() -> None:
    asked = in_a_round(sofa())
    found = floors.settle(asked, (*CIRCLE, "Lumi"), HERE, NOW)
    assert (found.not_yet_heard(), found.version) == ((*CIRCLE, "Lumi"), asked.version)


def test_settled_floor_stays_as_it_is() -> None:
    for floor in (sofa(), at_the_table(), in_rows("Meri"), in_a_round(sofa())):
        assert floors.settle(floor, ("Meri", "Kuusi"), HERE, NOW) == floor


def test_hands_stand_in_the_order_in_which_they_were_raised() -> None:
    up = hands.raised(hands.raised(hands.raised((), "Meri"), "Kuusi"), "Meri")
    assert up == ("Meri", "Kuusi")
    assert hands.lowered(up, "Meri") == ("Kuusi",)
    assert hands.lowered(up, "Lumi") == up


def test_script_goes_from_segment_to_segment_by_hand() -> None:
    segments = (script.Segment(title="Arriving", minutes=10), script.Segment(title="Sharing", minutes=60))
    begun = script.begin("90 minutes", segments, 5 * SECOND)
    assert begun.until == 10 * MINUTE + 5 * SECOND
    second = script.go_on(begun, 20 * MINUTE)
    assert (second.current, second.until) == (1, 80 * MINUTE)
    refuses(ErrorCode.NOT_NOW, lambda: script.go_on(second, 90 * MINUTE))
