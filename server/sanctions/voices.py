"""Asking somebody from outside before criticism of the organisation is kept from a room."""

from __future__ import annotations

from sqlmodel import col, select

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.sanctions.tables import SecondVoice as SecondVoice
from server.storage.tx import Tx


def ask(tx: Tx, actor: Actor, case_id: str, message_id: str | None, decision: str) -> None:
    voice = SecondVoice(case_id=case_id, message_id=message_id, asked_by=actor.account_id, asked_at=tx.now)
    voice.sealed_decision = tx.sealer.seal(decision, "second_voice", voice.id)
    tx.session.add(voice)
    tx.session.flush()


def latest_in(tx: Tx, case_id: str) -> SecondVoice | None:
    """What was asked last in a case, None where nothing was."""
    asked = select(SecondVoice).where(SecondVoice.case_id == case_id).order_by(col(SecondVoice.asked_at).desc())
    return tx.session.exec(asked.limit(1)).first()


def agreed_in(tx: Tx, case_id: str | None) -> set[str]:
    """Who from outside has agreed in a case that criticism is kept from the room."""
    agreed = select(SecondVoice.answered_by).where(
        SecondVoice.case_id == (case_id or ""), col(SecondVoice.is_agreed).is_(True)
    )
    return {one for one in tx.session.exec(agreed) if one is not None}


def require_no_objection(tx: Tx, message_id: str) -> None:
    """Nothing that a second voice was asked about is taken out past it.

    Refusals: second_voice_waiting, second_voice_declined.
    """
    asked = select(SecondVoice).where(SecondVoice.message_id == message_id).order_by(col(SecondVoice.asked_at).desc())
    voice = tx.session.exec(asked.limit(1)).first()
    if voice is not None and voice.is_agreed is None:
        raise Refusal(ErrorCode.SECOND_VOICE_WAITING)
    if voice is not None and not voice.is_agreed:
        raise Refusal(ErrorCode.SECOND_VOICE_DECLINED)


def open_decision(tx: Tx, voice: SecondVoice) -> str:
    assert voice.sealed_decision is not None
    return tx.sealer.open(voice.sealed_decision, "second_voice", voice.id)


def answer(tx: Tx, actor: Actor, voice_id: str, *, agrees: bool) -> tuple[SecondVoice, str]:
    """The voice with its answer, and the decision that it was about. Refusals: not_found, already_answered."""
    voice = tx.session.get(SecondVoice, voice_id, with_for_update=True)
    if voice is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if voice.is_agreed is not None:
        raise Refusal(ErrorCode.ALREADY_ANSWERED)
    decision = open_decision(tx, voice)
    voice.is_agreed, voice.answered_by, voice.answered_at = agrees, actor.account_id, tx.now
    voice.sealed_decision = None
    tx.session.add(voice)
    tx.session.flush()
    return voice, decision
