"""The ladder of sanctions: what binds now, what comes next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.sanctions import Barred, Ladder, Sanction, SanctionKind, bars, binding, propose

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)

moments = st.integers(-400, 400).map(lambda hours: NOON + timedelta(hours=hours))
sanctions = st.builds(
    Sanction,
    kind=st.sampled_from(SanctionKind),
    starts_at=moments,
    ends_at=st.none() | moments,
    room=st.sampled_from([None, "tuesday", "open"]),
    acknowledged_at=st.none() | moments,
    reversed_at=st.none() | moments,
)


def test_note_binds_nobody():
    assert bars(Sanction(SanctionKind.NOTE, NOON), NOON, "tuesday") is None


def test_warning_keeps_from_writing_until_it_is_read():
    assert bars(Sanction(SanctionKind.WARNING, NOON), NOON + DAY, "tuesday") is Barred.WRITE
    read = Sanction(SanctionKind.WARNING, NOON, acknowledged_at=NOON + DAY)
    assert bars(read, NOON, "tuesday") is Barred.WRITE
    assert bars(read, NOON + DAY, "tuesday") is None


def test_mute_ends_by_itself_at_its_end():
    mute = Sanction(SanctionKind.MUTE, NOON, NOON + DAY)
    assert bars(mute, NOON + DAY - timedelta(microseconds=1), "tuesday") is Barred.WRITE
    assert bars(mute, NOON + DAY, "tuesday") is None


@pytest.mark.parametrize("kind", [SanctionKind.SUSPENSION, SanctionKind.EXCLUSION])
def test_suspension_and_exclusion_close_the_door(kind: SanctionKind):
    assert bars(Sanction(kind, NOON), NOON, "tuesday") is Barred.ENTER


def test_sanction_of_one_room_leaves_the_others_open():
    mute = Sanction(SanctionKind.MUTE, NOON, room="tuesday")
    assert bars(mute, NOON, "open") is None
    assert bars(mute, NOON, "tuesday") is Barred.WRITE


def test_sanction_does_not_bind_before_it_begins():
    assert bars(Sanction(SanctionKind.MUTE, NOON), NOON - DAY, "tuesday") is None


def test_reversed_sanction_frees_at_once():
    mute = Sanction(SanctionKind.MUTE, NOON, NOON + DAY, reversed_at=NOON + timedelta(hours=1))
    assert bars(mute, NOON, "tuesday") is Barred.WRITE
    assert bars(mute, NOON + timedelta(hours=1), "tuesday") is None


@given(st.lists(sanctions), moments)
def test_gravest_that_binds_comes_first(given_sanctions: list[Sanction], at: datetime):
    bound = binding(given_sanctions, at, "tuesday")
    assert all(bars(sanction, at, "tuesday") for sanction in bound)
    assert [sanction.kind for sanction in bound] == sorted((each.kind for each in bound), reverse=True)
    assert len(bound) == sum(bars(each, at, "tuesday") is not None for each in given_sanctions)


def test_ladder_climbs_one_step_at_a_time():
    history: list[Sanction] = []
    steps = []
    for _ in range(6):
        proposal = propose(history, NOON)
        steps.append(proposal)
        history.append(Sanction(proposal.kind, NOON))
    assert [step.kind.name for step in steps] == ["NOTE", "WARNING", "MUTE", "SUSPENSION", "EXCLUSION", "EXCLUSION"]
    assert [step.lasts for step in steps] == [None, None, DAY, 7 * DAY, None, None]


def test_danger_to_somebody_else_begins_at_a_mute():
    assert propose([], NOON, is_grave=True).kind is SanctionKind.MUTE
    assert propose([Sanction(SanctionKind.MUTE, NOON)], NOON, is_grave=True).kind is SanctionKind.SUSPENSION


def test_old_reversed_and_future_steps_are_not_remembered():
    history = [
        Sanction(SanctionKind.SUSPENSION, NOON - 181 * DAY),
        Sanction(SanctionKind.MUTE, NOON - DAY, reversed_at=NOON),
        Sanction(SanctionKind.MUTE, NOON + DAY),
    ]
    assert propose(history, NOON).kind is SanctionKind.NOTE


@given(st.lists(sanctions), moments, st.booleans())
def test_proposal_is_never_more_than_one_step_up_unless_somebody_is_in_danger(history, at, is_grave):
    proposal = propose(history, at, Ladder(), is_grave=is_grave)
    highest = max((each.kind for each in history), default=0)
    floor = SanctionKind.MUTE if is_grave else SanctionKind.NOTE
    assert floor <= proposal.kind <= max(highest + 1, floor)
