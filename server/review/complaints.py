"""Complaints: a way past the team, to somebody named outside it."""

from __future__ import annotations

from datetime import UTC, datetime

from moderation.case import CaseKind
from server.actions.service import SERVER, ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.review.bodies import Decide, OneCase
from server.review.opening import NewCase, open_case
from server.review.redress_bodies import Complain, ComplaintShown, MyComplaint, MyComplaints
from server.review.standing import find_case
from server.review.tables import Case
from server.review.viewing import record_seen
from server.rooms.guiding import places_since, room_names
from server.sanctions.redress import (
    Complaint,
    answer_complaint,
    complaint_in,
    complaints_of,
    file_complaint,
    words_of_complaint,
)
from server.storage.tx import Tx

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def complain(tx: Tx, actor: Actor, command: Complain) -> MyComplaint:
    """Brings something to whoever reviews from outside; nobody of the team sees it. No sanction stands in the way.

    Refusal: not_in_room (never there).
    """
    account_id = actor.account_id or ""
    if command.room is not None and not places_since(tx, account_id, command.room, _EVER):
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    case = open_case(tx, NewCase(kind=CaseKind.COMPLAINT, room_id=command.room, brought_by=account_id))
    complaint = file_complaint(tx, account_id, command.room, case.id, command.words)
    record(tx, SERVER, ActionKind.COMPLAINT_FILED, room_id=command.room, case_id=case.id)
    return _mine(tx, complaint)


def list_complaints(tx: Tx, actor: Actor, command: None) -> MyComplaints:
    """What I have complained of, and what was answered, the newest first."""
    return MyComplaints(complaints=[_mine(tx, one) for one in complaints_of(tx, actor.account_id or "")])


def see_complaint(tx: Tx, actor: Actor, command: OneCase) -> ComplaintShown:
    """What a complaint on one's desk says. Whose it is, is not told; that it was read is logged. Refusal: not_found."""
    case = find_case(tx, actor, command.case, is_held=False)
    complaint = complaint_in(tx, case.id)
    if complaint is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    record_seen(tx, actor, case)
    words, _ = words_of_complaint(tx, complaint)
    names = room_names(tx, {complaint.room_id} if complaint.room_id else set())
    return ComplaintShown(words=words, room_name=names.get(complaint.room_id or ""), made_at=complaint.made_at)


def settle(tx: Tx, actor: Actor, case: Case, decision: Decide) -> None:
    """Answers a complaint."""
    complaint = complaint_in(tx, case.id)
    assert complaint is not None
    answer_complaint(tx, complaint, decision.sentence)
    record(tx, actor, ActionKind.COMPLAINT_ANSWERED, room_id=case.room_id, case_id=case.id)
    tx.outbox.notice(complaint.account_id, "complaints")


def _mine(tx: Tx, complaint: Complaint) -> MyComplaint:
    words, answer = words_of_complaint(tx, complaint)
    return MyComplaint(
        complaint=complaint.id,
        words=words,
        made_at=complaint.made_at,
        answer=answer,
        answered_at=complaint.answered_at,
    )
