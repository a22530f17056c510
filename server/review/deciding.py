"""What a decision does to the message and to the person, besides closing the case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from moderation.case import CaseKind, CaseOutcome
from moderation.reasons import ReasonCode, Restriction
from server.actions.service import ActionKind, record
from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.i18n import LANGUAGES
from server.messages import hidden, holding, removing_questions
from server.review import appeals, complaints, second_voice
from server.review.bodies import Decide, SanctionChosen
from server.review.tables import Case
from server.rooms.guiding import Place, place_with
from server.rooms.shutting_out import look_again, shut_out, take_out
from server.sanctions.binding import LADDER
from server.sanctions.copies import Words, keep_copy
from server.sanctions.giving import About, give
from server.sanctions.statements import Reasons, Scope, statement_for
from server.seating.question_removal import find_question, is_removed
from server.storage.tx import Tx

_KEPT_FROM_THE_ROOM = frozenset({CaseOutcome.RETURNED, CaseOutcome.MESSAGE_REMOVED, CaseOutcome.SANCTIONED})


def carry_out(tx: Tx, actor: Actor, case: Case, decision: Decide) -> bool:
    """Does what was decided. False where it waits for a second voice: then the case stays open.

    Refusals: bad_request (a sanction that does not fit the outcome), reasons_missing, not_permitted (everywhere, by
    somebody of one room), already_answered, message_unknown, second_voice_waiting, second_voice_declined.
    """
    _require_fitting(case, decision)
    if decision.criticises_organisation and hides(case, decision):
        _require_whole(tx, case, decision)  # somebody agrees to what can be done, else their answer would be lost
        if not second_voice.allows(tx, actor, case, decision):
            return False
    _CARRY_OUT[case.kind](tx, actor, case, decision)
    return True


def hides(case: Case, decision: Decide) -> bool:
    """Whether a decision keeps somebody's words from the room."""
    if case.kind is CaseKind.HOLD:
        return decision.outcome in _KEPT_FROM_THE_ROOM
    return case.message_id is not None and (decision.hide or decision.outcome is CaseOutcome.MESSAGE_REMOVED)


def _require_fitting(case: Case, decision: Decide) -> None:
    wants_one = decision.outcome is CaseOutcome.SANCTIONED
    may_have_one = wants_one or decision.outcome in {CaseOutcome.MESSAGE_REMOVED, CaseOutcome.CHANGED}
    chosen = decision.sanction
    if (wants_one and chosen is None) or (chosen is not None and not may_have_one):
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["sanction"])
    if chosen is not None and chosen.kind not in LADDER:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["sanction.kind"])
    if decision.hide and decision.outcome not in {CaseOutcome.MESSAGE_REMOVED, CaseOutcome.SANCTIONED}:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["hide"])


def _require_whole(tx: Tx, case: Case, decision: Decide) -> None:
    """Raises Refusal reasons_missing where what keeps the words from the room would lack some."""
    kept = Restriction.MESSAGE_HELD if case.kind is CaseKind.HOLD else Restriction.MESSAGE_REMOVED
    for reasons in (_reasons(case, decision), *([_why(tx, case, decision.sanction)] if decision.sanction else [])):
        statement_for(tx, LANGUAGES[0], Scope(kept, case.room_id), reasons)


def _on_report(tx: Tx, actor: Actor, case: Case, decision: Decide) -> None:
    """What several reports had hidden for now is hidden for good or shown again."""
    if decision.sanction is not None:
        _sanction(tx, actor, case, decision.sanction)
    if case.message_id is None:
        return
    question = find_question(tx, case.message_id)
    if question is not None:
        if hides(case, decision) and not is_removed(question):
            removing_questions.remove_with_reasons(tx, actor, question, _reasons(case, decision), case.id)
        return
    message = hidden.find_message(tx, case.message_id)
    if hides(case, decision):
        if message.removed_at is None:
            hidden.remove_with_reasons(tx, actor, message, _reasons(case, decision), case.id)
    elif hidden.show_again(tx, message):
        after = {"message": message.id}
        record(tx, actor, ActionKind.MESSAGE_SHOWN_AGAIN, room_id=case.room_id, case_id=case.id, after=after)


