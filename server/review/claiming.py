"""Use cases of working on a case: claiming it, keeping it, giving it back or on, noting something."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, func, select

from moderation import case as moves
from moderation.case import CaseKind, CaseMoveRefused, CaseState
from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.review.bodies import AtVersion, Claimed, Escalate, Moved, OneCase, WriteNote
from server.review.standing import (
    as_refusal,
    claimer,
    desk_accounts,
    find_case,
    held_case,
    move,
    parties_of,
    pure,
    require_held,
    tell_desk,
)
from server.review.tables import Case, CaseNote
from server.storage.tx import Tx

LEASE = timedelta(minutes=10)
MOST_CLAIMED = 5


def claim_case(tx: Tx, actor: Actor, command: AtVersion) -> Claimed:
    """Takes a case for ten minutes, in which nobody else works on it. Of two at once one gets it.

    One's own again: kept. Refusals: not_found, case_closed, conflict_of_interest, claimed_by_another {by}, enough_cases
    (5 at once; people in distress are not counted against), stale_version.
    """
    case = find_case(tx, actor, command.case)
    seen = case.version  # before it is taken from whoever has left, which is no news to who claims it
    free_if_deserted(tx, case)
    if _is_mine(tx, case, actor):
        return keep_claim(tx, actor, OneCase(case=case.id))
    moved = _claimed(tx, actor, case)
    if seen != command.version:
        raise Refusal(ErrorCode.STALE_VERSION, version=seen)
    move(tx, case, moved)
    record(tx, actor, ActionKind.CASE_CLAIMED, room_id=case.room_id, case_id=case.id)
    tell_desk(tx, case)
    return _lease(case)


def keep_claim(tx: Tx, actor: Actor, command: OneCase) -> Claimed:
    """Keeps one's case for ten minutes from now.

    Refusals: not_found, case_closed, claimed_by_another {by}, not_claimed_by_you (the time had run out).
    """
    case = find_case(tx, actor, command.case)
    require_held(tx, actor, case)
    case.claimed_until_at = tx.now + LEASE  # the version stays: nothing that a decision rests on is another now
    tx.session.add(case)
    return _lease(case)


def release_case(tx: Tx, actor: Actor, command: AtVersion) -> Moved:
    """Gives a case back to the desk. Refusals as for `require_claim`, but for a conflict of interest."""
    return _give_back(tx, actor, command, ActionKind.CASE_RELEASED)


def hand_on(tx: Tx, actor: Actor, command: AtVersion) -> Moved:
    """Gives a case on to the others at the desk. Nobody asks why. Refusals as for `release_case`."""
    return _give_back(tx, actor, command, ActionKind.CASE_HANDED_ON)


def escalate_case(tx: Tx, actor: Actor, command: Escalate) -> Moved:
    """Passes a case on to the senior moderators, and a person in distress also to the room's professionals.

    Whoever sees it may, while nobody else works on it. Refusals: not_found, case_closed, claimed_by_another {by},
    already_escalated, stale_version.
    """
    case = find_case(tx, actor, command.case)
    if moves.state_at(pure(case), tx.now) is CaseState.CLAIMED and case.claimed_by != actor.account_id:
        raise Refusal(ErrorCode.CLAIMED_BY_ANOTHER, **claimer(tx, case))
    if case.version != command.version:
        raise Refusal(ErrorCode.STALE_VERSION, version=case.version)
    try:
        move(tx, case, moves.escalate(pure(case)))
    except CaseMoveRefused as refused:
        raise as_refusal(tx, case, refused) from None
    reason = command.reason or None
    record(tx, actor, ActionKind.CASE_ESCALATED, room_id=case.room_id, case_id=case.id, reason=reason)
    tell_desk(tx, case)
    return moved_of(case)


def write_note(tx: Tx, actor: Actor, command: WriteNote) -> None:
    """Notes something for the others at the desk. Refusals: not_found, case_closed."""
    case = find_case(tx, actor, command.case)
    if case.closed_at is not None:
        raise Refusal(ErrorCode.CASE_CLOSED)
    note_id, account_id = new_id(), actor.account_id or ""
    sealed = tx.sealer.seal(command.text, "case_note", case.id, note_id)
    tx.session.add(CaseNote(id=note_id, case_id=case.id, account_id=account_id, sealed_text=sealed, at=tx.now))
    record(tx, actor, ActionKind.CASE_NOTED, room_id=case.room_id, case_id=case.id)
    tell_desk(tx, case)


def free_if_deserted(tx: Tx, case: Case) -> bool:
    """Takes a case from whoever has it and no longer sees it: they are at that desk no more. Whether it was so."""
    if case.claimed_by is None or case.state is not CaseState.CLAIMED or case.claimed_by in desk_accounts(tx, case):
        return False
    free(tx, case)
    return True


def free(tx: Tx, case: Case) -> None:
    """The case waits again: whoever had it has lost it, by time or with their place at the desk."""
    state = CaseState.ESCALATED if case.is_escalated else CaseState.OPEN
    case.state, case.claimed_by, case.claimed_until_at = state, None, None
    case.version += 1
    tx.session.add(case)
    record(tx, SERVER, ActionKind.CLAIM_LOST, room_id=case.room_id, case_id=case.id)


def moved_of(case: Case) -> Moved:
    return Moved(case=case.id, version=case.version, state=case.state, is_escalated=case.is_escalated)


def claimed_now(tx: Tx, actor: Actor) -> int:
    """How many cases somebody has, people in distress left out."""
    mine = select(func.count()).where(
        Case.claimed_by == actor.account_id,
        col(Case.closed_at).is_(None),
        col(Case.claimed_until_at) > tx.now,
        Case.kind != CaseKind.DISTRESS,
    )
    return tx.session.exec(mine).one()


def _claimed(tx: Tx, actor: Actor, case: Case) -> moves.Case:
    try:
        moved = moves.claim(pure(case), actor.account_id or "", tx.now, LEASE, parties_of(tx, case))
    except CaseMoveRefused as refused:
        raise as_refusal(tx, case, refused) from None
    if case.kind is not CaseKind.DISTRESS and claimed_now(tx, actor) >= MOST_CLAIMED:
        raise Refusal(ErrorCode.ENOUGH_CASES, most=MOST_CLAIMED)
    return moved


def _is_mine(tx: Tx, case: Case, actor: Actor) -> bool:
    return moves.state_at(pure(case), tx.now) is CaseState.CLAIMED and case.claimed_by == actor.account_id


def _give_back(tx: Tx, actor: Actor, command: AtVersion, kind: ActionKind) -> Moved:
    case = held_case(tx, actor, command.case, command.version)
    move(tx, case, moves.release(pure(case), actor.account_id or "", tx.now))
    record(tx, actor, kind, room_id=case.room_id, case_id=case.id)
    tell_desk(tx, case)
    return moved_of(case)


def _lease(case: Case) -> Claimed:
    assert case.claimed_until_at is not None
    return Claimed(case=case.id, version=case.version, claimed_until=case.claimed_until_at)
