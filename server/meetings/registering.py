"""Use cases of coming to a meeting: signing up to share or to listen, giving one's place back, having been there."""

from __future__ import annotations

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.meetings.bodies import Attendance, MeetingCard, OneMeeting, Register, Registered, Registrations
from server.meetings.cards import card_of, takes_registrations
from server.meetings.listening import seat_listeners
from server.meetings.planning import later_of_series
from server.meetings.reminding import take_back
from server.meetings.rights import hold, see_meeting
from server.meetings.seats import ACTIVE, free_seats, move_up, place_in_line, registrations_of
from server.meetings.tables import Coming, Meeting, Registration, ReminderKind
from server.rooms.agreeing import Place, places_in
from server.rooms.rights import place_of, require_guide
from server.storage.tx import Tx


def register(tx: Tx, actor: Actor, command: Register) -> MeetingCard:
    """Signs up to share or to listen; where no seat is free one waits in line. Signed up already: another wish.

    Refusals: not_found, not_in_room (an organiser who is not), not_permitted (staff need no seat), registration_closed.
    """
    meeting = hold(tx, see_meeting(tx, actor, command.meeting))
    place = _place(tx, actor, meeting)
    _sign_up(tx, meeting, place, listens=command.listens)
    for later in later_of_series(tx, meeting) if command.whole_series else ():
        if takes_registrations(later, tx):
            _sign_up(tx, later, place, listens=command.listens)
    seat_listeners(tx, meeting.room_id)
    tx.outbox.notice(place.account_id, "meetings")
    return card_of(tx, actor, meeting)


def withdraw(tx: Tx, actor: Actor, command: OneMeeting) -> MeetingCard:
    """Gives one's place back; whoever has waited longest gets it.

    Refusals: not_found (also where one has not signed up), meeting_over.
    """
    meeting = hold(tx, see_meeting(tx, actor, command.meeting))
    mine = next(
        (one for one in _people(tx, meeting) if one.account_id == actor.account_id and one.state in ACTIVE), None
    )
    if mine is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if meeting.settled_at is not None or mine.state is Coming.ATTENDED:
        raise Refusal(ErrorCode.MEETING_OVER)
    give_back(tx, meeting, mine)
    return card_of(tx, actor, meeting)


def list_registrations(tx: Tx, actor: Actor, command: OneMeeting) -> Registrations:
    """Who comes and who waits, in the order in which they signed up. Organisers and guides of the room.

    Refusals: not_found, not_permitted.
    """
    meeting = see_meeting(tx, actor, command.meeting)
    require_guide(tx, actor, meeting.room_id)
    people, names = _people(tx, meeting), {one.id: one.display_name for one in places_in(tx, meeting.room_id)}
    shown = [one for one in people if one.state is not Coming.CANCELLED and one.participation_id in names]
    return Registrations(people=[_registered(one, names[one.participation_id], people) for one in shown])


def record_attendance(tx: Tx, actor: Actor, command: Attendance) -> None:
    """Says who was there, where the server could not see it; once it is settled, they have missed it or not.

    Organisers and guides: not_permitted. Refusals: not_found, meeting_not_begun, meeting_over (they had no seat in it).
    """
    one = tx.session.get(Registration, command.registration)
    if one is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    meeting = see_meeting(tx, actor, one.meeting_id)
    require_guide(tx, actor, meeting.room_id)
    hold(tx, meeting)
    tx.session.refresh(one)
    if meeting.starts_at > tx.now:
        raise Refusal(ErrorCode.MEETING_NOT_BEGUN)
    if one.state in {Coming.WAITING, Coming.CANCELLED}:
        raise Refusal(ErrorCode.MEETING_OVER)
    absent = Coming.MISSED if meeting.settled_at is not None else Coming.REGISTERED
    before, one.state = one.state, Coming.ATTENDED if command.attended else absent
    if one.state is before:
        return
    one.changed_at = tx.now
    if command.attended:
        take_back(tx, one, ReminderKind.MISSED)
    after = {"what": "attendance", "meeting": meeting.id, "state": one.state}
    record(tx, actor, ActionKind.MEETING_CHANGED, room_id=meeting.room_id, subject=one.participation_id, after=after)
    tx.outbox.notice(one.account_id, "meetings")


def give_back(tx: Tx, meeting: Meeting, one: Registration) -> None:
    """Ends a registration in a held room, and lets the next one up."""
    one.state, one.waiting_since_at, one.changed_at = Coming.CANCELLED, None, tx.now
    tx.outbox.notice(one.account_id, "meetings")
    if meeting.settled_at is None:
        move_up(tx, meeting)
        tx.session.flush()
        seat_listeners(tx, meeting.room_id)


def _place(tx: Tx, actor: Actor, meeting: Meeting) -> Place:
    place = place_of(tx, actor, meeting.room_id)
    if place is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    if not place.role.takes_a_seat:
        raise Refusal(ErrorCode.NOT_PERMITTED)
    return place


def _sign_up(tx: Tx, meeting: Meeting, place: Place, *, listens: bool) -> None:
    people = _people(tx, meeting)
    mine = next((one for one in people if one.participation_id == place.id), None)
    if mine is None or mine.state not in ACTIVE:
        if not takes_registrations(meeting, tx):
            raise Refusal(ErrorCode.REGISTRATION_CLOSED)
        mine = mine or Registration(
            meeting_id=meeting.id,
            participation_id=place.id,
            account_id=place.account_id,
            listens=listens,
            state=Coming.WAITING,
            line=0,
            registered_at=tx.now,
            changed_at=tx.now,
        )
        has_seat = free_seats(meeting, people) > 0
        mine.line = 1 + max((one.line for one in people), default=0)
        mine.state = Coming.REGISTERED if has_seat else Coming.WAITING
        mine.registered_at, mine.waiting_since_at = tx.now, None if has_seat else tx.now
        tx.session.add(mine)
    mine.listens, mine.changed_at = listens, tx.now
    tx.session.flush()


def _people(tx: Tx, meeting: Meeting) -> list[Registration]:
    return registrations_of(tx, [meeting.id]).get(meeting.id, [])


def _registered(one: Registration, name: str, people: list[Registration]) -> Registered:
    return Registered(
        registration=one.id,
        participation=one.participation_id,
        display_name=name,
        listens=one.listens,
        state=one.state,
        place=place_in_line(one, people),
        registered_at=one.registered_at,
    )