def _on_hold(tx: Tx, actor: Actor, case: Case, decision: Decide) -> None:
    held = holding.waiting(tx, case.message_id)
    if decision.outcome is CaseOutcome.RELEASED:
        holding.release(tx, actor, held, is_masked=decision.is_masked)
        return
    if decision.outcome not in _KEPT_FROM_THE_ROOM:
        raise Refusal(ErrorCode.OUTCOME_NOT_FOR_THIS_KIND)
    author = hidden.author_of(tx, held)
    text = holding.send_back(tx, actor, held)
    copy_id = keep_copy(tx, Words(held.id, held.room_id, author.account_id, text))
    about = About(author.account_id, held.room_id, author.id, case.id, copy_id)
    reasons = _reasons(case, decision)
    dated = Reasons(reasons.reason, reasons.rule, reasons.words, reasons.source, held.held_at)
    give(tx, actor, about, Restriction.MESSAGE_HELD, dated)
    if decision.sanction is not None:
        _sanction(tx, actor, case, decision.sanction, copy_id)


def _on_worry(tx: Tx, actor: Actor, case: Case, decision: Decide) -> None:
    """Somebody in distress is talked with. Nothing is done to them."""


def _sanction(tx: Tx, actor: Actor, case: Case, chosen: SanctionChosen, copy_id: str | None = None) -> None:
    """Gives a step of the ladder to whom the case is about; writing and being there end with it where they must."""
    person = place_with(tx, case.about_participation)
    if person is None:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["sanction"])
    room_id = case.room_id if chosen.room_only else None
    if room_id is None and not (actor.has(Role.MODERATOR) or actor.has(Role.ORGANISER)):
        raise Refusal(ErrorCode.NOT_PERMITTED)
    reasons, kept = _why(tx, case, chosen), copy_id or _copy(tx, case)
    about = About(person.account_id, room_id, person.id, case.id, kept)
    lasts = None if chosen.hours is None else timedelta(hours=chosen.hours)
    give(tx, actor, about, chosen.kind, reasons, lasts)
    _bind(tx, actor, person, chosen.kind, room_id)


def _bind(tx: Tx, actor: Actor, person: Place, kind: Restriction, room_id: str | None) -> None:
    if kind is Restriction.EXCLUSION:
        shut_out(tx, actor, person.account_id, room_id)
    elif kind is Restriction.SUSPENSION:
        take_out(tx, person.account_id, room_id)
    else:
        look_again(tx, person.account_id, room_id)


def _copy(tx: Tx, case: Case) -> str | None:
    """Whom a sanction is given for a message reads their own words in its statement."""
    if case.message_id is None or find_question(tx, case.message_id):
        return None
    message = hidden.find_message(tx, case.message_id)
    return None if message.sealed_text is None else hidden.seal_away(tx, message)


def _why(tx: Tx, case: Case, chosen: SanctionChosen) -> Reasons:
    reasons = Reasons(chosen.reason, chosen.ground, chosen.explanation, case.source)
    if case.message_id is None or case.kind is CaseKind.HOLD or find_question(tx, case.message_id):
        return reasons
    return hidden.dated(reasons, hidden.find_message(tx, case.message_id))


def _reasons(case: Case, decision: Decide) -> Reasons:
    """Why a message is kept from the room: what is said of it, or of the sanction given for it."""
    chosen = decision.sanction
    reason = decision.reason or (chosen.reason if chosen else ReasonCode.HOUSE_RULE)
    ground = decision.ground or (chosen.ground if chosen else "")
    words = decision.explanation or (chosen.explanation if chosen else "")
    return Reasons(reason, ground, words, case.source)


_CARRY_OUT: dict[CaseKind, Callable[[Tx, Actor, Case, Decide], None]] = {
    CaseKind.REPORT: _on_report,
    CaseKind.HOLD: _on_hold,
    CaseKind.DISTRESS: _on_worry,
    CaseKind.APPEAL: appeals.settle,
    CaseKind.COMPLAINT: complaints.settle,
}
