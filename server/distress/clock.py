"""The clocks of distress cases, as rows: each step is taken once, whoever takes it, and none is lost with a server.

A step is taken in one transaction that also writes the next one; the call is made after it, and what became of it is
written in another. A server that dies in between leaves a step whose lease ends: it is taken again, since being called
twice is better than not at all. The delivery's id is then the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import update
from sqlmodel import and_, col, not_, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from moderation.case import CaseKind, CaseState
from moderation.verdict import Risk
from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor
from server.distress import escalating
from server.distress.active_hours import is_within
from server.distress.calling import Alarm, Called
from server.distress.contacts import contacts_now, reachable
from server.distress.escalating import Step
from server.distress.tables import CallResult, Escalation, OnCallContact
from server.ids import new_id
from server.review.cases import Case, hold_case, is_claimed, make_louder
from server.review.standing import tell_desk
from server.rooms.rights import find_room
from server.storage.tx import Tx

_MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is to be made. `called` is None where there is nobody."""

    step: str
    alarm: Alarm
    called: Called | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a call."""

    step: str
    result: CallResult


def start_clock(tx: Tx, case: Case, risk: Risk = Risk.NONE) -> None:
    """Sets the clock of a case going. One that runs already is only ever made to ring sooner."""
    first = escalating.first_step(tx.now, risk)
    waiting = tx.session.exec(
        select(Escalation).where(Escalation.case_id == case.id).order_by(col(Escalation.step).desc())
    ).first()
    if waiting is None:
        _write(tx, case.id, first)
    elif waiting.taken_at is None and first.due_at < waiting.due_at:
        waiting.due_at = first.due_at
        tx.session.add(waiting)


def find_due(tx: Tx, actor: Actor, command: None) -> list[str]:
    """The steps that `take_step` could take now, the oldest first; 50 at once."""
    return [row.id for row in tx.session.exec(_due(tx.now).limit(_MOST_AT_ONCE))]


def take_step(tx: Tx, actor: Actor, command: str) -> Call | None:
    """Takes a step, makes the desk louder, writes the next step, and gives the call to make once this is on disk.

    None where there is nothing to do any more: somebody has the case, it is closed, or another process was quicker.
    """
    row = tx.session.get_one(Escalation, command)
    case = hold_case(tx, row.case_id)
    if is_claimed(case, tx.now) or not _is_taken(tx, row):
        return None
    if case.closed_at is not None:
        _end(tx, case, row, CallResult.NOT_NEEDED)
        return None
    contact = _contact(tx, case, row)
    called = _reachable(tx, contact)
    if row.attempts == 1:
        row.contact_id = contact.id if contact else None
        _write(tx, case.id, escalating.step_after(Step(row.step, row.due_at), tx.now))
        make_louder(tx, case)
        tell_desk(tx, case)
    if called is None:
        _end(tx, case, row, CallResult.NOBODY_ON_CALL)
        _hasten(tx, case, row)
    tx.session.add(row)
    return Call(row.id, _alarm(tx, case, row), called)


def stop_clock(tx: Tx, case: Case) -> None:
    """A case has ended: what was still to come is needed no more."""
    to_come = select(Escalation).where(Escalation.case_id == case.id, col(Escalation.done_at).is_(None))
    for row in tx.session.exec(to_come):
        _end(tx, case, row, CallResult.NOT_NEEDED)


def count_waiting(tx: Tx, actor: Actor, command: None) -> tuple[int, int]:
    """How many are on call, and how many distress cases no human has."""
    open_ = select(Case).where(Case.kind == CaseKind.DISTRESS, col(Case.closed_at).is_(None))
    waiting = [case for case in tx.session.exec(open_) if not is_claimed(case, tx.now)]
    return len(contacts_now(tx)), len(waiting)


def end_step(tx: Tx, actor: Actor, command: Ended) -> None:
    """Writes what became of a call. Where it reached nobody, the next contact's turn comes at once."""
    row = tx.session.get(Escalation, command.step, with_for_update=True)
    if row is None or row.done_at is not None:
        return  # somebody else has taken it meanwhile, and written it down
    case = tx.session.get_one(Case, row.case_id)
    _end(tx, case, row, command.result)
    if command.result is not CallResult.REACHED:
        _hasten(tx, case, row)


