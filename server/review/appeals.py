"""Appeals: whatever was done is looked at again, by somebody else than who did it."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from moderation.case import CaseKind, CaseOutcome
from moderation.reasons import Source
from server.actions.reading import was_recorded
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.review.bodies import Decide, OneCase
from server.review.cases import is_claimed
from server.review.opening import NewCase, open_case
from server.review.redress_bodies import AppealShown, AskForReview
from server.review.standing import find_case
from server.review.tables import Case
from server.review.viewing import record_seen
from server.rooms.rights import hold_room
from server.sanctions.bodies import SanctionCard
from server.sanctions.giving import find, reverse, shorten
from server.sanctions.redress import answer_appeal, appeal_against, file_appeal, words_of_appeal
from server.sanctions.service import card_of, own
from server.sanctions.voices import agreed_in
from server.storage.tx import Tx

_MOMENT = timedelta(microseconds=1)


def ask_for_review(tx: Tx, actor: Actor, command: AskForReview) -> SanctionCard:
    """Has a sanction of mine looked at again. Asked before, or taken back already: nothing changes. Refusal: not_found."""
    sanction = own(tx, actor, command.sanction)
    if sanction.room_id is not None:
        hold_room(tx, sanction.room_id)  # pressed twice, at two processes: the second sees what the first has written
    if appeal_against(tx, sanction.id) is None and sanction.reversed_at is None:
        new = NewCase(
            kind=CaseKind.APPEAL,
            room_id=sanction.room_id,
            about_participation=sanction.participation_id,
            refers_to=sanction.id,
            source=Source.REPORT,
            acted=_who_acted(tx, sanction.given_by, sanction.case_id),
            brought_by=actor.account_id,
        )
        case = open_case(tx, new)
        file_appeal(tx, sanction.id, case.id, command.words)
        record(
            tx, actor, ActionKind.APPEAL_FILED, room_id=case.room_id, case_id=case.id, subject=sanction.participation_id
        )
    return card_of(tx, sanction)


def see_appeal(tx: Tx, actor: Actor, command: OneCase) -> AppealShown:
    """What an appeal on one's desk is about; that it was read is logged. Only who has claimed it reads sealed words.

    Refusal: not_found.
    """
    case = find_case(tx, actor, command.case, is_held=False)
    appeal = appeal_against(tx, case.refers_to) if case.kind is CaseKind.APPEAL else None
    if appeal is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    record_seen(tx, actor, case)
    sanction = card_of(tx, find(tx, appeal.sanction_id))
    told = {name: getattr(sanction, name) for name in AppealShown.model_fields if name in SanctionCard.model_fields}
    told["what"] = _opened(tx, actor, case, sanction.what)
    return AppealShown(**told, words=words_of_appeal(tx, appeal), made_at=appeal.made_at)


def settle(tx: Tx, actor: Actor, case: Case, decision: Decide) -> None:
    """Does what was decided on an appeal, and tells the person and whoever had acted.

    A message that was taken out does not come back: its author has the words and may write again. Refusals: bad_request
    (an end that is not earlier), not_found.
    """
    sanction = find(tx, case.refers_to)
    if decision.outcome is CaseOutcome.REVERSED:
        reverse(tx, actor, sanction.id)
    elif decision.outcome is CaseOutcome.CHANGED:
        chosen = decision.sanction
        if chosen is None or chosen.hours is None:
            raise Refusal(ErrorCode.BAD_REQUEST, fields=["sanction.hours"])
        shorten(tx, actor, sanction.id, timedelta(hours=chosen.hours))
    answer_appeal(tx, sanction.id, decision.outcome.value, decision.sentence)
    record(
        tx,
        actor,
        ActionKind.APPEAL_DECIDED,
        room_id=case.room_id,
        case_id=sanction.case_id or case.id,
        subject=sanction.participation_id,
        reason=decision.sentence or None,
        after={"outcome": decision.outcome},
    )
    tx.outbox.notice(sanction.account_id, "sanctions")
    if sanction.given_by is not None:
        tx.outbox.notice(sanction.given_by, "desk")


def _opened(tx: Tx, actor: Actor, case: Case, words: str | None) -> str | None:
    """The words of a sealed copy, for who reviews the decision; the first look stands in the log."""
    if words is None or case.claimed_by != actor.account_id or not is_claimed(case, tx.now):
        return None
    if not was_recorded(tx, actor, ActionKind.COPY_OPENED, case.id, case.opened_at - _MOMENT):
        record(tx, actor, ActionKind.COPY_OPENED, room_id=case.room_id, case_id=case.id, reason=CaseKind.APPEAL)
    return words


def _who_acted(tx: Tx, given_by: str | None, case_id: str | None) -> frozenset[str]:
    """Who gave the sanction, who closed the case that it came of, and who agreed to it from outside."""
    closers = tx.session.exec(select(Case.closed_by).where(Case.id == (case_id or "")))
    return frozenset(one for one in {given_by, *closers, *agreed_in(tx, case_id)} if one is not None)
