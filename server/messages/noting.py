"""Use case of content notes: what a message speaks of, set by its author or by somebody who guides the room."""

from __future__ import annotations

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.messages.bodies import SetNote
from server.messages.hidden import find_message
from server.messages.rendering import render_noted
from server.rooms import log
from server.rooms.rights import place_of
from server.storage.tx import Tx


def set_note(tx: Tx, actor: Actor, command: SetNote) -> None:
    """Puts a note on a message, or takes it off. What is so already changes nothing.

    Refusals: message_unknown (removed ones, and those one may not read, too), not_permitted.
    """
    message = find_message(tx, command.message)
    place = place_of(tx, actor, message.room_id)
    is_gone = message.removed_at is not None or message.hidden_at is not None
    if place is None or message.seq <= place.joined_seq or is_gone:
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)
    is_author = message.participation_id == place.id
    if not (is_author or place.role.guides):
        raise Refusal(ErrorCode.NOT_PERMITTED)
    if message.note is command.note:
        return
    # what a rule has veiled is not opened by its author with a note put on and taken off
    message.is_veiled = command.note is not None or (is_author and message.is_veiled)
    message.note = command.note
    tx.session.add(message)
    tx.session.flush()
    log.publish(tx, message.room_id, log.append(tx, message.room_id, "message.noted", message.id), render_noted)
    if not is_author:
        after = {"message": message.id, "note": command.note}
        record(
            tx,
            actor,
            ActionKind.MESSAGE_NOTED,
            room_id=message.room_id,
            subject=message.participation_id,
            after=after,
        )
