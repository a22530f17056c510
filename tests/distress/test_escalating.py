"""The clock by itself, over many made-up evenings: it never stops until a human has the case."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from moderation.verdict import Risk
from server.distress.escalating import EVERY, Step, called_at, first_step, hastened, in_order, step_after

EVENING = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Voice:
    name: str
    languages: tuple[str, ...] = ()


def test_desk_has_a_minute_before_anybody_is_called() -> None:
    first = first_step(EVENING, Risk.ACTIVE)
    assert first == Step(1, EVENING + EVERY)
    assert not first.is_due(EVENING + EVERY - SECOND, is_claimed=False)
    assert first.is_due(EVENING + EVERY, is_claimed=False)


def test_danger_of_this_very_moment_calls_at_once() -> None:
    assert first_step(EVENING, Risk.IMMINENT).is_due(EVENING, is_claimed=False)


def test_claim_makes_it_silent_and_a_claim_that_lapses_lets_it_ring_at_once() -> None:
    late = Step(3, EVENING + EVERY)
    assert not late.is_due(EVENING + 5 * EVERY, is_claimed=True)
    assert late.is_due(EVENING + 5 * EVERY, is_claimed=False)


def test_steps_keep_their_rhythm_though_taken_a_little_late() -> None:
    step = first_step(EVENING, Risk.NONE)
    for _ in range(10):
        step = step_after(step, step.due_at + SECOND)
    assert step == Step(11, EVENING + 11 * EVERY)


def test_what_was_missed_while_no_server_ran_is_not_made_up_for_in_a_burst() -> None:
    taken_at = EVENING + 30 * EVERY
    assert step_after(Step(1, EVENING + EVERY), taken_at) == Step(2, taken_at + EVERY)


def test_list_begins_again_after_the_last() -> None:
    voices = [Voice("first"), Voice("second")]
    assert [called_at(step, voices) for step in (1, 2, 3, 4)] == [*voices, *voices]
    assert called_at(7, []) is None


def test_whoever_speaks_the_language_of_the_room_comes_first_and_nobody_is_left_out() -> None:
    voices = [Voice("a", ("en",)), Voice("b", ("fi", "en")), Voice("c"), Voice("d", ("fi",))]
    assert [voice.name for voice in in_order(voices, "fi")] == ["b", "d", "a", "c"]


def test_failure_brings_the_next_contact_forward_but_never_the_first_again() -> None:
    due = EVENING + 2 * EVERY
    assert hastened(Step(2, due), EVENING + EVERY, contacts=3).due_at == EVENING + EVERY
    assert hastened(Step(3, due), EVENING + EVERY, contacts=3).due_at == EVENING + EVERY
    assert hastened(Step(4, due), EVENING + EVERY, contacts=3).due_at == due
    assert hastened(Step(2, due), EVENING + EVERY, contacts=1).due_at == due
    assert hastened(Step(2, due), EVENING + EVERY, contacts=0).due_at == due


stretches = st.lists(st.tuples(st.booleans(), st.integers(1, 200)), min_size=1, max_size=8)
"""Yes or no, and for how many seconds it stays so."""


def second_by_second(stretches: list[tuple[bool, int]]) -> list[bool]:
    return [is_so for is_so, seconds in stretches for _ in range(seconds)]


@given(runs=stretches, claimed=stretches, reached=stretches, contacts=st.integers(0, 4))
def test_no_evening_leaves_a_waiting_person_longer_than_a_minute_without_a_call(
    runs: list[tuple[bool, int]], claimed: list[tuple[bool, int]], reached: list[tuple[bool, int]], contacts: int
) -> None:
    """Each second: is a server running, has a human the case, is the contact reached?"""
    step, taken, silent = first_step(EVENING, Risk.NONE), [], 0
    evening = zip(*(second_by_second(one) for one in (runs, claimed, reached)), strict=False)
    for second, (is_running, has_human, is_reached) in enumerate(evening):
        now = EVENING + second * SECOND
        if is_running and step.is_due(now, has_human):
            taken.append((second, step.number))
            following = step_after(step, now)
            step = following if is_reached else hastened(following, now, contacts)
            silent = 0
        elif is_running and not has_human:
            silent += 1
        assert silent <= EVERY / SECOND
    assert [number for _, number in taken] == list(range(1, len(taken) + 1))
    _no_burst([second for second, _ in taken], max(1, contacts))


def _no_burst(taken: list[int], contacts: int) -> None:
    """However much fails, nobody is called again within half a minute."""
    assert all(later - earlier >= 29 for earlier, later in zip(taken, taken[contacts:], strict=False))
