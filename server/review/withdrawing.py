"""What waits of one's own: seeing it, and taking it back."""

from __future__ import annotations

from dataclasses import replace

from moderation.case import CaseKind, CaseOutcome, CaseState
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.messages import holding
from server.review.opening import NewCase, find_open
from server.review.redress_bodies import OneHeld
from server.review.standing import move, pure, tell_desk
from server.storage.tx import Tx


def withdraw_held(tx: Tx, actor: Actor, command: OneHeld) -> None:
    """Takes back a message of mine that waits for a moderator; nothing is kept of it, and its case ends.

    Refusals: message_unknown, also for those of others; already_answered.
    """
    held = holding.waiting(tx, command.message, of_account=actor.account_id or "")
    holding.withdraw(tx, actor, held)
    case = find_open(tx, NewCase(kind=CaseKind.HOLD, room_id=held.room_id, message_id=held.id))
    if case is None:
        return
    closed = replace(pure(case), state=CaseState.CLOSED, outcome=CaseOutcome.WITHDRAWN, version=case.version + 1)
    move(tx, case, replace(closed, claimed_until=None))
    case.closed_at = tx.now
    tx.session.flush()
    after = {"outcome": CaseOutcome.WITHDRAWN}
    record(tx, actor, ActionKind.CASE_CLOSED, room_id=case.room_id, case_id=case.id, after=after)
    tell_desk(tx, case)
