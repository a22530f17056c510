"""The guard of critical voices: what criticises the organisation is not kept from a room by its staff alone."""

from __future__ import annotations

from sqlmodel import col, func, select

from moderation.case import may_hide_criticism
from server.accounts.roles import accounts_with
from server.actions.service import ActionKind, record
from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.messages.around import said_or_asked
from server.review.bodies import Decide
from server.review.redress_bodies import CriticismCount, Voices, VoiceShown
from server.review.tables import Case
from server.review.viewing import record_seen
from server.rooms.guiding import accounts_in, room_names
from server.rooms.roles import RoomRole
from server.sanctions.voices import SecondVoice, ask, latest_in, open_decision
from server.storage.tx import Tx

_STAFF = {RoomRole.FACILITATOR, RoomRole.MODERATOR, RoomRole.PROFESSIONAL}


def allows(tx: Tx, actor: Actor, case: Case, decision: Decide) -> bool:
    """Whether a decision may be carried out. False: a reviewer has just been asked.

    Refusals: second_voice_waiting, second_voice_declined.
    """
    voice = latest_in(tx, case.id)
    if voice is None and may_hide_criticism({actor.account_id or "": is_staff(tx, actor.account_id, case.room_id)}):
        return True
    if voice is None:
        ask(tx, actor, case.id, case.message_id, decision.model_dump_json())
        record(
            tx, actor, ActionKind.CRITICISM_REVIEWED, room_id=case.room_id, case_id=case.id, after={"is_asked": True}
        )
        for reviewer in sorted(accounts_with(tx, Role.REVIEWER)):
            tx.outbox.notice(reviewer, "second_voices")
        return False
    if voice.is_agreed is None:
        raise Refusal(ErrorCode.SECOND_VOICE_WAITING)
    if not voice.is_agreed:
        raise Refusal(ErrorCode.SECOND_VOICE_DECLINED)
    return True


def is_staff(tx: Tx, account_id: str | None, room_id: str | None) -> bool:
    """Whether somebody works for the organisation: in the room, or across rooms."""
    here = accounts_in(tx, room_id, _STAFF, even_suspended=True) if room_id else set[str]()
    return account_id in here | accounts_with(tx, Role.ORGANISER) | accounts_with(tx, Role.MODERATOR)


def list_voices(tx: Tx, actor: Actor, command: None) -> Voices:
    """Where a second voice is asked for, with the words it is about, the oldest first. That they were read is logged.

    Reviewers only: not_permitted.
    """
    if not actor.has(Role.REVIEWER):
        raise Refusal(ErrorCode.NOT_PERMITTED)
    waiting = select(SecondVoice, Case).join(Case, col(SecondVoice.case_id) == Case.id)
    found = tx.session.exec(
        waiting.where(col(SecondVoice.is_agreed).is_(None)).order_by(col(SecondVoice.asked_at))
    ).all()
    for _, case in found:
        record_seen(tx, actor, case, reason="second_voice")
    names = room_names(tx, {case.room_id for _, case in found if case.room_id})
    return Voices(second_voices=[_shown(tx, voice, case, names) for voice, case in found])


def count_criticism(tx: Tx, actor: Actor, command: None) -> CriticismCount:
    """How often, since ever. For anybody."""
    columns = select(SecondVoice.is_agreed, func.count()).group_by(col(SecondVoice.is_agreed))
    counted = {None if is_agreed is None else bool(is_agreed): count for is_agreed, count in tx.session.exec(columns)}
    agreed, declined, waiting = counted.get(True, 0), counted.get(False, 0), counted.get(None, 0)
    return CriticismCount(asked=agreed + declined + waiting, agreed=agreed, declined=declined, waiting=waiting)


def _shown(tx: Tx, voice: SecondVoice, case: Case, names: dict[str, str]) -> VoiceShown:
    decision = Decide.model_validate_json(open_decision(tx, voice))
    message = said_or_asked(tx, case.message_id) if case.message_id else None
    return VoiceShown(
        second_voice=voice.id,
        room_name=names.get(case.room_id or ""),
        asked_at=voice.asked_at,
        outcome=decision.outcome,
        reason=decision.reason or (decision.sanction.reason if decision.sanction else None),
        text=None if message is None else message.text,
    )
