"""The life of a room: closed, lobby, open, paused, closing, ended."""

from __future__ import annotations

from server.errors import ErrorCode, Refusal
from server.rooms.standing import Ground, Seat
from server.storage.tx import Tx


def require_words_taken(tx: Tx, ground: Ground, seat: Seat) -> None:
    """Raises Refusal room_closed."""
    if not ground.state.takes_words:
        raise Refusal(ErrorCode.ROOM_CLOSED)
