"""Use cases of what is only for oneself: what waits of mine, and whom I do not want to read."""

from __future__ import annotations

from sqlmodel import col, select

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.messages.bodies import Held, MutePerson, Mutes, MyHeld, OfRoom
from server.messages.holding import waiting_of, words_in
from server.messages.tables import PersonalMute as PersonalMute
from server.rooms.guiding import Place, place_with
from server.rooms.rights import place_of
from server.storage.tx import Tx


def list_held(tx: Tx, actor: Actor, command: OfRoom) -> Held:
    """What of mine waits for a moderator in a room, the oldest first. Refusal: not_in_room."""
    mine = _place(tx, actor, command.room)
    return Held(
        held=[
            MyHeld(message=one.id, text=words_in(tx, one), why=one.why, held_at=one.held_at, reply_to=one.reply_to)
            for one in waiting_of(tx, mine.id)
        ]
    )


def mute_person(tx: Tx, actor: Actor, command: MutePerson) -> Mutes:
    """I do not want to read somebody here. Nobody else learns of it. Refusals: not_in_room, not_found, about_yourself."""
    mine, other = _place(tx, actor, command.room), place_with(tx, command.participation)
    if other is None or other.room_id != command.room:
        raise Refusal(ErrorCode.NOT_FOUND)
    if other.account_id == actor.account_id:
        raise Refusal(ErrorCode.ABOUT_YOURSELF)
    if tx.session.get(PersonalMute, (mine.id, other.id)) is None:
        tx.session.add(PersonalMute(owner_id=mine.id, muted_id=other.id, since_at=tx.now))
        _tell(tx, actor)
    return _mutes(tx, mine)


def unmute_person(tx: Tx, actor: Actor, command: MutePerson) -> Mutes:
    """I want to read somebody again. Refusal: not_in_room."""
    mine = _place(tx, actor, command.room)
    found = tx.session.get(PersonalMute, (mine.id, command.participation))
    if found is not None:
        tx.session.delete(found)
        _tell(tx, actor)
    return _mutes(tx, mine)


def list_mutes(tx: Tx, actor: Actor, command: OfRoom) -> Mutes:
    """Whom I do not want to read here. Refusal: not_in_room."""
    return _mutes(tx, _place(tx, actor, command.room))


def _mutes(tx: Tx, mine: Place) -> Mutes:
    tx.session.flush()
    muted = select(PersonalMute.muted_id).where(PersonalMute.owner_id == mine.id)
    return Mutes(mutes=list(tx.session.exec(muted.order_by(col(PersonalMute.since_at), col(PersonalMute.muted_id)))))


def _place(tx: Tx, actor: Actor, room_id: str) -> Place:
    found = place_of(tx, actor, room_id)
    if found is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    return found


def _tell(tx: Tx, actor: Actor) -> None:
    tx.outbox.notice(actor.account_id or "", "mutes")
