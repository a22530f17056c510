"""Questions of those who do not write in a classroom: asked, and read by their authors and those who guide the room."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import bindparam, exists, insert, select
from sqlmodel import SQLModel, col, or_
from sqlmodel import select as rows

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.protocol.masking import blank_out
from server.rooms.agreeing import require_reading
from server.rooms.guiding import Place, accounts_in
from server.rooms.rights import place_of
from server.rooms.standing import Ground, Seat
from server.seating import bodies, tables
from server.seating.question_wire import Asked
from server.seating.tables import Question, QuestionState
from server.storage.among import Among
from server.storage.prepared import Prepared
from server.storage.tx import Tx

UNSEEN = (QuestionState.WAITING, QuestionState.SET_ASIDE)

_question = SQLModel.metadata.tables[str(tables.Question.__tablename__)]

_BEFORE = Prepared(
    select(_question.c.id, _question.c.sealed_text).where(
        _question.c.participation_id == bindparam("participation"), _question.c.client_id == bindparam("client")
    )
)
_room = SQLModel.metadata.tables["room"]
_ANY = Among(select(_room.c.id).where(exists().where(_question.c.room_id == _room.c.id)), _room.c.id)
_INSERT = Prepared(insert(_question))


class Words(msgspec.Struct, frozen=True):
    """What somebody asks: screened, with what is blanked out, and whether help is to be offered to them."""

    client_id: str
    text: str
    masks: tuple[tuple[int, int], ...] = ()
    is_veiled: bool = False
    offers_support: bool = False


def asked_before(tx: Tx, ground: Ground, seat: Seat, client_id: str, text: str) -> str | None:
    """The question that was asked under this client id, None where none was. Raises Refusal same_id_other_text.

    Whatever the seating has become: what was a question for a few is not sent again as a message to all.
    """
    if "questions" not in ground.memory:
        remember_questions(tx, [ground])
    if not ground.memory["questions"]:
        return None
    found = tx.run(_BEFORE, participation=seat.person.participation, client=client_id).fetchone()
    if found is None:
        return None
    question_id, sealed = found
    if sealed is not None and tx.sealer.open(bytes(sealed), "question", ground.room_id, question_id) != text:
        raise Refusal(ErrorCode.SAME_ID_OTHER_TEXT)
    return str(question_id)


def remember_questions(tx: Tx, grounds: Collection[Ground]) -> None:
    """Reads in which rooms anything was ever asked, for `asked_before`."""
    found = {room_id for (room_id,) in _ANY.rows(tx, ((one.room_id,) for one in grounds))}
    for ground in grounds:
        ground.memory["questions"] = ground.room_id in found


def ask_question(tx: Tx, ground: Ground, seat: Seat, words: Words) -> Asked:
    """Puts a question where only its author and those who guide the room see it. Nothing of it is in the log."""
    question_id = new_id()
    tx.run(
        _INSERT,
        id=question_id,
        room_id=ground.room_id,
        participation_id=seat.person.participation,
        client_id=words.client_id,
        sealed_text=tx.sealer.seal(words.text, "question", ground.room_id, question_id),
        masks=[list(span) for span in words.masks] or None,
        is_veiled=words.is_veiled,
        state=QuestionState.WAITING,
        is_named=False,
        asked_at=tx.now,
        shown_seq=None,
        decided_at=None,
        decided_by=None,
    )
    ground.memory["questions"] = True
    tell_guides(tx, ground.room_id)
    return Asked(question=question_id, support=words.offers_support)


def tell_guides(tx: Tx, room_id: str) -> None:
    """Those who guide a room look at its questions again."""
    for account_id in sorted(accounts_in(tx, room_id)):
        tx.outbox.notice(account_id, "questions")


def list_questions(tx: Tx, actor: Actor, command: bodies.OneRoom) -> bodies.Questions:
    """My questions in a room and, for those who guide it, all that nobody else has seen.

    Refusals: not_in_room, suspended, agreement_required.
    """
    place = place_of(tx, actor, command.room)
    if place is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    require_reading(tx, place)
    mine = col(Question.participation_id) == place.id
    seen = or_(mine, col(Question.state).in_(UNSEEN)) if place.role.guides else mine
    found = (
        rows(Question, Place)
        .join(Place, col(Question.participation_id) == Place.id)
        .where(Question.room_id == command.room, seen)
        .order_by(col(Question.asked_at), col(Question.id))
    )
    return bodies.Questions(questions=[_seen(tx, place, *row) for row in tx.session.exec(found)])


def _seen(tx: Tx, place: Place, question: Question, author: Place) -> bodies.QuestionSeen:
    asker = bodies.Asker(participation=author.id, display_name=author.display_name, role=author.role)
    sealed, masks = question.sealed_text, question.masks or []
    words = None if sealed is None else tx.sealer.open(sealed, "question", question.room_id, question.id)
    is_mine = author.id == place.id
    return bodies.QuestionSeen(
        id=question.id,
        asker=asker if place.role.guides and question.state in UNSEEN else None,
        is_mine=is_mine,
        text=words if words is None or is_mine else blank_out(words, masks),
        masks=masks,
        is_veiled=question.is_veiled,
        state=question.state,
        asked_at=question.asked_at,
    )
