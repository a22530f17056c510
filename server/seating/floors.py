"""The floor of a room on the path of a message: what becomes of somebody's words, and who has been heard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.rooms import log
from server.rooms.life import read_life
from server.rooms.rights import hold_room
from server.rooms.roles import Mode
from server.rooms.standing import Ground, Seat
from server.seating.floor import Floor, Writes, decided, is_overtaken, writing, wrote
from server.seating.keeping import Change, keep, kept_floor, read_floor, read_kept, tell
from server.seating.shown import floor_shown
from server.seating.tables import Listener
from server.seating.wire import Happened, ShownFloor
from server.staffing.shifts import duty_of
from server.storage.tx import Tx

LastAt = Callable[[], datetime | None]
"""When somebody last wrote here, as far as that is still known."""


def require_floor(tx: Tx, ground: Ground, seat: Seat, seen: int | None, last_at: LastAt) -> Writes:
    """What becomes of what somebody writes now. `seen` is the version of the floor that they saw.

    Whoever is on duty may always write. Refusals: on_a_break, listening_only, not_your_turn, too_fast (on sofas where
    everybody takes their time); mode_changed instead, where the seating changed while the words were on their way.
    """
    floor = kept_floor(tx, ground).floor
    if seat.guides and seat.person.participation in duty_of(tx, ground):
        return Writes.MESSAGE
    is_late = is_overtaken(floor, seen)
    try:
        writes = writing(floor, seat.person.participation)
    except Refusal:
        if is_late:
            raise _mode_changed(floor) from None
        raise
    if writes is Writes.QUESTION and is_late:
        raise _mode_changed(floor)
    if floor.slow_seconds:
        _require_slowly(floor, tx.now, last_at())
    return writes


def note_written(tx: Tx, ground: Ground, seat: Seat) -> None:
    """Somebody has just written a message: in a round they are heard, which everybody is told."""
    kept = kept_floor(tx, ground)
    after = wrote(kept.floor, seat.person.participation)
    if after is kept.floor:
        return
    seq, _ = log.take_number(tx, ground.room_id)
    keep(tx, ground.room_id, kept, after)
    tell(tx, ground.room_id, seq, after, Change(Happened.HEARD, seat.person.participation))


def set_listening(tx: Tx, room_id: str, participation: str, is_listening: bool) -> None:
    """Somebody has come to listen from now on, or to share as well. So already: nothing changes."""
    hold_room(tx, room_id)
    found = tx.session.get(Listener, participation)
    if (found is not None) == is_listening:
        return
    if found is None:
        tx.session.add(Listener(participation_id=participation, room_id=room_id))
    else:
        tx.session.delete(found)
    tx.session.flush()
    seq, _ = log.take_number(tx, room_id)
    tell(tx, room_id, seq, read_floor(tx, room_id), Change(Happened.LISTENING_CHANGED, whom=participation))


def let_speak(tx: Tx, room_id: str, participation: str) -> None:
    """Somebody has come to tell something: in a classroom they write from now on. Elsewhere nothing changes."""
    hold_room(tx, room_id)
    life = read_life(tx, room_id)
    kept = read_kept(tx, room_id, life.sitting)
    floor, is_going_on = kept.floor, not (life.is_over or kept.is_beginning)
    if not is_going_on or floor.mode is not Mode.CLASSROOM or participation in floor.speakers:
        return
    after = decided(floor, replace(floor, speakers=(*floor.speakers, participation)))
    seq, _ = log.take_number(tx, room_id)
    keep(tx, room_id, kept, after)
    tell(tx, room_id, seq, after, Change(Happened.PEOPLE_CHANGED, whom=participation))


def show_floor(tx: Tx, actor: Actor, room_id: str, you: object) -> ShownFloor:
    """The floor, for whoever follows a room."""
    return floor_shown(read_floor(tx, room_id))


def _mode_changed(floor: Floor) -> Refusal:
    return Refusal(ErrorCode.MODE_CHANGED, mode=floor.mode, version=floor.version)


def _require_slowly(floor: Floor, now: datetime, last_at: datetime | None) -> None:
    if last_at is None or floor.mode is not Mode.SOFA:
        return
    wait = (last_at + timedelta(seconds=floor.slow_seconds) - now).total_seconds()
    if wait > 0:
        raise Refusal(ErrorCode.TOO_FAST, retry_after=wait)
