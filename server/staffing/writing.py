"""Nobody writes while no trained person is there."""

from __future__ import annotations

from dataclasses import replace

from server.rooms.life import life_of
from server.rooms.lifecycle import Reason, refusal
from server.rooms.roles import RoomState
from server.rooms.standing import Ground, Seat
from server.staffing.shifts import duty_of
from server.storage.tx import Tx

_STAFF_MAY = frozenset({RoomState.LOBBY, RoomState.PAUSED})


def require_words_taken(tx: Tx, ground: Ground, seat: Seat) -> None:
    """Raises Refusal room_closed, room_paused or room_ended. Whoever is on duty writes before and between, too.

    Timed work pauses a room that is left alone within a second. Until then this stands in between: a room may be open
    by its state, and yet nobody on duty is trained any more.
    """
    duty, state = duty_of(tx, ground), ground.state
    if duty and state.takes_words:
        return
    if state in _STAFF_MAY and seat.person.participation in duty:
        return
    life = life_of(tx, ground)
    if state.takes_words:
        life = replace(life, state=RoomState.PAUSED, reason=Reason.MODERATOR_ABSENT)
    raise refusal(life, tx.now)
