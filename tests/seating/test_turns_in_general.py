"""Ten thousand steps of turns, against a plain account of who was offered what."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from server.errors import Refusal
from server.seating import turns
from server.seating.turns import SECOND, Moment, Turns

PEOPLE = [f"person {letter}" for letter in "abcdefg"]
someone = st.sampled_from(PEOPLE)


class Table(RuleBasedStateMachine):
    """`offers` and `lap` are the plain model: a list of all offers, and those who have had the turn this time round."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.out = 0, set[str]()
        self.is_once = False
        self.turns = Turns()
        self.offers: set[str] = set()
        self.begin()

    def now(self) -> Moment:
        return Moment(at=self.clock * SECOND, out=frozenset(self.out), is_once=self.is_once)

    def begin(self) -> None:
        self.became(turns.begin(tuple(PEOPLE[:4]), self.now()))

    def became(self, after: Turns) -> None:
        """What one step did to the table."""
        before, self.turns = self.turns, after
        if after.offered_to is not None:
            self.offers.add(after.offered_to)
        if after.holder is not None and after.holder != before.holder:
            assert before.offered_to == after.holder or before.is_resting
            assert after.holder in before.order
        newly = set(after.skipped) - set(before.skipped)
        assert newly <= {before.current}
        assert newly <= self.offers

    def tried(self, step: Any, *about: Any) -> None:
        """A step that may be refused, which then has changed nothing."""
        try:
            self.became(step(self.turns, *about))
        except Refusal:
            return

    @rule(who=someone)
    def accept(self, who: str) -> None:
        is_free = self.turns.is_resting and who in self.turns.order
        may = self.turns.holder == who or ((self.turns.offered_to == who or is_free) and who not in self.out)
        self.tried(turns.accept, who, self.now())
        assert (self.turns.holder == who) is may

    @rule(who=someone)
    def pass_by(self, who: str) -> None:
        was = self.turns.current
        self.tried(turns.pass_by, who, self.now())
        assert was != who or who not in self.turns.skipped

    @rule(who=someone)
    def pass_on(self, who: str) -> None:
        self.tried(turns.pass_on, who, self.now())

    @rule()
    def force(self) -> None:
        self.tried(turns.force_pass, self.now())

    @rule(who=someone)
    def skip(self, who: str) -> None:
        self.tried(turns.skip, who, self.now())

    @rule(who=someone)
    def offer(self, who: str) -> None:
        self.tried(turns.offer, who, self.now())

    @rule(seconds=st.integers(1, 40))
    def wait(self, seconds: int) -> None:
        self.clock += seconds
        before = self.turns
        is_due = before.offered_to is not None and (before.until or 0) <= self.clock * SECOND
        self.became(turns.lapse(before, self.now()))
        assert (self.turns is not before) == is_due
        again = turns.lapse(self.turns, self.now())
        assert again is self.turns, "a deadline is met once"

    @rule(who=someone)
    def take_a_break(self, who: str) -> None:
        self.out.add(who)
        self.became(turns.step_out(self.turns, who, self.now()))
        assert self.turns.current != who

    @rule(who=someone)
    def come_back(self, who: str) -> None:
        self.out.discard(who)
        self.became(turns.come_back(self.turns, who, self.now()))
        is_waiting = who in self.turns.order and who not in (*self.turns.spoke, *self.turns.passed)
        assert not (self.turns.is_resting and is_waiting)

    @rule(order=st.lists(someone, unique=True))
    def reorder(self, order: list[str]) -> None:
        self.became(turns.reorder(self.turns, tuple(order), self.now()))
        assert self.turns.order == tuple(order)

    @precondition(lambda self: self.clock % 3 == 0)
    @rule(is_once=st.booleans())
    def ask_everybody(self, is_once: bool) -> None:
        self.is_once = is_once
        self.became(turns.begin(self.turns.order, self.now()))

    @invariant()
    def at_most_one_has_it_and_only_who_takes_part(self) -> None:
        assert self.turns.holder is None or self.turns.offered_to is None
        assert self.turns.current is None or self.turns.current in self.turns.order
        assert (self.turns.until is None) == self.turns.is_resting
        assert self.turns.holder not in (*self.turns.spoke, *self.turns.passed, *self.turns.skipped)

    @invariant()
    def nobody_on_a_break_has_it(self) -> None:
        assert self.turns.current not in self.out

    @invariant()
    def everybody_stands_once_and_in_the_order(self) -> None:
        order = set(self.turns.order)
        for people in (self.turns.spoke, self.turns.passed, self.turns.skipped, self.turns.offered_again):
            assert len(set(people)) == len(people)
            assert set(people) <= order
        assert not set(self.turns.spoke) & set(self.turns.passed)
        assert set(self.turns.offered_again) <= set(self.turns.skipped)

    @invariant()
    def nobody_waits_while_the_turn_rests(self) -> None:
        """Where it rests, everybody has had it, passed, missed it twice, or is on a break."""
        if self.turns.is_resting:
            had = {*self.turns.spoke, *self.turns.passed, *self.turns.offered_again, *self.out}
            assert set(self.turns.order) <= had


Table.TestCase.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
test_turns_hold_what_they_promise = Table.TestCase
