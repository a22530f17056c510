"""When a room is meant to be open follows from its meetings."""

from __future__ import annotations

from sqlmodel import col, select

from server.meetings.tables import Meeting
from server.rooms.life import set_window
from server.storage.tx import Tx


def set_hours(tx: Tx, room_id: str) -> None:
    """The hours of a held room: the meeting that goes on or comes next, and when the one after that begins."""
    ahead = select(Meeting).where(Meeting.room_id == room_id, col(Meeting.settled_at).is_(None))
    meetings = tx.session.exec(ahead.order_by(col(Meeting.starts_at)).limit(2)).all()
    if not meetings:
        set_window(tx, room_id, None, None)
        return
    current, *later = meetings
    set_window(tx, room_id, current.starts_at, current.ends_at, later[0].starts_at if later else None)
