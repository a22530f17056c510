"""Use cases of sanctions: one's own, having read a warning, and the sentences for reasons."""

from __future__ import annotations

from sqlmodel import col, select

from moderation.reasons import ReasonCode, Redress
from moderation.sanctions import bars
from server.actions.service import ActionKind, record
from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.i18n import LANGUAGES
from server.sanctions.binding import LADDER
from server.sanctions.bodies import (
    AppealCard,
    OneSanction,
    SanctionCard,
    Sanctions,
    SaveTemplate,
    Template,
    Templates,
)
from server.sanctions.copies import words_of
from server.sanctions.giving import as_step
from server.sanctions.statements import open_statement, template_for
from server.sanctions.tables import Appeal, ReasonTemplate, Sanction
from server.storage.tx import Tx


def list_sanctions(tx: Tx, actor: Actor, command: None) -> Sanctions:
    """What was ever done about something of mine, the newest first, each with its statement of reasons."""
    mine = select(Sanction).where(Sanction.account_id == (actor.account_id or ""))
    found = tx.session.exec(mine.order_by(col(Sanction.starts_at).desc(), col(Sanction.id))).all()
    return Sanctions(sanctions=[card_of(tx, one) for one in found])


def acknowledge(tx: Tx, actor: Actor, command: OneSanction) -> SanctionCard:
    """I have read it. Twice is once. Refusal: not_found."""
    sanction = own(tx, actor, command.sanction)
    if sanction.acknowledged_at is None:
        sanction.acknowledged_at = tx.now
        tx.session.add(sanction)
        tx.session.flush()
        record(
            tx,
            actor,
            ActionKind.SANCTION_ACKNOWLEDGED,
            room_id=sanction.room_id,
            case_id=sanction.case_id,
            subject=sanction.participation_id,
        )
    return card_of(tx, sanction)


def own(tx: Tx, actor: Actor, sanction_id: str) -> Sanction:
    """Raises Refusal not_found, for those of others as well."""
    found = tx.session.get(Sanction, sanction_id)
    if found is None or found.account_id != actor.account_id:
        raise Refusal(ErrorCode.NOT_FOUND)
    return found


def list_templates(tx: Tx, actor: Actor, command: None) -> Templates:
    """The sentence for each reason in each language. Organisers only: not_permitted."""
    _require_organiser(actor)
    own = {(one.language, one.reason) for one in tx.session.exec(select(ReasonTemplate))}
    found = [
        Template(
            language=language,
            reason=reason,
            text=template_for(tx, language, reason),
            is_ours=(language, reason) not in own,
        )
        for language in LANGUAGES
        for reason in ReasonCode
    ]
    return Templates(templates=found)


def save_template(tx: Tx, actor: Actor, command: SaveTemplate) -> Template:
    """Says a reason in the organisation's own words from now on; statements given before stay as they were.

    Organisers only: not_permitted. Refusal: bad_request (a language we have no texts in).
    """
    _require_organiser(actor)
    if command.language not in LANGUAGES:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["language"])
    row = tx.session.get(ReasonTemplate, (command.language, command.reason))
    text = command.text.strip()
    if text:
        row = row or ReasonTemplate(language=command.language, reason=command.reason, text="", saved_at=tx.now)
        row.text, row.saved_at, row.saved_by = text, tx.now, actor.account_id
        tx.session.add(row)
    elif row is not None:
        tx.session.delete(row)
    tx.session.flush()
    after = {"language": command.language, "reason": command.reason, "is_ours": not text}
    record(tx, actor, ActionKind.TEMPLATE_CHANGED, after=after)
    said = template_for(tx, command.language, command.reason)
    return Template(language=command.language, reason=command.reason, text=said, is_ours=not text)


def card_of(tx: Tx, sanction: Sanction) -> SanctionCard:
    """A sanction as the person sees it whom it was given."""
    told = open_statement(tx, sanction.id, sanction.sealed_statement)
    appeal = tx.session.exec(select(Appeal).where(Appeal.sanction_id == sanction.id)).first()
    is_step = sanction.kind in LADDER
    return SanctionCard(
        sanction=sanction.id,
        kind=sanction.kind,
        room=sanction.room_id,
        what=words_of(tx, sanction.copy_id),
        is_question=told.get("is_question", False),  # statements of before did not say
        facts=told["facts"],
        rule=told["ground"],
        reason=told["reason"],
        explanation=told["explanation"],
        source=told["source"],
        given_at=sanction.starts_at,
        until=sanction.ends_at,
        read_at=sanction.acknowledged_at,
        reversed_at=sanction.reversed_at,
        is_binding=is_step and bars(as_step(sanction), tx.now, sanction.room_id or "") is not None,
        redress=[Redress(way) for way in told["redress"]],
        can_appeal=appeal is None and sanction.reversed_at is None,
        appeal=None if appeal is None else _appeal(tx, appeal),
    )


def _appeal(tx: Tx, appeal: Appeal) -> AppealCard:
    answer = tx.sealer.open(appeal.sealed_answer, "appeal_answer", appeal.id) if appeal.sealed_answer else ""
    return AppealCard(made_at=appeal.made_at, outcome=appeal.outcome, answer=answer, decided_at=appeal.decided_at)


def _require_organiser(actor: Actor) -> None:
    if not (actor.is_operator or actor.has(Role.ORGANISER)):
        raise Refusal(ErrorCode.NOT_PERMITTED)
