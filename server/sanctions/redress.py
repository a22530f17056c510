"""What somebody says against a sanction, or about the team, and what is answered. Sealed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from server.sanctions.tables import Appeal, AppealOutcome
from server.sanctions.tables import Complaint as Complaint
from server.storage.tx import Tx


def appeal_against(tx: Tx, sanction_id: str | None) -> Appeal | None:
    """The appeal against a sanction, None where there is none."""
    return tx.session.exec(select(Appeal).where(Appeal.sanction_id == (sanction_id or ""))).first()


def file_appeal(tx: Tx, sanction_id: str, case_id: str, words: str) -> None:
    appeal = Appeal(sanction_id=sanction_id, case_id=case_id, sealed_words=b"", made_at=tx.now)
    appeal.sealed_words = tx.sealer.seal(words, "appeal", appeal.id)
    tx.session.add(appeal)
    tx.session.flush()


def words_of_appeal(tx: Tx, appeal: Appeal) -> str:
    return tx.sealer.open(appeal.sealed_words, "appeal", appeal.id)


def answer_appeal(tx: Tx, sanction_id: str, outcome: str, answer: str) -> None:
    """What became of an appeal; `outcome` is one of AppealOutcome."""
    appeal = appeal_against(tx, sanction_id)
    assert appeal is not None
    appeal.outcome, appeal.decided_at = AppealOutcome(outcome), tx.now
    appeal.sealed_answer = tx.sealer.seal(answer, "appeal_answer", appeal.id) if answer else None
    tx.session.add(appeal)


def file_complaint(tx: Tx, account_id: str, room_id: str | None, case_id: str, words: str) -> Complaint:
    complaint = Complaint(case_id=case_id, account_id=account_id, room_id=room_id, sealed_words=b"", made_at=tx.now)
    complaint.sealed_words = tx.sealer.seal(words, "complaint", complaint.id)
    tx.session.add(complaint)
    tx.session.flush()
    return complaint


def complaint_in(tx: Tx, case_id: str) -> Complaint | None:
    """The complaint behind a case, None where there is none."""
    return tx.session.exec(select(Complaint).where(Complaint.case_id == case_id)).first()


def complaints_of(tx: Tx, account_id: str) -> Sequence[Complaint]:
    """Somebody's complaints, the newest first."""
    mine = select(Complaint).where(Complaint.account_id == account_id)
    return tx.session.exec(mine.order_by(col(Complaint.made_at).desc(), col(Complaint.id))).all()


def words_of_complaint(tx: Tx, complaint: Complaint) -> tuple[str, str]:
    """What somebody complained of, and what was answered (empty until then)."""
    words = tx.sealer.open(complaint.sealed_words, "complaint", complaint.id)
    answer = complaint.sealed_answer
    return words, tx.sealer.open(answer, "complaint_answer", complaint.id) if answer else ""


def answer_complaint(tx: Tx, complaint: Complaint, answer: str) -> None:
    complaint.answered_at = tx.now
    complaint.sealed_answer = tx.sealer.seal(answer, "complaint_answer", complaint.id) if answer else None
    tx.session.add(complaint)
