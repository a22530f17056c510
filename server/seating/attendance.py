"""Who was seen in a sitting, and who vanished without checking out, which only those who guide the room hear of."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import col, select

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.rooms.agreeing import require_reading
from server.rooms.guiding import accounts_in
from server.rooms.life import read_life
from server.rooms.rights import place_of
from server.seating.bodies import NotesOfSitting, OneRoom, Vanished
from server.seating.tables import Attendance
from server.storage.tx import Tx


def check_out(tx: Tx, room_id: str, sitting: int, who: str) -> None:
    """Notes that somebody leaves well."""
    seen = _seen(tx, room_id, sitting, who)
    if seen.checked_out_at is None:
        seen.checked_out_at = tx.now
        tx.session.add(seen)


def came(tx: Tx, room_id: str, sitting: int, people: Collection[str]) -> None:
    """Notes who is there; who was noted as vanished has come back. Noted already: nothing changes."""
    noted = select(Attendance).where(
        Attendance.room_id == room_id, Attendance.sitting == sitting, col(Attendance.participation_id).in_(people)
    )
    seen = {one.participation_id: one for one in tx.session.exec(noted)}
    tx.session.add_all(_new(tx, room_id, sitting, who) for who in sorted(set(people) - set(seen)))
    back = [one for one in seen.values() if one.vanished_at is not None and one.returned_at is None]
    for one in back:
        one.returned_at = tx.now
    if back:
        _tell(tx, room_id)


def vanished(tx: Tx, room_id: str, sitting: int, who: str) -> None:
    """Notes that somebody is gone without a word. Noted already, or checked out: nothing changes."""
    seen = tx.session.get(Attendance, (room_id, sitting, who))
    is_noted = seen is not None and seen.vanished_at is not None and seen.returned_at is None
    if seen is None or seen.checked_out_at is not None or is_noted:
        return
    seen.vanished_at, seen.returned_at = tx.now, None
    tx.session.add(seen)
    _tell(tx, room_id)


def read_notes_of_sitting(tx: Tx, actor: Actor, command: OneRoom) -> NotesOfSitting:
    """Who has vanished in this sitting, or the last one. For those who guide the room, and nobody else.

    Refusals: not_in_room, not_permitted, suspended, agreement_required.
    """
    place = place_of(tx, actor, command.room)
    if place is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    if not place.role.guides:
        raise Refusal(ErrorCode.NOT_PERMITTED)
    require_reading(tx, place)
    sitting = read_life(tx, command.room).sitting
    gone = select(Attendance).where(
        Attendance.room_id == command.room,
        Attendance.sitting == sitting,
        col(Attendance.vanished_at).is_not(None),
    )
    return NotesOfSitting(
        vanished=[
            Vanished(participation=one.participation_id, at=one.vanished_at, returned_at=one.returned_at)
            for one in tx.session.exec(gone.order_by(col(Attendance.vanished_at)))
            if one.vanished_at is not None
        ]
    )


def _seen(tx: Tx, room_id: str, sitting: int, who: str) -> Attendance:
    found = tx.session.get(Attendance, (room_id, sitting, who))
    return found or _new(tx, room_id, sitting, who)


def _new(tx: Tx, room_id: str, sitting: int, who: str) -> Attendance:
    return Attendance(room_id=room_id, sitting=sitting, participation_id=who, came_at=tx.now)


def _tell(tx: Tx, room_id: str) -> None:
    for account_id in sorted(accounts_in(tx, room_id)):
        tx.outbox.notice(account_id, "vanished")
