"""A turn that goes round a table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from server.errors import ErrorCode, Refusal
from server.seating import turns
from server.seating.turns import MINUTE, SECOND, Moment, Turns

CIRCLE = ("Aino", "Meri", "Kuusi", "Lumi", "Tammi")


def now(seconds: float = 0, **about: object) -> Moment:
    return Moment(at=int(seconds * SECOND), **about)


def table(*people: str) -> Turns:
    return turns.begin(people or CIRCLE, now())


def spoken(found: Turns, *people: str) -> Turns:
    """Each accepts what they are offered, and passes it on."""
    for who in people:
        found = turns.pass_on(turns.accept(found, who, now()), who, now())
    return found


def refuses(code: ErrorCode, do: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do()
    assert caught.value.code is code
    return caught.value


def test_turn_is_offered_to_the_first_and_goes_on_in_the_order() -> None:
    found = table()
    assert (found.holder, found.offered_to, found.until) == (None, "Aino", 30 * SECOND)
    found = spoken(found, "Aino", "Meri")
    assert (found.offered_to, found.spoke) == ("Kuusi", ("Aino", "Meri"))


def test_accepted_turn_is_long_after_three_minutes_and_never_lapses() -> None:
    held = turns.accept(table(), "Aino", now(10))
    assert (held.holder, held.since, held.until) == ("Aino", 10 * SECOND, 190 * SECOND)
    assert turns.lapse(held, now(10_000)) is held


def test_nobody_else_accepts_passes_or_passes_on() -> None:
    held = turns.accept(table(), "Aino", now())
    for step in (turns.accept, turns.pass_by, turns.pass_on):
        refusal = refuses(ErrorCode.NOT_YOUR_TURN, lambda step=step: step(held, "Meri", now()))
        assert refusal.details == {"holder": "Aino", "offered_to": None}
    refuses(ErrorCode.NOT_YOUR_TURN, lambda: turns.pass_on(table(), "Aino", now()))


def test_whoever_passes_is_marked_as_passed_and_not_as_skipped() -> None:
    offered = turns.pass_by(table(), "Aino", now())
    held = turns.pass_by(turns.accept(table(), "Aino", now()), "Aino", now())
    for found in (offered, held):
        assert (found.passed, found.skipped, found.offered_to) == (("Aino",), (), "Meri")


def test_turn_that_nobody_accepts_goes_on_after_thirty_seconds_and_not_before() -> None:
    found = table()
    assert turns.lapse(found, now(29.9)) is found
    found = turns.lapse(found, now(30))
    assert (found.offered_to, found.skipped, found.until) == ("Meri", ("Aino",), 60 * SECOND)


def test_skipped_are_offered_it_again_before_anybody_has_it_twice() -> None:
    found = turns.skip(table(), "Aino", now())
    found = spoken(found, "Meri", "Kuusi", "Lumi", "Tammi")
    assert (found.offered_to, found.offered_again) == ("Aino", ("Aino",))
    found = turns.accept(found, "Aino", now())
    assert (found.skipped, found.offered_again) == ((), ())
    assert turns.pass_on(found, "Aino", now()).offered_to == "Aino"


def test_whoever_misses_it_twice_is_not_waited_for() -> None:
    found = spoken(turns.skip(table(), "Aino", now()), "Meri", "Kuusi", "Lumi", "Tammi")
    found = turns.lapse(found, now(60))
    assert (found.offered_to, found.spoke, found.skipped) == ("Aino", (), ())


def test_turn_goes_round_once_in_a_round_and_rests() -> None:
    once = now(is_once=True)
    found = turns.begin(("Aino", "Meri"), once)
    for who in ("Aino", "Meri"):
        found = turns.pass_on(turns.accept(found, who, once), who, once)
    assert found.is_resting
    assert found.spoke == ("Aino", "Meri")


def test_where_the_turn_rests_anybody_of_the_circle_may_take_it() -> None:
    found = table("Aino", "Meri")
    for who in ("Aino", "Meri"):
        found = turns.pass_by(found, who, now())
    assert found.is_resting
    refuses(ErrorCode.NOT_YOUR_TURN, lambda: turns.accept(found, "Radu", now()))
    refuses(ErrorCode.ON_A_BREAK, lambda: turns.accept(found, "Meri", now(out=frozenset({"Meri"}))))
    held = turns.accept(found, "Meri", now())
    assert (held.holder, held.passed) == ("Meri", ("Aino",))
    assert turns.pass_on(held, "Meri", now()).offered_to == "Aino"


def test_forced_on_whoever_had_it_has_had_it_and_whoever_was_offered_it_is_offered_it_again() -> None:
    held = turns.force_pass(turns.accept(table(), "Aino", now()), now())
    assert (held.spoke, held.offered_to) == (("Aino",), "Meri")
    offered = turns.force_pass(table(), now())
    assert (offered.skipped, offered.offered_to) == (("Aino",), "Meri")
    refuses(ErrorCode.NOT_NOW, lambda: turns.force_pass(Turns(order=CIRCLE), now()))


def test_nobody_is_skipped_who_was_not_offered_it() -> None:
    refuses(ErrorCode.NOT_NOW, lambda: turns.skip(table(), "Lumi", now()))
    refuses(ErrorCode.NOT_NOW, lambda: turns.skip(Turns(order=CIRCLE), "Lumi", now()))


def test_turn_can_be_offered_to_somebody_in_particular_while_nobody_has_it() -> None:
    found = turns.offer(table(), "Lumi", now(5))
    assert (found.offered_to, found.skipped, found.until) == ("Lumi", (), 35 * SECOND)
    assert turns.offer(found, "Lumi", now(9)) is found
    assert spoken(found, "Lumi").offered_to == "Aino"
    refuses(ErrorCode.NOT_THERE, lambda: turns.offer(found, "Radu", now()))
    refuses(ErrorCode.NOT_THERE, lambda: turns.offer(found, "Meri", now(out=frozenset({"Meri"}))))
    refuses(ErrorCode.NOT_NOW, lambda: turns.offer(turns.accept(found, "Lumi", now()), "Meri", now()))


def test_whoever_has_had_it_can_be_offered_it_once_more() -> None:
    found = turns.offer(spoken(table(), "Aino"), "Aino", now())
    assert (found.offered_to, found.spoke) == ("Aino", ())


def test_break_takes_the_turn_on_and_it_comes_back() -> None:
    out = now(out=frozenset({"Aino"}))
    held = turns.accept(table("Aino", "Meri"), "Aino", now())
    found = turns.step_out(held, "Aino", out)
    assert (found.offered_to, found.spoke, found.skipped) == ("Meri", (), ())
    assert turns.step_out(found, "Aino", out) is found
    found = turns.pass_by(found, "Meri", out)
    assert found.is_resting
    assert turns.come_back(found, "Aino", now()).offered_to == "Aino"
    assert turns.come_back(found, "Aino", out).is_resting
    assert turns.come_back(found, "Meri", now()).is_resting


def test_whoever_comes_back_after_being_missed_twice_is_offered_it_where_it_rests() -> None:
    once = now(is_once=True)
    found = turns.begin(("Aino", "Meri"), once)
    found = turns.skip(found, "Aino", once)
    found = turns.pass_on(turns.accept(found, "Meri", once), "Meri", once)
    found = turns.skip(found, "Aino", once)
    assert found.is_resting
    assert turns.come_back(found, "Aino", once).offered_to == "Aino"


def test_other_order_keeps_whoever_has_it() -> None:
    held = turns.accept(table(), "Aino", now())
    found = turns.reorder(held, ("Tammi", "Lumi", "Aino", "Meri", "Kuusi"), now())
    assert found.holder == "Aino"
    assert turns.pass_on(found, "Aino", now()).offered_to == "Tammi"


def test_order_without_whoever_has_it_goes_on() -> None:
    found = turns.reorder(turns.accept(table(), "Aino", now()), CIRCLE[1:], now())
    assert (found.holder, found.offered_to) == (None, "Meri")
    assert turns.reorder(found, (), now()).is_resting


def test_newcomer_is_offered_it_at_once_where_it_rests() -> None:
    resting = turns.pass_by(table("Aino"), "Aino", now())
    assert resting.is_resting
    assert turns.reorder(resting, ("Aino", "Meri"), now()).offered_to == "Meri"
    assert turns.reorder(resting, ("Aino",), now()).is_resting


def test_extra_minutes_lengthen_accepting_and_the_turn() -> None:
    slowly = now(extra={"Aino": 2})
    offered = turns.begin(CIRCLE, slowly)
    assert offered.until == 30 * SECOND + 2 * MINUTE
    assert turns.accept(offered, "Aino", slowly).until == 5 * MINUTE
    assert turns.lengthen(offered, "Aino", -1).until == 30 * SECOND + MINUTE
    assert turns.lengthen(offered, "Meri", 1) is offered
    assert turns.lengthen(Turns(order=CIRCLE), "Meri", 1).until is None


def test_table_without_anybody_rests() -> None:
    assert turns.begin((), now()).is_resting
