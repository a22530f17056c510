"""A case as the slices above may hold it: to ask how it stands, never to move it past the rules."""

from __future__ import annotations

from datetime import datetime

from moderation import case as moves
from moderation.case import CaseState
from server.review.claiming import LEASE
from server.review.standing import pure, tell_desk
from server.review.tables import Case as Case
from server.storage.tx import Tx


def hold_case(tx: Tx, case_id: str) -> Case:
    """A case that exists, held until the commit: nobody claims or closes it meanwhile."""
    return tx.session.get_one(Case, case_id, with_for_update=True, populate_existing=True)


def is_claimed(case: Case, at: datetime) -> bool:
    """Whether a human has it at this moment."""
    return moves.state_at(pure(case), at) is CaseState.CLAIMED


def make_louder(tx: Tx, case: Case) -> None:
    """Brings a held case that nobody has taken before those who see escalated cases too.

    Its version stays: whoever presses claim in this very instant is not turned away.
    """
    case.is_escalated = True
    if case.state is CaseState.OPEN:
        case.state = CaseState.ESCALATED
    tx.session.add(case)


def keep(tx: Tx, case: Case, account_id: str) -> None:
    """Whoever is at work on a held case keeps it for the length of a claim from now. Not theirs any more: it stays so."""
    if is_claimed(case, tx.now) and case.claimed_by == account_id:
        case.claimed_until_at = tx.now + LEASE
        tx.session.add(case)


def hand_to(tx: Tx, case: Case, account_id: str) -> None:
    """Gives a held case that somebody works on straight to somebody else, who sees it on their desk."""
    case.claimed_by, case.claimed_until_at = account_id, tx.now + LEASE
    case.version += 1
    tx.session.add(case)
    tell_desk(tx, case)
