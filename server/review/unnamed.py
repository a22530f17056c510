"""Cases that do not say whom they are about, as of a question shown without a name: their own desk must not say either.

Whoever it is has no part in their own case all the same.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, or_, select

from moderation.case import CaseKind
from server.review.tables import Case
from server.rooms.guiding import place_with, places_of
from server.sanctions.giving import Sanction
from server.seating.question_removal import Question, find_question
from server.storage.tx import Tx


def account_behind(tx: Tx, case: Case) -> str | None:
    """Whom a case is about, whether it says so or not. For deciding who may see it, never to be told."""
    if case.about_participation is None and case.kind is CaseKind.APPEAL:
        sanction = tx.session.get(Sanction, case.refers_to) if case.refers_to else None
        return None if sanction is None else sanction.account_id
    question = find_question(tx, case.message_id) if case.about_participation is None else None
    place = place_with(tx, case.about_participation if question is None else question.participation_id)
    return None if place is None else place.account_id


def is_about_another(tx: Tx, account_id: str | None) -> ColumnElement[bool]:
    """The condition under which a case is not about this account."""
    mine = places_of(tx, account_id)
    asked = select(Question.id).where(col(Question.participation_id).in_(mine))
    given = select(Sanction.id).where(Sanction.account_id == (account_id or ""))
    about, words, refers_to = col(Case.about_participation), col(Case.message_id), col(Case.refers_to)
    return and_(
        or_(about.is_(None), about.not_in(mine)),
        or_(words.is_(None), words.not_in(asked)),
        or_(refers_to.is_(None), refers_to.not_in(given)),
    )
