"""Ten thousand steps of lives against a plain model, and what holds in every one of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from server.errors import Refusal
from server.rooms.lifecycle import (
    LONGEST_BLINK,
    BegunClosing,
    Ended,
    Happening,
    HoursSet,
    Life,
    Looked,
    Opened,
    Rules,
    Staff,
    WentOnDuty,
    elapsed,
    step,
)
from tests.rooms.cast import TUESDAY

RULES = Rules()
NOTHING = timedelta(0)
SECONDS = st.sampled_from([0, 1, 5, 10, 29, 30, 31, 60, 300, 3_600, -1, -60])


class Lives(RuleBasedStateMachine):
    """The model is written down the other way round: a state, how long it was seen alone, and how long it was open."""

    def __init__(self) -> None:
        super().__init__()
        self.life, self.now = Life(), TUESDAY
        self.state, self.before, self.staff = "closed", "", Staff.UNKNOWN
        self.alone, self.talked, self.last = NOTHING, NOTHING, TUESDAY
        self.sittings = 0

    def happens(self, happening: Happening) -> bool:
        """Whether it was not refused."""
        try:
            self.life = step(self.life, happening, RULES)
        except Refusal:
            return False
        return True

    def time_passes(self) -> None:
        """In the model: whatever lies between two looks, if it is short enough."""
        passed, self.last = self.now - self.last, self.now
        if not NOTHING <= passed <= LONGEST_BLINK:
            return
        if self.state in {"open", "closing"}:
            self.talked += passed
        if self.staff in {Staff.AWAY, Staff.NONE}:
            self.alone += passed

    def becomes(self, state: str) -> None:
        self.before, self.state = self.state, state

    @rule(seconds=SECONDS)
    def waits(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(staff=st.sampled_from(Staff), repeats=st.integers(1, 40), every=st.sampled_from([1, 10, 30]))
    def is_looked_at(self, staff: Staff, repeats: int, every: int) -> None:
        for _ in range(repeats):
            self.now += timedelta(seconds=every)
            assert self.happens(Looked(self.now, staff))
            if self.state not in {"closed", "ended"}:
                self.time_passes()
                self.staff = staff
                self.follow()
                if staff in {Staff.AWAY, Staff.NONE}:
                    self.nobody_is_left_alone_for_longer_than_the_rules_allow()

    def nobody_is_left_alone_for_longer_than_the_rules_allow(self) -> None:
        """Found out by a look: where the last one did not know, the next one acts on what was counted until then."""
        if self.life.state.takes_words:
            assert self.life.absent_for < RULES.pause_after

    def follow(self) -> None:
        if self.staff is Staff.THERE:
            self.alone = NOTHING
            if self.state == "paused":
                self.becomes(self.before)
        elif self.staff is not Staff.UNKNOWN:
            self.leave_alone()

    def leave_alone(self) -> None:
        if self.state == "paused":
            if self.alone >= RULES.end_after:
                self.becomes("ended")
        elif self.staff is Staff.NONE or self.alone >= RULES.pause_after:
            over = self.state == "closing" and self.life.ends_at is not None and self.now >= self.life.ends_at
            self.becomes("closed" if self.state == "lobby" else "ended" if over else "paused")
            self.alone = NOTHING

    @rule()
    def somebody_goes_on_duty(self) -> None:
        is_in_time = self.is_in_hours(self.now)
        was_over = self.state in {"closed", "ended"}
        assert self.happens(WentOnDuty(self.now)) is (is_in_time or not was_over)
        if was_over and is_in_time:
            self.becomes("lobby")
            self.sittings += 1
            self.staff, self.last, self.alone, self.talked = Staff.UNKNOWN, self.now, NOTHING, NOTHING

    def is_in_hours(self, now: datetime) -> bool:
        opens, ends = self.life.opens_at, self.life.ends_at
        return (opens is None or now >= opens - RULES.opens_early) and (ends is None or now < ends)

    @rule()
    def is_opened(self) -> None:
        is_possible = self.state not in {"closed", "ended"}
        assert self.happens(Opened(self.now)) is is_possible
        if is_possible:
            self.time_passes()
            if self.state != "open":
                self.alone = NOTHING
                self.becomes("open")

    @rule()
    def begins_closing(self) -> None:
        is_possible = self.state in {"open", "closing"}
        assert self.happens(BegunClosing(self.now)) is is_possible
        if is_possible:
            self.time_passes()
            self.becomes("closing")

    @rule()
    def is_ended(self) -> None:
        assert self.happens(Ended(self.now))
        if self.state not in {"closed", "ended"}:
            self.time_passes()
            self.becomes("closed" if self.state == "lobby" else "ended")

    @rule(minutes=st.none() | st.integers(-120, 120))
    def gets_hours(self, minutes: int | None) -> None:
        opens = None if minutes is None else self.now + timedelta(minutes=minutes)
        ends = None if opens is None else opens + timedelta(minutes=90)
        assert self.happens(HoursSet(self.now, opens, ends, None))

    @invariant()
    def is_as_the_model_has_it(self) -> None:
        assert (self.life.state, self.life.sitting) == (self.state, self.sittings)
        assert elapsed(self.life, self.last) == self.talked

    @invariant()
    def clock_runs_only_while_people_may_write(self) -> None:
        assert (self.life.open_since is not None) is self.life.state.takes_words

    @invariant()
    def only_a_paused_room_knows_what_it_was(self) -> None:
        assert (self.life.resumes_as is not None) is (self.life.state == "paused")


Lives.TestCase.settings = settings(
    max_examples=200, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLives = Lives.TestCase
