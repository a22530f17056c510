"""While a meeting goes on, people write or listen as they have signed up for it."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from server.meetings.seats import SEATED, registrations_of
from server.meetings.tables import Meeting
from server.rooms.agreeing import places_in
from server.seating.floors import set_listening
from server.seating.keeping import read_floor
from server.storage.tx import Tx

STARTING = timedelta(minutes=15)


def seat_listeners(tx: Tx, room_id: str) -> None:
    """In a held room: everybody who should listen does, and everybody else may write. So already: nothing changes."""
    for participation_id, listens in _wishes(tx, room_id).items():
        set_listening(tx, room_id, participation_id, listens)


def is_to_be_seated(tx: Tx, room_id: str) -> bool:
    """Whether somebody listens who should not, or the other way round: newcomers, for whom nobody has decided."""
    listening = set(read_floor(tx, room_id).listeners)
    return any(listens is not (one in listening) for one, listens in _wishes(tx, room_id).items())


def _wishes(tx: Tx, room_id: str) -> dict[str, bool]:
    """Who should listen now; those who take no seat are left out."""
    meeting = _current(tx, room_id)
    people = registrations_of(tx, [meeting.id]).get(meeting.id, []) if meeting else []
    by_place = {one.participation_id: one for one in people if one.state in SEATED}
    wishes = {}
    for place in places_in(tx, room_id):
        if place.role.takes_a_seat:
            mine = by_place.get(place.id)
            wishes[place.id] = mine.listens if mine else meeting is not None and meeting.by_registration
    return wishes


def _current(tx: Tx, room_id: str) -> Meeting | None:
    """The meeting that goes on in a room, or is about to begin."""
    begun = select(Meeting).where(
        Meeting.room_id == room_id, col(Meeting.settled_at).is_(None), col(Meeting.starts_at) <= tx.now + STARTING
    )
    return tx.session.exec(begun.order_by(col(Meeting.starts_at)).limit(1)).first()
