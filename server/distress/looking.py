"""Use cases of looking at a distress case, and back on an evening at the desk."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlmodel import col, select

from moderation.case import CaseKind
from server.actions.reading import was_recorded
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.distress.case_bodies import (
    AlertShown,
    CallShown,
    DistressShown,
    DoneStep,
    OneCase,
    ShiftSummary,
    SideRoomShown,
    WorryShown,
)
from server.distress.protocol import AFTER_CARE, done_in, steps_now
from server.distress.tables import Alert, Escalation, OnCallContact, SideMessage, SideRoom, Worry
from server.distress.talking import state_at
from server.distress.worries import note_of
from server.review.cases import Case, is_claimed
from server.review.standing import find_case
from server.rooms.guiding import names_in
from server.storage.tx import Tx

_OPENING = timedelta(minutes=10)  # within which looking again is the same opening
_EVENING = timedelta(hours=12)


def look_at_distress(tx: Tx, actor: Actor, command: OneCase) -> DistressShown:
    """What belongs to a distress case beside the message: notes, calls, steps, side rooms. Opening it is recorded.

    Refusal: not_found.
    """
    case = find_case(tx, actor, command.case, is_held=False)
    if not was_recorded(tx, actor, ActionKind.CASE_SEEN, case.id, tx.now - _OPENING):
        record(tx, actor, ActionKind.CASE_SEEN, room_id=case.room_id, case_id=case.id)
    return DistressShown(
        worries=_worries(tx, case),
        alerts=_alerts(tx, case),
        calls=_calls(tx, case),
        steps=_steps(tx, case),
        side_rooms=_side_rooms(tx, case),
        after_care={name: list(codes) for name, codes in AFTER_CARE.items()},
    )


def sum_up_shift(tx: Tx, actor: Actor, command: None) -> ShiftSummary:
    """What I have done at the desk in the last twelve hours, for me alone; never compared with anybody's."""
    since = tx.now - _EVENING
    ended = select(Case).where(Case.closed_by == actor.account_id, col(Case.closed_at) >= since)
    closed = Counter(case.kind for case in tx.session.exec(ended))
    mine = select(Case).where(Case.claimed_by == actor.account_id, col(Case.closed_at).is_(None))
    still = sum(is_claimed(case, tx.now) for case in tx.session.exec(mine))
    sides = select(SideRoom.id).where(SideRoom.staff_account == actor.account_id, col(SideRoom.accepted_at) >= since)
    talked, hard = len(tx.session.exec(sides).all()), closed[CaseKind.DISTRESS]
    return ShiftSummary(
        since=since,
        closed=dict(closed),
        hard=hard,
        side_rooms=talked,
        still_mine=still,
        advice=_advice(hard + talked, still),
    )


def _advice(hard: int, still_mine: int) -> list[str]:
    handing_on = ["hand_on_what_is_open"] if still_mine else []
    return handing_on + (list(AFTER_CARE["moderator"]) if hard else [])


def _worries(tx: Tx, case: Case) -> list[WorryShown]:
    found = tx.session.exec(select(Worry).where(Worry.case_id == case.id).order_by(col(Worry.at), col(Worry.id)))
    return [WorryShown(note=note_of(tx, one), message=one.message_id, at=one.at) for one in found]


def _alerts(tx: Tx, case: Case) -> list[AlertShown]:
    found = tx.session.exec(select(Alert).where(Alert.case_id == case.id).order_by(col(Alert.at), col(Alert.id))).all()
    heard = {one.message_id for one in found}
    aside = set(tx.session.exec(select(SideMessage.id).where(col(SideMessage.id).in_(heard))))
    return [
        AlertShown(message=one.message_id, risk=one.risk, is_aside=one.message_id in aside, at=one.at) for one in found
    ]


def _calls(tx: Tx, case: Case) -> list[CallShown]:
    made = (
        select(Escalation, OnCallContact.kind)
        .outerjoin(OnCallContact, col(Escalation.contact_id) == OnCallContact.id)
        .where(Escalation.case_id == case.id)
        .order_by(col(Escalation.step))
    )
    return [
        CallShown(step=one.step, due_at=one.due_at, at=one.taken_at, kind=kind, result=one.result)
        for one, kind in tx.session.exec(made)
    ]


def _steps(tx: Tx, case: Case) -> list[DoneStep]:
    steps, done = steps_now(tx), done_in(tx, case)
    names = _names(tx, case, {one.account_id for one in done.values()})
    return [
        DoneStep(
            step=step,
            texts=steps.get(step, {}),
            done_at=done[step].done_at if step in done else None,
            by=names.get(done[step].account_id) if step in done else None,
        )
        for step in [*steps, *(step for step in done if step not in steps)]
    ]


def _side_rooms(tx: Tx, case: Case) -> list[SideRoomShown]:
    sides = select(SideRoom).where(SideRoom.case_id == case.id).order_by(col(SideRoom.offered_at), col(SideRoom.id))
    found = tx.session.exec(sides).all()
    names = _names(tx, case, {side.staff_account for side in found})
    return [
        SideRoomShown(
            side_room=side.id,
            by=names.get(side.staff_account),
            state=state_at(side, tx.now),
            offered_at=side.offered_at,
            ends_at=side.ends_at,
            outcome=side.outcome,
        )
        for side in found
    ]


def _names(tx: Tx, case: Case, accounts: set[str]) -> dict[str, str]:
    room = case.room_id or ""
    return {account: name for (_, account), name in names_in(tx, {room}, accounts).items()}
