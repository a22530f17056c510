"""In which order the desk shows its cases, and when a wait has become too long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from moderation.case import Case, CaseKind, CaseState, state_at

LOUDER_AFTER = timedelta(seconds=60)

_WAITING = frozenset({CaseState.OPEN, CaseState.ESCALATED})


def in_order(cases: Iterable[Case], at: datetime) -> list[Case]:
    """Open cases, most pressing first: distress nobody has, then what nobody has, then what somebody works on.

    Within each: escalated before others, then the oldest. Closed cases are left out. Two cases of the same moment
    keep the order of their ids, so that every desk shows the same list.
    """
    return sorted((case for case in cases if case.state is not CaseState.CLOSED), key=lambda case: _rank(case, at))


def is_overdue(case: Case, at: datetime, patience: timedelta = LOUDER_AFTER) -> bool:
    """True when a person in distress has waited for `patience` and nobody has claimed the case."""
    if case.kind is not CaseKind.DISTRESS or state_at(case, at) not in _WAITING:
        return False
    return at - case.opened_at >= patience


def _rank(case: Case, at: datetime) -> tuple[int, bool, datetime, str]:
    is_claimed = state_at(case, at) is CaseState.CLAIMED
    is_distress = case.kind is CaseKind.DISTRESS
    group = {(True, False): 0, (False, False): 1, (True, True): 2, (False, True): 3}[is_distress, is_claimed]
    return group, not case.is_escalated, case.opened_at, case.id
