"""Use cases of the clock at the desk: claims that have run out, and cases that nobody would see any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import col, select

from moderation.case import CaseKind, CaseState
from server.accounts.roles import accounts_with
from server.actor import Actor, Role
from server.review.claiming import free, free_if_deserted
from server.review.opening import reach_somebody
from server.review.standing import REVIEWED, desk_accounts, hold_case, tell_desk
from server.review.tables import Case, CaseParty, Report
from server.rooms.guiding import accounts_of, rooms_with_guides
from server.storage.tx import Tx

_AT_ONCE = 100


def find_lost(tx: Tx, actor: Actor, command: None) -> list[str]:
    """Cases whose claim has run out, or is held by somebody who sees them no more; 100 at once."""
    claimed = select(Case).where(Case.state == CaseState.CLAIMED, col(Case.closed_at).is_(None))
    cases = tx.session.exec(claimed).all()
    guides = rooms_with_guides(tx) if cases else {}
    lost = [
        case.id
        for case in cases
        if (case.claimed_until_at is not None and case.claimed_until_at <= tx.now)
        or (
            case.claimed_by not in guides.get(case.room_id or "", set())
            and case.claimed_by not in desk_accounts(tx, case)
        )
    ]
    return lost[:_AT_ONCE]


def give_back(tx: Tx, actor: Actor, case_id: str) -> None:
    """Has a case wait again, if its claim is lost still, and tells its desk."""
    case = _held(tx, case_id)
    if case.state is CaseState.CLAIMED and case.claimed_until_at is not None and case.claimed_until_at <= tx.now:
        free(tx, case)
        tell_desk(tx, case)
    elif free_if_deserted(tx, case):
        tell_desk(tx, case)


def find_unreached(tx: Tx, actor: Actor, command: None) -> list[str]:
    """Open cases that nobody sees who may decide them, and those that others stand in for."""
    cases = tx.session.exec(select(Case).where(col(Case.closed_at).is_(None))).all()
    if not cases:
        return []
    guides, barred = rooms_with_guides(tx), _barred(tx, cases)
    called = {role: accounts_with(tx, role) for role in (Role.MODERATOR, Role.REVIEWER)}

    def seeing(case: Case) -> set[str]:
        if case.kind is CaseKind.COMPLAINT:
            return called[Role.REVIEWER]
        beyond = called[Role.MODERATOR] if case.is_escalated else set()
        outside = called[Role.REVIEWER] if case.kind in REVIEWED else set()
        return guides.get(case.room_id or "", set()) | beyond | outside

    return [case.id for case in cases if case.is_unattended or not seeing(case) - barred[case.id]]


def reach(tx: Tx, actor: Actor, case_id: str) -> None:
    """Passes a case on until somebody has it on their desk, and tells those."""
    case = _held(tx, case_id)
    if case.closed_at is None and reach_somebody(tx, case):
        tell_desk(tx, case)


def _held(tx: Tx, case_id: str) -> Case:
    return hold_case(tx, tx.session.get_one(Case, case_id))


def _barred(tx: Tx, cases: Sequence[Case]) -> defaultdict[str, set[str]]:
    """Who may not decide a case: whoever it is about, whoever reported it, and whoever acted in the matter before."""
    barred: defaultdict[str, set[str]] = defaultdict(set)
    open_ = select(Case.id).where(col(Case.closed_at).is_(None))
    for parties in (Report, CaseParty):
        named = select(parties.case_id, parties.account_id).where(col(parties.case_id).in_(open_))
        for case_id, account_id in tx.session.exec(named):
            barred[case_id].add(account_id)
    about = accounts_of(tx, {case.about_participation for case in cases if case.about_participation})
    for case in cases:
        barred[case.id].add(about.get(case.about_participation or "", ""))
    return barred
