"""What is left of a question that everybody has seen: taken back by its author, or out of the room by its staff."""

from __future__ import annotations

from sqlmodel import col, delete

from server.rooms import log
from server.seating.question_rendering import RENDERERS
from server.seating.questions import UNSEEN
from server.seating.tables import Question as Question
from server.seating.tables import QuestionState, Support
from server.storage.tx import Tx


def find_question(tx: Tx, question_id: str | None) -> Question | None:
    """A question, whoever has seen it; None where there is none."""
    return tx.session.get(Question, question_id) if question_id else None


def find_shown(tx: Tx, question_id: str | None) -> Question | None:
    """A question that everybody has seen, removed or not; None also for one that nobody has."""
    question = find_question(tx, question_id)
    return None if question is None or question.state in UNSEEN else question


def is_removed(question: Question) -> bool:
    return question.state is QuestionState.REMOVED


def words_of(tx: Tx, question: Question) -> str | None:
    """What was asked, also what is blanked out for others. None once it is removed."""
    sealed = question.sealed_text
    return None if sealed is None else tx.sealer.open(sealed, "question", question.room_id, question.id)


def wipe(tx: Tx, question: Question, by: str | None) -> None:
    """Destroys the words of a question and tells the room that they are gone. `by` is a participation."""
    question.sealed_text, question.masks, question.is_veiled = None, None, False
    question.state, question.decided_at, question.decided_by = QuestionState.REMOVED, tx.now, by
    tx.session.add(question)
    tx.session.exec(delete(Support).where(col(Support.question_id) == question.id))
    tx.session.flush()
    line = log.append_change(tx, question.room_id, "question.removed", question.id)
    log.publish(tx, question.room_id, line, RENDERERS[line.kind])
