"""Cases on the desk: legal moves, leases, conflicts of interest, triage."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from moderation.case import (
    OUTCOMES,
    Case,
    CaseKind,
    CaseMoveRefused,
    CaseOutcome,
    CaseRefusal,
    CaseState,
    Parties,
    claim,
    close,
    escalate,
    has_conflict_of_interest,
    may_hide_criticism,
    may_sanction_from,
    refuse_unless_current,
    release,
    state_at,
)
from moderation.triage import in_order, is_overdue

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
NOBODY = Parties()


def case(kind: CaseKind = CaseKind.REPORT, at: datetime = NOON, name: str = "c1") -> Case:
    return Case(name, kind, at)


def refusal(move) -> CaseRefusal:
    with pytest.raises(CaseMoveRefused) as refused:
        move()
    return refused.value.reason


def test_claimed_case_belongs_to_one_person_until_the_lease_ends():
    claimed = claim(case(), "aino", NOON, LEASE, NOBODY)
    assert refusal(lambda: claim(claimed, "petri", NOON, LEASE, NOBODY)) is CaseRefusal.CLAIMED_BY_ANOTHER
    assert claim(claimed, "petri", NOON + LEASE, LEASE, NOBODY).claimed_by == "petri"


def test_claiming_again_renews_the_lease():
    claimed = claim(case(), "aino", NOON, LEASE, NOBODY)
    renewed = claim(claimed, "aino", NOON + timedelta(minutes=5), LEASE, NOBODY)
    assert renewed.claimed_until == NOON + timedelta(minutes=15)
    assert renewed.version == 3


def test_of_two_who_claim_the_same_version_one_is_stale():
    claimed = claim(case(), "aino", NOON, LEASE, NOBODY)
    refuse_unless_current(claimed, 2)
    assert refusal(lambda: refuse_unless_current(claimed, 1)) is CaseRefusal.STALE_VERSION


def test_released_case_waits_where_it_came_from():
    assert release(claim(case(), "aino", NOON, LEASE, NOBODY), "aino", NOON).state is CaseState.OPEN
    escalated = claim(escalate(case()), "petri", NOON, LEASE, NOBODY)
    assert release(escalated, "petri", NOON).state is CaseState.ESCALATED


def test_lapsed_claim_can_neither_release_nor_close():
    claimed = claim(case(), "aino", NOON, LEASE, NOBODY)
    late = NOON + LEASE
    assert state_at(claimed, late) is CaseState.OPEN
    assert refusal(lambda: release(claimed, "aino", late)) is CaseRefusal.NOT_CLAIMED_BY_YOU
    assert refusal(lambda: close(claimed, "aino", late, CaseOutcome.NO_BREACH)) is CaseRefusal.NOT_CLAIMED_BY_YOU


def test_a_case_is_escalated_once():
    assert refusal(lambda: escalate(escalate(case()))) is CaseRefusal.ALREADY_ESCALATED


def test_nothing_moves_a_closed_case():
    closed = close(claim(case(), "aino", NOON, LEASE, NOBODY), "aino", NOON, CaseOutcome.NO_BREACH)
    assert closed.state is CaseState.CLOSED
    assert refusal(lambda: claim(closed, "aino", NOON, LEASE, NOBODY)) is CaseRefusal.CASE_CLOSED
    assert refusal(lambda: release(closed, "aino", NOON)) is CaseRefusal.CASE_CLOSED
    assert refusal(lambda: escalate(closed)) is CaseRefusal.CASE_CLOSED


@given(st.sampled_from(CaseKind), st.sampled_from(CaseOutcome))
def test_a_case_ends_only_with_an_outcome_of_its_kind(kind: CaseKind, outcome: CaseOutcome):
    claimed = claim(case(kind), "aino", NOON, LEASE, NOBODY)
    if outcome in OUTCOMES[kind]:
        assert close(claimed, "aino", NOON, outcome).outcome is outcome
    else:
        reason = refusal(lambda: close(claimed, "aino", NOON, outcome))
        assert reason is CaseRefusal.OUTCOME_NOT_FOR_THIS_KIND


def test_distress_never_ends_in_a_sanction():
    assert CaseOutcome.SANCTIONED not in OUTCOMES[CaseKind.DISTRESS]
    assert CaseOutcome.MESSAGE_REMOVED not in OUTCOMES[CaseKind.DISTRESS]
    assert [kind for kind in CaseKind if not may_sanction_from(kind)] == [CaseKind.DISTRESS]


@pytest.mark.parametrize(
    "parties", [Parties(subject="aino"), Parties(reporter="aino"), Parties(acted=frozenset({"petri", "aino"}))]
)
def test_who_acted_reported_or_is_meant_cannot_take_the_case(parties: Parties):
    assert (
        refusal(lambda: claim(case(CaseKind.APPEAL), "aino", NOON, LEASE, parties)) is CaseRefusal.CONFLICT_OF_INTEREST
    )
    assert has_conflict_of_interest("aino", parties)
    assert not has_conflict_of_interest("lumi", parties)


@pytest.mark.parametrize(
    ("deciders", "may"),
    [({"radu": True}, False), ({"radu": True, "aino": True}, False), ({"radu": True, "meri": False}, True)],
)
def test_criticism_is_not_hidden_by_own_staff_alone(deciders: dict[str, bool], may: bool):
    assert may_hide_criticism(deciders) is may


def test_nobody_deciding_hides_nothing():
    assert not may_hide_criticism({})


def test_desk_shows_distress_first_then_the_oldest_that_nobody_has():
    minute = timedelta(minutes=1)
    old = case(CaseKind.REPORT, NOON, "old")
    new = case(CaseKind.HOLD, NOON + minute, "new")
    worried = case(CaseKind.DISTRESS, NOON + 2 * minute, "worried")
    pressing = escalate(case(CaseKind.REPORT, NOON + 2 * minute, "pressing"))
    taken = claim(case(CaseKind.REPORT, NOON - minute, "taken"), "aino", NOON, LEASE, NOBODY)
    helped = claim(case(CaseKind.DISTRESS, NOON - minute, "helped"), "aino", NOON, LEASE, NOBODY)
    done = close(taken, "aino", NOON, CaseOutcome.NO_BREACH)
    shown = in_order([taken, done, new, helped, old, pressing, worried], NOON + 3 * minute)
    assert [each.id for each in shown] == ["worried", "pressing", "old", "new", "helped", "taken"]


@given(
    st.permutations([case(kind, NOON + timedelta(seconds=n % 3), f"c{n}") for n, kind in enumerate(list(CaseKind) * 2)])
)
def test_desk_order_does_not_depend_on_how_cases_arrive(cases: list[Case]):
    assert in_order(cases, NOON) == in_order(sorted(cases, key=lambda each: each.id), NOON)


@pytest.mark.parametrize(
    ("waiting", "seconds", "overdue"),
    [
        (case(CaseKind.DISTRESS), 59, False),
        (case(CaseKind.DISTRESS), 60, True),
        (case(CaseKind.REPORT), 600, False),
        (claim(case(CaseKind.DISTRESS), "aino", NOON, LEASE, NOBODY), 90, False),
        (claim(case(CaseKind.DISTRESS), "aino", NOON, LEASE, NOBODY), 600, True),
        (escalate(case(CaseKind.DISTRESS)), 600, True),
    ],
)
def test_distress_nobody_takes_is_overdue_until_somebody_does(waiting: Case, seconds: int, overdue: bool):
    assert is_overdue(waiting, NOON + timedelta(seconds=seconds)) is overdue


class Desk(RuleBasedStateMachine):
    """Any order of moves by two moderators: at most one holds the case, versions count moves, closed is the end."""

    def __init__(self) -> None:
        super().__init__()
        self.case = case()
        self.now = NOON
        self.moves = 1
        self.was_closed = False

    def attempt(self, move) -> None:
        try:
            self.case = move()
        except CaseMoveRefused:
            return
        assert not self.was_closed
        self.moves += 1
        self.was_closed = self.case.state is CaseState.CLOSED

    @rule(minutes=st.integers(0, 20))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(by=st.sampled_from(["aino", "petri"]))
    def somebody_claims(self, by: str) -> None:
        holder = self.case.claimed_by if state_at(self.case, self.now) is CaseState.CLAIMED else None
        self.attempt(lambda: claim(self.case, by, self.now, LEASE, NOBODY))
        assert holder in {None, self.case.claimed_by}

    @rule(by=st.sampled_from(["aino", "petri"]))
    def somebody_releases(self, by: str) -> None:
        self.attempt(lambda: release(self.case, by, self.now))

    @rule()
    def clock_escalates(self) -> None:
        self.attempt(lambda: escalate(self.case))

    @rule(by=st.sampled_from(["aino", "petri"]), outcome=st.sampled_from(CaseOutcome))
    def somebody_closes(self, by: str, outcome: CaseOutcome) -> None:
        self.attempt(lambda: close(self.case, by, self.now, outcome))

    @invariant()
    def version_counts_the_moves(self) -> None:
        assert self.case.version == self.moves

    @invariant()
    def closed_has_an_outcome_and_only_closed(self) -> None:
        assert (self.case.outcome is not None) == (self.case.state is CaseState.CLOSED)


TestDesk = Desk.TestCase
