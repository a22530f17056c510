"""Where nobody is on duty, what several people report is shown to nobody until somebody of the staff has looked."""

from __future__ import annotations

from sqlmodel import func, select

from moderation.case import CaseKind
from server.actions.service import SERVER, ActionKind, record
from server.messages import hidden
from server.review.tables import Case, Report
from server.staffing.shifts import on_duty
from server.storage.tx import Tx

ENOUGH = 3  # different people


def hide_if_unattended(tx: Tx, case: Case) -> None:
    """Looks at a case that has just been reported once more."""
    if case.kind is not CaseKind.REPORT or case.message_id is None or case.room_id is None:
        return
    people = tx.session.exec(select(func.count()).select_from(Report).where(Report.case_id == case.id)).one()
    if people < ENOUGH or on_duty(tx, case.room_id):
        return
    message = hidden.find_message(tx, case.message_id)
    if hidden.hide_for_now(tx, message):
        after = {"message": message.id, "until": "looked_at"}
        record(tx, SERVER, ActionKind.MESSAGE_HIDDEN, room_id=case.room_id, case_id=case.id, after=after)
