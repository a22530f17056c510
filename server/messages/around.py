"""What was said, and what stands around it: as much as somebody at the desk must see, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from server.errors import ErrorCode, Refusal
from server.messages.rendering import shown
from server.messages.tables import HeldMessage, Message, RemovedBy
from server.protocol.masking import blank_out
from server.rooms.guiding import Place, place_with
from server.rooms.roles import RoomRole
from server.seating.question_removal import Question, find_shown, words_of
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the desk sees it. `text` is None where its words are gone.

    `participation_id` and `display_name` are empty for a question that was shown without a name.
    """

    id: str
    participation_id: str
    display_name: str
    role: RoomRole
    text: str | None
    at: datetime
    is_veiled: bool
    removed_by: RemovedBy | None = None
    is_hidden: bool = False
    is_held: bool = False


def author_of(tx: Tx, room_id: str, message_id: str, places: Sequence[Place]) -> str:
    """Whose message it is that somebody could read in one of these places: a participation.

    Raises Refusal message_unknown, for what they could not read as for what does not exist.
    """
    message = tx.session.get(Message, message_id)
    if message is None or message.room_id != room_id or not any(_could_read(message, place) for place in places):
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)
    return message.participation_id


def said(tx: Tx, message_id: str) -> Said | None:
    """A message, posted or held; None where there is none any more."""
    message = tx.session.get(Message, message_id)
    if message is not None:
        return _posted(tx, message)
    held = tx.session.get(HeldMessage, message_id)
    return None if held is None else _held(tx, held)


def said_or_asked(tx: Tx, message_id: str) -> Said | None:
    """As `said`, also for a question that everybody has seen."""
    question = find_shown(tx, message_id)
    return said(tx, message_id) if question is None else _asked(tx, question)


def around(tx: Tx, room_id: str, message_id: str, most: int) -> tuple[list[Said], list[Said]]:
    """Up to `most` messages before one, and as many after it; before a held one what was said last before it."""
    here = select(Message).where(Message.room_id == room_id)
    number, posted = col(Message.seq), tx.session.get(Message, message_id)
    earlier = here.order_by(number.desc()).limit(most)
    if posted is None:
        held = tx.session.get(HeldMessage, message_id)
        before = earlier.where(Message.posted_at < held.held_at) if held else earlier.where(number < 0)
        return [_posted(tx, one) for one in reversed(tx.session.exec(before).all())], []
    later = here.where(number > posted.seq).order_by(number).limit(most)
    before = earlier.where(number < posted.seq)
    return (
        [_posted(tx, one) for one in reversed(tx.session.exec(before).all())],
        [_posted(tx, one) for one in tx.session.exec(later)],
    )


def _could_read(message: Message, place: Place) -> bool:
    return message.seq > place.joined_seq and (place.left_at is None or message.posted_at <= place.left_at)


def _posted(tx: Tx, message: Message) -> Said:
    return Said(
        id=message.id,
        participation_id=message.participation_id,
        display_name=_name(tx, message.participation_id),
        role=message.author_role,
        text=_words(tx, message, "message"),
        at=message.posted_at,
        is_veiled=message.is_veiled,
        removed_by=message.removed_by,
        is_hidden=message.hidden_at is not None,
    )


def _held(tx: Tx, held: HeldMessage) -> Said:
    return Said(
        id=held.id,
        participation_id=held.participation_id,
        display_name=_name(tx, held.participation_id),
        role=held.author_role,
        text=_words(tx, held, "message"),
        at=held.held_at,
        is_veiled=held.is_veiled,
        is_held=True,
    )


def _asked(tx: Tx, question: Question) -> Said:
    text = words_of(tx, question)
    return Said(
        id=question.id,
        participation_id=question.participation_id if question.is_named else "",
        display_name=_name(tx, question.participation_id) if question.is_named else "",
        role=RoomRole.PARTICIPANT,
        text=None if text is None else blank_out(text, question.masks or []),
        at=question.asked_at,
        is_veiled=question.is_veiled,
        removed_by=None if text is not None else RemovedBy.STAFF,
    )


def _words(tx: Tx, row: Message | HeldMessage, table: str) -> str | None:
    if row.sealed_text is None:
        return None
    return shown(tx.sealer.open(bytes(row.sealed_text), table, row.room_id, row.id), row.masks)


def _name(tx: Tx, participation_id: str) -> str:
    place = place_with(tx, participation_id)
    return "" if place is None else place.display_name
