"""What is told of rooms from the outside: their doors, and how many seats are free."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, func, select

from server.rooms.bodies import RoomCard
from server.rooms.roles import GUIDES, RoomRole
from server.rooms.tables import Participation, Room
from server.storage.tx import Tx

_present = col(Participation.left_at).is_(None)


def seats_taken(tx: Tx, room_ids: Sequence[str]) -> dict[str, int]:
    """How many seats are taken, by room; rooms without anybody are left out. Staff take none."""
    columns = select(Participation.room_id, func.count()).where(
        col(Participation.room_id).in_(room_ids), Participation.role == RoomRole.PARTICIPANT, _present
    )
    return dict(tx.session.exec(columns.group_by(col(Participation.room_id))).all())


def free_seats(room: Room, taken: dict[str, int]) -> int:
    return max(0, room.capacity - taken.get(room.id, 0))


def door_cards(tx: Tx, rooms: Sequence[Room]) -> list[RoomCard]:
    """The doors of these rooms, in the order given."""
    ids = [room.id for room in rooms]
    taken, guides = seats_taken(tx, ids), _guides(tx, ids)
    return [
        RoomCard(
            id=room.id,
            name=room.name,
            purpose=room.purpose,
            language=room.language,
            state=room.state,
            capacity=room.capacity,
            free_seats=free_seats(room, taken),
            joins_by=room.joins_by,
            staff=guides.get(room.id, []),
            who_can_read=["people_in_room"],
        )
        for room in rooms
    ]


def door_card(tx: Tx, room: Room) -> RoomCard:
    return door_cards(tx, [room])[0]


def _guides(tx: Tx, room_ids: Sequence[str]) -> dict[str, list[str]]:
    """The display names of those who guide, by room."""
    columns = select(Participation.room_id, Participation.display_name).where(
        col(Participation.room_id).in_(room_ids), col(Participation.role).in_(GUIDES), _present
    )
    found: dict[str, list[str]] = {}
    for room_id, name in tx.session.exec(columns.order_by(col(Participation.joined_seq))):
        found.setdefault(room_id, []).append(name)
    return found
