"""Who may write in a room now: everything that is asked before anybody looks at the words."""

from __future__ import annotations

from server.errors import ErrorCode, Refusal
from server.messages.earlier import last_written_at
from server.rooms.agreeing import require_agreed
from server.rooms.standing import Ground, Seat
from server.sanctions.binding import require_unbarred
from server.sanctions.caution import caution_in
from server.seating.floor import Writes
from server.seating.floors import require_floor
from server.staffing.writing import require_words_taken
from server.storage.tx import Tx


def require_may_write(tx: Tx, ground: Ground, seat: Seat, account_id: str) -> None:
    """Raises Refusal agreement_required, room_closed, room_paused, room_ended, or what a sanction bars."""
    require_agreed(seat.agreed, ground.agreement)
    require_words_taken(tx, ground, seat)
    require_unbarred(tx, ground, account_id)


def require_may_post(tx: Tx, ground: Ground, seat: Seat, account_id: str, floor: int | None) -> Writes:
    """As above, and only whoever has the floor: not_your_turn, mode_changed, listening_only, on_a_break, too_fast."""
    require_may_write(tx, ground, seat, account_id)
    return require_floor(tx, ground, seat, floor, lambda: last_written_at(tx, seat))


def require_not_locked_out(tx: Tx, ground: Ground, *, is_newcomer: bool) -> None:
    """Raises Refusal room_locked for newcomers while a room is locked: they read, report and get help as always."""
    caution = caution_in(tx, ground)
    if is_newcomer and caution is not None and caution.is_locked:
        raise Refusal(ErrorCode.ROOM_LOCKED)
