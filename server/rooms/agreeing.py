"""Where a room asks for an agreement, nobody reads on or writes there before they have accepted it."""

from __future__ import annotations

from sqlmodel import col, select

from server.errors import ErrorCode, Refusal
from server.rooms import log
from server.rooms.rights import find_room
from server.rooms.tables import Participation, Room
from server.sanctions.binding import keeps_out, require_may_enter
from server.storage.tx import Tx

Place = Participation
"""Somebody in a room, for slices that know nothing of our rows."""


def require_agreed(agreed: int, asked: int) -> None:
    """Raises Refusal agreement_required where less was accepted than the room asks for."""
    if agreed < asked:
        raise Refusal(ErrorCode.AGREEMENT_REQUIRED, version=f"{asked}.0")


def require_reading(tx: Tx, place: Place) -> None:
    """Raises Refusal suspended, excluded or agreement_required for somebody who may not read now where they are."""
    require_may_enter(tx, place.account_id, place.room_id)
    require_agreed(place.agreed, find_room(tx, place.room_id).agreement)


def ask_anew(tx: Tx, room: Room, version: int) -> None:
    """From here on a held room asks for this version: whoever has not accepted it reads nothing more."""
    room.agreement = version
    log.move_version(tx, room.id)
    for place in places_in(tx, room.id):
        if place.agreed < version:
            tx.outbox.end_reading(place.account_id, room.id)


def accepted(tx: Tx, place: Place, version: int) -> None:
    """Somebody in a held room has accepted a version."""
    place.agreed = max(place.agreed, version)
    log.move_version(tx, place.room_id)


def may_read(tx: Tx, participation_ids: list[str]) -> set[str]:
    """Those of the participations that have accepted what their room asks for now, and may be there."""
    reading = (
        select(Participation.id)
        .join(Room, col(Participation.room_id) == Room.id)
        .where(col(Participation.id).in_(participation_ids), col(Participation.agreed) >= col(Room.agreement))
        .where(~keeps_out(col(Participation.account_id), col(Participation.room_id), tx.now))
    )
    return set(tx.session.exec(reading))


def places_in(tx: Tx, room_id: str) -> list[Place]:
    """Everybody who is in a room now, in the order in which they came."""
    here = select(Participation).where(Participation.room_id == room_id, col(Participation.left_at).is_(None))
    return list(tx.session.exec(here.order_by(col(Participation.joined_seq))))
