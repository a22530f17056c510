"""What waits of one's own: seeing it, and taking it back."""

from __future__ import annotations

from dataclasses import replace

from moderation.case import CaseKind, CaseOutcome, CaseState
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.messages import holding
from server.review.opening import NewCase, find_open
from server.review.redress_bodies import OneHeld
from server.review.standing import hold_case, move, pure, tell_desk
from server.storage.tx import Tx


def withdraw_held(tx: Tx, actor: Actor, command: OneHeld) -> None:
    """Takes back a message of mine that waits for a moderator; nothing is kept of it, and its case ends.

    Refusals: message_unknown, also for those of others; already_answered.
    """
    open_ = find_open(tx, NewCase(kind=CaseKind.HOLD, room_id=None, message_id=command.message))
    case = hold_case(tx, open_) if open_ else None  # room, case, message: the order of whoever decides
    held = holding.waiting(tx, command.message, of_account=actor.account_id or "")
    holding.withdraw(tx, actor, held)
    if case is None or case.state is CaseState.CLOSED:
        return
    closed = replace(pure(case), state=CaseState.CLOSED, outcome=CaseOutcome.WITHDRAWN, version=case.version + 1)
    move(tx, case, replace(closed, claimed_until=None))
    case.closed_at = tx.now
    tx.session.flush()
    after = {"outcome": CaseOutcome.WITHDRAWN}
    record(tx, actor, ActionKind.CASE_CLOSED, room_id=case.room_id, case_id=case.id, after=after)
    tell_desk(tx, case)
