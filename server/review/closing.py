"""Use case of deciding: one decision, by whoever holds the case, at the version that they looked at."""

from __future__ import annotations

from collections.abc import Callable

from moderation import case as moves
from moderation.case import OUTCOMES, CaseKind, CaseOutcome, may_sanction_from
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.review.bodies import Decide, Moved
from server.review.claiming import moved_of
from server.review.deciding import carry_out
from server.review.reporting import tell_reporters
from server.review.standing import move, pure, require_claim, tell_desk
from server.review.tables import Case
from server.storage.tx import Tx

CLOSED: dict[CaseKind, list[Callable[[Tx, Case], None]]] = {}
"""What slices above do when a case of their kind is closed, in the same transaction: filled by the composition root."""


def decide_case(tx: Tx, actor: Actor, command: Decide) -> Moved:
    """Ends a case, does what was decided, and tells whoever reported it that it was looked at.

    Refusals: those of `require_claim`, outcome_not_for_this_kind, no_sanction_here (a worry sanctions nobody), and what
    `carry_out` refuses.
    """
    case = require_claim(tx, actor, command.case, command.version)
    if command.outcome not in OUTCOMES[case.kind]:
        raise Refusal(ErrorCode.OUTCOME_NOT_FOR_THIS_KIND)
    if (command.sanction or command.hide) and not may_sanction_from(case.kind):
        raise Refusal(ErrorCode.NO_SANCTION_HERE)
    if carry_out(tx, actor, case, command):
        close_case(tx, actor, case, command.outcome, command.sentence)
    return moved_of(case)


def close_case(tx: Tx, actor: Actor, case: Case, outcome: CaseOutcome, sentence: str = "") -> None:
    """Closes a case that the actor holds, with an outcome of its kind. `sentence` goes to whoever reported it."""
    moved = moves.close(pure(case), actor.account_id or "", tx.now, outcome)
    move(tx, case, moved)
    case.closed_at, case.closed_by = tx.now, actor.account_id
    if sentence:
        case.sealed_sentence = tx.sealer.seal(sentence, "sentence", case.id)
    tx.session.flush()
    record(
        tx,
        actor,
        ActionKind.CASE_CLOSED,
        room_id=case.room_id,
        case_id=case.id,
        subject=case.about_participation,
        reason=sentence or None,
        after={"outcome": outcome},
    )
    tell_desk(tx, case)
    tell_reporters(tx, case)
    for told in CLOSED.get(case.kind, ()):
        told(tx, case)
