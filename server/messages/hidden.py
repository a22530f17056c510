"""Messages that nobody in the room reads any more: taken back, taken out by the staff, or hidden until they look.

What the staff takes out is sealed for thirty days, for whoever reviews the decision; what its author takes back is gone.
"""

from __future__ import annotations

from sqlmodel import col, update

from moderation.reasons import Restriction
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.messages.rendering import RENDERERS
from server.messages.tables import HeldMessage, Message, Reaction, RemovedBy
from server.rooms import log
from server.rooms.guiding import Place, place_with
from server.sanctions.copies import Words, keep_copy
from server.sanctions.giving import About, give
from server.sanctions.statements import Reasons
from server.sanctions.voices import require_no_objection
from server.storage.tx import Tx


def find_message(tx: Tx, message_id: str | None) -> Message:
    """A message that is in a room's log, removed or not. Raises Refusal message_unknown."""
    found = tx.session.get(Message, message_id) if message_id else None
    if found is None:
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)
    return found


def author_of(tx: Tx, message: Message | HeldMessage) -> Place:
    author = place_with(tx, message.participation_id)
    assert author is not None
    return author


def remove_with_reasons(tx: Tx, actor: Actor, message: Message, reasons: Reasons, case_id: str | None = None) -> str:
    """Takes a message out of the room and tells its author why, with their words; the sanction's id.

    Refusals: reasons_missing, message_unknown (it is gone already), second_voice_waiting, second_voice_declined.
    """
    require_no_objection(tx, message.id)
    author = author_of(tx, message)
    copy_id = seal_away(tx, message)
    about = About(author.account_id, message.room_id, author.id, case_id, copy_id)
    given = give(tx, actor, about, Restriction.MESSAGE_REMOVED, dated(reasons, message))
    destroy(tx, message, RemovedBy.STAFF)
    record(
        tx,
        actor,
        ActionKind.MESSAGE_HIDDEN,
        room_id=message.room_id,
        case_id=case_id,
        subject=author.id,
        after={"message": message.id},
    )
    return given


def dated(reasons: Reasons, message: Message) -> Reasons:
    """Reasons that say of which day the message is that they are about."""
    return Reasons(reasons.reason, reasons.rule, reasons.words, reasons.source, message.posted_at)


def seal_away(tx: Tx, message: Message) -> str:
    """Keeps a sealed copy of a message; its id. Raises Refusal message_unknown where its words are gone."""
    if message.sealed_text is None:
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)
    text = tx.sealer.open(message.sealed_text, "message", message.room_id, message.id)
    return keep_copy(tx, Words(message.id, message.room_id, author_of(tx, message).account_id, text))


def destroy(tx: Tx, message: Message, by: RemovedBy) -> None:
    """Destroys the words of a message and tells the room that they are gone."""
    message.sealed_text, message.masks, message.is_veiled, message.note = None, None, False, None
    message.removed_at, message.removed_by, message.hidden_at = tx.now, by, None
    tx.session.add(message)
    tx.session.exec(update(Reaction).where(col(Reaction.message_id) == message.id).values(is_on=False))
    _tell(tx, message, "message.removed")


def hide_for_now(tx: Tx, message: Message) -> bool:
    """Shows a message to nobody until somebody of the staff has looked; whether anything changed."""
    if message.removed_at is not None or message.hidden_at is not None:
        return False
    message.hidden_at = tx.now
    tx.session.add(message)
    _tell(tx, message, "message.removed")
    return True


def show_again(tx: Tx, message: Message) -> bool:
    """Shows a message again that was hidden for now; whether anything changed."""
    if message.removed_at is not None or message.hidden_at is None:
        return False
    message.hidden_at = None
    tx.session.add(message)
    _tell(tx, message, "message.restored")
    return True


def _tell(tx: Tx, message: Message, kind: str) -> None:
    """Lanes remember the last texts of a person: the version moves, so that this one leaves or joins them."""
    tx.session.flush()
    line = log.append_change(tx, message.room_id, kind, message.id)
    log.publish(tx, message.room_id, line, RENDERERS[kind])
