"""What time brings to meetings: people are reminded, seen, and missed; what is over is settled.

All of it can be done twice without harm: every step looks again, with the room held, whether it is still to be done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import col, or_, select

from server.actor import Actor
from server.meetings.hours import set_hours
from server.meetings.listening import STARTING, is_to_be_seated, seat_listeners
from server.meetings.presence import is_over
from server.meetings.registering import give_back
from server.meetings.reminding import remind_all
from server.meetings.rights import hold
from server.meetings.seats import ACTIVE, SEATED, registrations_of
from server.meetings.tables import Coming, Meeting, Registration, ReminderKind
from server.meetings.visiting import end_visits, slot_of
from server.rooms.agreeing import places_in
from server.rooms.life import read_life
from server.rooms.participations import still_held
from server.rooms.rights import hold_room
from server.rooms.roles import RoomState
from server.storage.tx import Tx

_TOMORROW = timedelta(hours=24)
_TOO_LATE_FOR_TOMORROW = timedelta(hours=2)
_SEEN_IN = frozenset({RoomState.OPEN, RoomState.CLOSING})
_AT_ONCE = 500


@dataclass(slots=True)
class Due:
    """Meetings to be told of and to be settled; rooms where somebody sits as a listener who should not, or the other
    way round; and, by room, who has a seat and has not been seen yet."""

    told: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    seated: set[str] = field(default_factory=set)
    expected: dict[str, dict[str, str]] = field(default_factory=dict)


def find_due(tx: Tx, actor: Actor, command: None) -> Due:
    """What is to be done now."""
    due = Due()
    near = select(Meeting).where(
        col(Meeting.settled_at).is_(None),
        or_(
            col(Meeting.starts_at) <= tx.now + STARTING,
            col(Meeting.tomorrow_told_at).is_(None) & (col(Meeting.starts_at) <= tx.now + _TOMORROW),
        ),
    )
    for meeting in tx.session.exec(near).all():
        if _is_to_be_told(tx, meeting):
            due.told.append(meeting.id)
        if _is_over(tx, meeting):
            due.settled.append(meeting.id)
            continue
        if meeting.starts_at <= tx.now + STARTING and is_to_be_seated(tx, meeting.room_id):
            due.seated.add(meeting.room_id)
        if meeting.starts_at <= tx.now and read_life(tx, meeting.room_id).state in _SEEN_IN:
            due.expected[meeting.room_id] = _awaited(tx, meeting)
    return due


def tell(tx: Tx, actor: Actor, meeting_id: str) -> None:
    """Reminds everybody who has a seat that it is tomorrow, or that it starts."""
    meeting = hold(tx, tx.session.get_one(Meeting, meeting_id))
    if not _is_to_be_told(tx, meeting):
        return
    people = [one for one in registrations_of(tx, [meeting.id]).get(meeting.id, []) if one.state in SEATED]
    if meeting.tomorrow_told_at is None:
        meeting.tomorrow_told_at = tx.now
        if meeting.starts_at > tx.now + _TOO_LATE_FOR_TOMORROW:
            remind_all(tx, people, ReminderKind.TOMORROW, meeting.version)
    if meeting.starts_at <= tx.now + STARTING:
        meeting.starting_told_at = tx.now
        remind_all(tx, people, ReminderKind.STARTING, meeting.version)


def settle(tx: Tx, actor: Actor, meeting_id: str) -> None:
    """Ends a meeting: who had a seat and was not seen has missed it; the room's hours are those of the next one."""
    meeting = hold(tx, tx.session.get_one(Meeting, meeting_id))
    if not _is_over(tx, meeting):
        return
    people = registrations_of(tx, [meeting.id]).get(meeting.id, [])
    missed = [one for one in people if one.state is Coming.REGISTERED]
    for one in people:
        if one.state in {Coming.REGISTERED, Coming.WAITING}:
            one.state = Coming.MISSED if one.state is Coming.REGISTERED else Coming.CANCELLED
            one.changed_at = tx.now
    remind_all(tx, missed, ReminderKind.MISSED, meeting.version)
    end_visits(tx, meeting.id)
    meeting.settled_at = tx.now
    tx.session.flush()
    set_hours(tx, meeting.room_id)
    seat_listeners(tx, meeting.room_id)
    for place in places_in(tx, meeting.room_id):
        tx.outbox.notice(place.account_id, "meetings")


def seat(tx: Tx, actor: Actor, room_id: str) -> None:
    """Has everybody in a room write or listen as they have signed up."""
    hold_room(tx, room_id)
    seat_listeners(tx, room_id)


def note_attendance(tx: Tx, actor: Actor, registration_ids: list[str]) -> None:
    """Those who have a seat were seen in the room while it was open."""
    seen = select(Registration).where(
        col(Registration.id).in_(registration_ids), Registration.state == Coming.REGISTERED
    )
    for one in tx.session.exec(seen.with_for_update()):
        one.state, one.changed_at = Coming.ATTENDED, tx.now


def find_gone(tx: Tx, actor: Actor, command: None) -> list[str]:
    """Participations that have ended and still have places in meetings ahead."""
    ahead = (
        select(Registration.participation_id)
        .join(Meeting, col(Meeting.id) == Registration.meeting_id)
        .where(col(Meeting.settled_at).is_(None), col(Registration.state).in_(ACTIVE))
    )
    ids = sorted(set(tx.session.exec(ahead.distinct())))
    parts = [ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE)]
    return [one for part in parts for one in sorted(set(part) - still_held(tx, part))]


def free_places(tx: Tx, actor: Actor, participation_id: str) -> None:
    """Gives back the places of somebody who has left the room."""
    ahead = (
        select(Registration, Meeting)
        .join(Meeting, col(Meeting.id) == Registration.meeting_id)
        .where(
            Registration.participation_id == participation_id,
            col(Meeting.settled_at).is_(None),
            col(Registration.state).in_(ACTIVE),
        )
    )
    for one, meeting in tx.session.exec(ahead).all():
        hold(tx, meeting)
        tx.session.refresh(one)
        if one.state in ACTIVE and meeting.settled_at is None:
            give_back(tx, meeting, one)
            tx.session.flush()


def _awaited(tx: Tx, meeting: Meeting) -> dict[str, str]:
    """By participation, the registrations of those who have a seat and have not been seen."""
    people = registrations_of(tx, [meeting.id]).get(meeting.id, [])
    return {one.participation_id: one.id for one in people if one.state is Coming.REGISTERED}


def _is_to_be_told(tx: Tx, meeting: Meeting) -> bool:
    if meeting.settled_at is not None or meeting.ends_at <= tx.now:
        return False
    is_tomorrow = meeting.tomorrow_told_at is None and meeting.starts_at <= tx.now + _TOMORROW
    return is_tomorrow or (meeting.starting_told_at is None and meeting.starts_at <= tx.now + STARTING)


def _is_over(tx: Tx, meeting: Meeting) -> bool:
    if meeting.settled_at is not None or meeting.ends_at > tx.now:
        return False
    return is_over(slot_of(tx, meeting), read_life(tx, meeting.room_id), tx.now)
