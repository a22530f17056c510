"""How much happens in a room, counted from its log."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, func, select

from server.rooms.tables import Room, RoomEvent
from server.storage.tx import Tx

_MOST = 2_000  # lines looked back: who writes more than that in a minute stands out anyway


def moved_rooms(tx: Tx, since: datetime) -> set[str]:
    """The rooms whose newest line is not older than a moment."""
    newest = select(Room.id).join(
        RoomEvent, (col(RoomEvent.room_id) == col(Room.id)) & (col(RoomEvent.seq) == col(Room.head_seq))
    )
    return set(tx.session.exec(newest.where(col(RoomEvent.at) >= since)))


def count_since(tx: Tx, room_id: str, since: datetime) -> tuple[int, int]:
    """How many came into a room, and how many messages were written there, since a moment."""
    head = select(Room.head_seq).where(Room.id == room_id).scalar_subquery()
    counted = (
        select(RoomEvent.kind, func.count())
        .where(RoomEvent.room_id == room_id, col(RoomEvent.seq) > head - _MOST, col(RoomEvent.at) >= since)
        .group_by(RoomEvent.kind)
    )
    found = dict(tx.session.exec(counted).all())
    return found.get("participation.joined", 0), found.get("message.posted", 0)
