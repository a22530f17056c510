"""Who may do what with a room. Where somebody may not even know, a foreign room answers like one that is not there."""

from __future__ import annotations

from sqlmodel import col, select

from server.actor import Actor, Role
from server.errors import ErrorCode, Refusal
from server.rooms.roles import RoomRole
from server.rooms.tables import Participation, Room
from server.sanctions.binding import require_may_enter
from server.storage.tx import Tx


def may_organise(actor: Actor) -> bool:
    return actor.is_operator or actor.has(Role.ORGANISER)


def require_organiser(actor: Actor) -> None:
    """Raises Refusal not_permitted."""
    if not may_organise(actor):
        raise Refusal(ErrorCode.NOT_PERMITTED)


def require_lasting(role: RoomRole) -> None:
    """A professional comes by a link to named meetings, and goes with them. Raises Refusal bad_request for that role."""
    if role is RoomRole.PROFESSIONAL:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["role"])


def find_room(tx: Tx, room_id: str | None) -> Room:
    """A room. Raises Refusal not_found."""
    room = tx.session.get(Room, room_id) if room_id else None
    if room is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return room


def hold_room(tx: Tx, room_id: str) -> Room:
    """As `find_room`; until the commit nobody else joins, leaves, applies or writes there."""
    room = tx.session.get(Room, room_id, with_for_update=True, populate_existing=True)
    if room is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return room


def place_of(tx: Tx, actor: Actor, room_id: str) -> Participation | None:
    """Where the actor is in a room now, None where they are not."""
    return tx.session.exec(
        select(Participation).where(
            Participation.account_id == (actor.account_id or ""),
            Participation.room_id == room_id,
            col(Participation.left_at).is_(None),
        )
    ).first()


def require_guide(tx: Tx, actor: Actor, room_id: str | None) -> None:
    """For organisers and those who guide this room. Refusals: as `require_guiding`."""
    if not may_organise(actor):
        require_guiding(tx, actor, room_id)


def require_guiding(tx: Tx, actor: Actor, room_id: str | None) -> Participation:
    """Where the actor, who guides this room, is in it.

    Refusals: not_permitted inside it, not_found elsewhere; suspended, excluded (whoever may not be there guides nobody).
    """
    place = place_of(tx, actor, room_id) if room_id else None
    if place is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if not place.role.guides:
        raise Refusal(ErrorCode.NOT_PERMITTED)
    require_may_enter(tx, place.account_id, place.room_id)
    return place
