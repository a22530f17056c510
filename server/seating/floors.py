"""The floor of a room: who may write now."""

from __future__ import annotations

from server.rooms.standing import Ground, Seat
from server.storage.tx import Tx


def require_floor(tx: Tx, ground: Ground, seat: Seat, seen: int | None) -> None:
    """Raises Refusal where somebody has not got the floor. `seen` is the version of the floor that they saw."""
