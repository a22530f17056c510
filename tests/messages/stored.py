"""What lies in the database of a room's messages, opened with its key."""

from __future__ import annotations

from sqlmodel import select

from server.messages.tables import Message
from server.storage.tx import Tx


def stored_texts(tx: Tx, room: str) -> dict[str, str]:
    """Message id → text, of those that have one."""
    rows = tx.session.exec(select(Message).where(Message.room_id == room))
    return {
        row.id: tx.sealer.open(row.sealed_text, "message", room, row.id) for row in rows if row.sealed_text is not None
    }
