"""A case on the moderators' desk: its states, the legal moves between them, and who may not decide it.

Everything here is a function of values: the time is an argument, and a move gives a new case with the next version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class CaseKind(StrEnum):
    """What brought the case to the desk."""

    REPORT = "report"
    HOLD = "hold"
    DISTRESS = "distress"
    APPEAL = "appeal"
    COMPLAINT = "complaint"


class CaseState(StrEnum):
    """Where the case stands; `escalated` waits for somebody other than the first desk."""

    OPEN = "open"
    CLAIMED = "claimed"
    ESCALATED = "escalated"
    CLOSED = "closed"


class CaseOutcome(StrEnum):
    """How a case may end; which ends whoever decides may choose is in `OUTCOMES`. `withdrawn` only its author says."""

    NO_BREACH = "no_breach"
    DUPLICATE = "duplicate"
    MESSAGE_REMOVED = "message_removed"
    SANCTIONED = "sanctioned"
    RELEASED = "released"
    RETURNED = "returned"
    TALKED = "talked"
    DECLINED_TALK = "declined_talk"
    NOT_REACHED = "not_reached"
    EMERGENCY_CALLED = "emergency_called"
    NO_CONCERN = "no_concern"
    UPHELD = "upheld"
    CHANGED = "changed"
    REVERSED = "reversed"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class CaseRefusal(StrEnum):
    """Why a move was not made."""

    STALE_VERSION = "stale_version"
    CASE_CLOSED = "case_closed"
    CLAIMED_BY_ANOTHER = "claimed_by_another"
    NOT_CLAIMED_BY_YOU = "not_claimed_by_you"
    ALREADY_ESCALATED = "already_escalated"
    OUTCOME_NOT_FOR_THIS_KIND = "outcome_not_for_this_kind"
    CONFLICT_OF_INTEREST = "conflict_of_interest"


class CaseMoveRefused(Exception):
    """A move that the case does not allow now; nothing has changed."""

    def __init__(self, reason: CaseRefusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


_O = CaseOutcome
OUTCOMES: Mapping[CaseKind, frozenset[CaseOutcome]] = MappingProxyType(
    {
        CaseKind.REPORT: frozenset({_O.NO_BREACH, _O.DUPLICATE, _O.MESSAGE_REMOVED, _O.SANCTIONED, _O.TALKED}),
        CaseKind.HOLD: frozenset({_O.RELEASED, _O.RETURNED, _O.MESSAGE_REMOVED, _O.SANCTIONED}),
        CaseKind.DISTRESS: frozenset({_O.TALKED, _O.DECLINED_TALK, _O.NOT_REACHED, _O.EMERGENCY_CALLED, _O.NO_CONCERN}),
        CaseKind.APPEAL: frozenset({_O.UPHELD, _O.CHANGED, _O.REVERSED}),
        CaseKind.COMPLAINT: frozenset({_O.UPHELD, _O.ANSWERED, _O.DUPLICATE}),
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """A case at one version. A claim is a lease: past `claimed_until` the case is free again without anyone acting."""

    id: str
    kind: CaseKind
    opened_at: datetime
    version: int = 1
    state: CaseState = CaseState.OPEN
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    is_escalated: bool = False
    outcome: CaseOutcome | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Who has a stake in a case: whom it is about, who brought it, who acted in the matter before."""

    subject: str | None = None
    reporter: str | None = None
    acted: frozenset[str] = frozenset()


def state_at(case: Case, at: datetime) -> CaseState:
    """The state as it is at this moment: a claim whose lease has run out counts as none."""
    if case.state is CaseState.CLAIMED and case.claimed_until is not None and case.claimed_until <= at:
        return _waiting(case)
    return case.state


def has_conflict_of_interest(person: str, parties: Parties) -> bool:
    """True when `person` is the subject, brought the case, or made the decision that is now looked at again."""
    return person in {parties.subject, parties.reporter} or person in parties.acted


def may_sanction_from(kind: CaseKind) -> bool:
    """False for distress: from a worry about somebody no sanction can be given."""
    return kind is not CaseKind.DISTRESS


def may_hide_criticism(deciders: Mapping[str, bool]) -> bool:
    """True when somebody who is not the criticised organisation's staff agrees; `deciders` maps each to "is staff"."""
    return not all(deciders.values())


def claim(case: Case, by: str, at: datetime, lease: timedelta, parties: Parties) -> Case:
    """`by` works on the case until `at + lease`; claiming one's own case again renews the lease."""
    if has_conflict_of_interest(by, parties):
        raise CaseMoveRefused(CaseRefusal.CONFLICT_OF_INTEREST)
    state = state_at(case, at)
    _refuse_if_closed(case)
    if state is CaseState.CLAIMED and case.claimed_by != by:
        raise CaseMoveRefused(CaseRefusal.CLAIMED_BY_ANOTHER)
    return _next(case, state=CaseState.CLAIMED, claimed_by=by, claimed_until=at + lease)


def release(case: Case, by: str, at: datetime) -> Case:
    """Gives the case back to the desk without a reason asked."""
    _refuse_unless_held(case, by, at)
    return _next(case, state=_waiting(case), claimed_by=None, claimed_until=None)


def escalate(case: Case) -> Case:
    """On to the next desk or the on-call contact; a clock may do it as well as a person. Once is enough."""
    _refuse_if_closed(case)
    if case.is_escalated:
        raise CaseMoveRefused(CaseRefusal.ALREADY_ESCALATED)
    return _next(case, state=CaseState.ESCALATED, is_escalated=True, claimed_by=None, claimed_until=None)


def close(case: Case, by: str, at: datetime, outcome: CaseOutcome) -> Case:
    """Ends the case with an outcome of its kind; only whoever holds the claim can."""
    _refuse_unless_held(case, by, at)
    if outcome not in OUTCOMES[case.kind]:
        raise CaseMoveRefused(CaseRefusal.OUTCOME_NOT_FOR_THIS_KIND)
    return _next(case, state=CaseState.CLOSED, outcome=outcome, claimed_until=None)


def refuse_unless_current(case: Case, version: int) -> None:
    """Refuses a move that was decided while looking at another version of the case."""
    if case.version != version:
        raise CaseMoveRefused(CaseRefusal.STALE_VERSION)


def _waiting(case: Case) -> CaseState:
    return CaseState.ESCALATED if case.is_escalated else CaseState.OPEN


def _refuse_if_closed(case: Case) -> None:
    if case.state is CaseState.CLOSED:
        raise CaseMoveRefused(CaseRefusal.CASE_CLOSED)


def _refuse_unless_held(case: Case, by: str, at: datetime) -> None:
    _refuse_if_closed(case)
    if state_at(case, at) is not CaseState.CLAIMED or case.claimed_by != by:
        raise CaseMoveRefused(CaseRefusal.NOT_CLAIMED_BY_YOU)


def _next(case: Case, **changes: object) -> Case:
    return replace(case, version=case.version + 1, **changes)  # type: ignore[arg-type]