def _due(now: datetime) -> SelectOfScalar[Escalation]:
    """Steps whose time has come and which nobody is making, of cases that no human has."""
    is_free = or_(col(Escalation.taken_at).is_(None), col(Escalation.taken_at) <= now - escalating.LEASE)
    is_claimed = and_(col(Case.state) == CaseState.CLAIMED, col(Case.claimed_until_at) > now)
    steps = select(Escalation).join(Case, col(Escalation.case_id) == Case.id)
    due = and_(col(Escalation.done_at).is_(None), col(Escalation.due_at) <= now, is_free, not_(is_claimed))
    return steps.where(due).order_by(col(Escalation.due_at), col(Escalation.id))


def _is_taken(tx: Tx, row: Escalation) -> bool:
    """Takes a step; False where another process has been quicker."""
    is_free = or_(col(Escalation.taken_at).is_(None), col(Escalation.taken_at) <= tx.now - escalating.LEASE)
    taken = update(Escalation).where(col(Escalation.id) == row.id, col(Escalation.done_at).is_(None), is_free)
    changed = tx.connection.execute(taken.values(taken_at=tx.now, attempts=col(Escalation.attempts) + 1))
    if changed.rowcount != 1:
        return False
    tx.session.refresh(row)
    return True


def _contact(tx: Tx, case: Case, row: Escalation) -> OnCallContact | None:
    """Whom a step calls: whom it called before where it is taken again."""
    if row.attempts > 1:
        return tx.session.get(OnCallContact, row.contact_id) if row.contact_id else None
    return escalating.called_at(row.step, _on_call(tx, case))


def _on_call(tx: Tx, case: Case) -> list[OnCallContact]:
    language = find_room(tx, case.room_id).language if case.room_id else ""
    ordered = escalating.in_order(contacts_now(tx), language)
    return escalating.to_call(ordered, lambda contact: is_within(contact.hours, tx.now), tx.now - case.opened_at)


def _reachable(tx: Tx, contact: OnCallContact | None) -> Called | None:
    """How to reach a contact. One whose address no key opens any more is nobody, and the clock goes on."""
    if contact is None:
        return None
    try:
        return reachable(tx, contact)
    except InvalidTag:
        return None


def _alarm(tx: Tx, case: Case, row: Escalation) -> Alarm:
    return Alarm(
        event="distress_waiting",
        delivery=row.id,
        case_id=case.id,
        waiting_seconds=int((tx.now - case.opened_at).total_seconds()),
        timestamp=int(tx.now.timestamp()),
    )


def _write(tx: Tx, case_id: str, step: Step) -> None:
    tx.session.add(Escalation(id=new_id(), case_id=case_id, step=step.number, due_at=step.due_at))


def _end(tx: Tx, case: Case, row: Escalation, result: CallResult) -> None:
    row.done_at, row.result = tx.now, result
    tx.session.add(row)
    if result is not CallResult.NOT_NEEDED:
        told = {"step": row.step, "result": result.value}
        record(tx, SERVER, ActionKind.CONTACT_CALLED, room_id=case.room_id, case_id=case.id, after=told)


def _hasten(tx: Tx, case: Case, row: Escalation) -> None:
    following = tx.session.exec(
        select(Escalation).where(
            Escalation.case_id == case.id, Escalation.step == row.step + 1, col(Escalation.taken_at).is_(None)
        )
    ).first()
    if following is not None:
        step = Step(following.step, following.due_at)
        following.due_at = escalating.hastened(step, tx.now, len(_on_call(tx, case))).due_at
        tx.session.add(following)
