"""Use case of the second voice: somebody who is not of the staff says whether criticism may be kept from a room."""

from __future__ import annotations

from moderation.case import has_conflict_of_interest
from server.accounts.roles import roles_of
from server.actions.service import ActionKind, record
from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.review.bodies import Decide
from server.review.cases import Case, is_claimed
from server.review.closing import decide_case
from server.review.redress_bodies import OneVoice
from server.review.second_voice import is_staff
from server.review.standing import desk_accounts, hold_case, parties_of
from server.sanctions.voices import answer
from server.storage.tx import Tx


def answer_voice(tx: Tx, actor: Actor, command: OneVoice) -> None:
    """Agrees or not. Agreed, the decision is carried out where whoever made it still holds the case; else they hear it.

    Reviewers who are not of the staff only: not_permitted. Refusals: not_found, already_answered, conflict_of_interest
    (whoever wrote or reported it).
    """
    if not actor.has(Role.REVIEWER):
        raise Refusal(ErrorCode.NOT_PERMITTED)
    voice, decision = answer(tx, actor, command.second_voice, agrees=command.agrees)
    case = hold_case(tx, tx.session.get_one(Case, voice.case_id))
    if is_staff(tx, actor.account_id, case.room_id) or actor.account_id == voice.asked_by:
        raise Refusal(ErrorCode.NOT_PERMITTED)
    if has_conflict_of_interest(actor.account_id or "", parties_of(tx, case)):
        raise Refusal(ErrorCode.CONFLICT_OF_INTEREST)
    record(
        tx,
        actor,
        ActionKind.CRITICISM_REVIEWED,
        room_id=case.room_id,
        case_id=case.id,
        reason=command.sentence or None,
        after={"is_agreed": command.agrees},
    )
    if voice.asked_by is None:
        return
    tx.outbox.notice(voice.asked_by, "desk")
    if command.agrees and _may_still_decide(tx, voice.asked_by, case):
        decided = Decide.model_validate_json(decision)
        decide_case(tx, _person(tx, voice.asked_by), decided.model_copy(update={"version": case.version}))


def _may_still_decide(tx: Tx, account_id: str, case: Case) -> bool:
    """Else the answer stands all the same: it must not be lost with a decision that somebody may no longer make."""
    holds = case.claimed_by == account_id and is_claimed(case, tx.now) and account_id in desk_accounts(tx, case)
    return holds and not has_conflict_of_interest(account_id, parties_of(tx, case))


def _person(tx: Tx, account_id: str) -> Actor:
    return Actor(account_id, roles=frozenset(roles_of(tx, account_id)))
