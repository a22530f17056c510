"""What a sanction does to somebody's being in a room: lanes look again, and whoever may not be there is no longer."""

from __future__ import annotations

from sqlmodel import col, select

from server.actor import Actor
from server.rooms import log
from server.rooms.participations import end_place
from server.rooms.rights import hold_room
from server.rooms.tables import Participation
from server.storage.tx import Tx


def look_again(tx: Tx, account_id: str, room_id: str | None) -> None:
    """Somebody may no longer write in a room, or (None) in any of theirs."""
    for place in _places(tx, account_id, room_id):
        log.move_version(tx, place.room_id)


def take_out(tx: Tx, account_id: str, room_id: str | None) -> None:
    """Somebody may not be in a room, or in any of theirs, for a time: every open connection of theirs leaves it now."""
    for place in _places(tx, account_id, room_id):
        log.move_version(tx, place.room_id)
        tx.outbox.end_entry(account_id, place.room_id)


def shut_out(tx: Tx, actor: Actor, account_id: str, room_id: str | None) -> None:
    """Somebody's being in a room, or in all of theirs, ends for good. Raises Refusal facilitator_needed."""
    for place in _places(tx, account_id, room_id):
        hold_room(tx, place.room_id)
        end_place(tx, actor, place)


def _places(tx: Tx, account_id: str, room_id: str | None) -> list[Participation]:
    here = select(Participation).where(Participation.account_id == account_id, col(Participation.left_at).is_(None))
    if room_id is not None:
        here = here.where(Participation.room_id == room_id)
    return list(tx.session.exec(here.order_by(col(Participation.room_id))))
