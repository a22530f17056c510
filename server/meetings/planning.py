"""Use cases of planning: meetings are announced, changed, called off, and looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, or_, select

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.meetings.bodies import (
    CancelMeeting,
    ChangeMeeting,
    MeetingCard,
    Meetings,
    MeetingsOf,
    OneMeeting,
    PlanMeeting,
)
from server.meetings.cards import card_of, cards_of
from server.meetings.hours import set_hours
from server.meetings.listening import seat_listeners
from server.meetings.reminding import remind_all
from server.meetings.rights import hold, invited_to, require_sees_room, see_meeting, sees_all_of
from server.meetings.schedule import OnTheWall, Rule, Span, TimesWrong, spans
from server.meetings.seats import ACTIVE, move_up, registrations_of, seated
from server.meetings.tables import Meeting, MeetingKind, Registration, ReminderKind
from server.meetings.visiting import end_visits
from server.rooms.agreeing import places_in
from server.rooms.rights import hold_room, require_organiser
from server.storage.tx import Tx

_BY_REGISTRATION = frozenset({MeetingKind.WORKSHOP, MeetingKind.WEBINAR})
_PROMISED = frozenset({"influence", "decision_maker", "what_you_get"})
_SEEN_BY_ALL = ("title", "starts_at", "ends_at", "kind", *sorted(_PROMISED))
_MOST = 200


def plan_meeting(tx: Tx, actor: Actor, command: PlanMeeting) -> Meetings:
    """Announces a meeting, or a whole series, or nothing of it. Organisers only: not_permitted.

    Refusals: not_found, meeting_times_wrong (`reason`, and the `number` within the series), meetings_overlap (also
    with a `number`), bad_request (a link where there is no webinar).
    """
    require_organiser(actor)
    room = hold_room(tx, command.room)
    _require_webinar(command.kind, has_link=bool(command.link))
    rule = Rule(command.series.every_weeks, command.series.count) if command.series else Rule()
    found = _spans(tx, OnTheWall(command.starts, command.ends, command.time_zone), rule)
    _require_free(tx, room.id, found, but_not=None)
    series_id = new_id() if command.series else None
    meetings = [_planned(tx, actor, command, span) for span in found]
    for number, meeting in enumerate(meetings, 1):
        meeting.series_id, meeting.number = series_id, number
    tx.session.add_all(meetings)
    tx.session.flush()
    _record(tx, actor, meetings, "planned")
    _tell_room(tx, room.id)
    return Meetings(meetings=cards_of(tx, actor, meetings))


def change_meeting(tx: Tx, actor: Actor, command: ChangeMeeting) -> MeetingCard:
    """Changes one meeting and tells those who have signed up. Organisers only: not_permitted.

    Refusals: not_found, stale_version, meeting_over, promise_frozen (it has begun), seats_taken (more have signed up
    than there would be seats), bad_request, and those of planning.
    """
    require_organiser(actor)
    meeting = hold(tx, see_meeting(tx, actor, command.meeting))
    _require_ahead(meeting, command.version)
    before = {name: getattr(meeting, name) for name in _SEEN_BY_ALL}
    people = registrations_of(tx, [meeting.id])[meeting.id]
    _move(tx, meeting, command)
    _describe(tx, meeting, command, people)
    if before == {name: getattr(meeting, name) for name in _SEEN_BY_ALL}:
        people = []
    meeting.version += 1
    remind_all(tx, [one for one in people if one.state in ACTIVE], ReminderKind.CHANGED, meeting.version)
    move_up(tx, meeting)
    _record(tx, actor, [meeting], "changed")
    _tell_room(tx, meeting.room_id)
    return card_of(tx, actor, meeting)


def cancel_meeting(tx: Tx, actor: Actor, command: CancelMeeting) -> None:
    """Calls a meeting off, or it and all that follow in its series, and tells those who have signed up.

    Organisers only: not_permitted. Refusals: not_found, stale_version, meeting_over.
    """
    require_organiser(actor)
    meeting = hold(tx, see_meeting(tx, actor, command.meeting))
    _require_ahead(meeting, command.version)
    meetings = [meeting, *(later_of_series(tx, meeting) if command.rest_of_series else ())]
    people = registrations_of(tx, [one.id for one in meetings])
    for one in meetings:
        one.cancelled_at = one.settled_at = tx.now
        one.version += 1
        coming = [someone for someone in people[one.id] if someone.state in ACTIVE]
        remind_all(tx, coming, ReminderKind.CANCELLED, one.version)
        end_visits(tx, one.id)
    tx.session.flush()
    _record(tx, actor, meetings, "called_off")
    _tell_room(tx, meeting.room_id)


def _record(tx: Tx, actor: Actor, meetings: Sequence[Meeting], what: str) -> None:
    after = {"what": what, "meetings": [one.id for one in meetings]}
    record(tx, actor, ActionKind.MEETING_CHANGED, room_id=meetings[0].room_id, after=after)


def list_meetings(tx: Tx, actor: Actor, command: MeetingsOf) -> Meetings:
    """A room's meetings, the next one first. For its people, its professionals (theirs only) and organisers.

    Refusal: not_found.
    """
    require_sees_room(tx, actor, command.room)
    chosen = select(Meeting).where(Meeting.room_id == command.room)
    if command.past:
        chosen = chosen.where(col(Meeting.settled_at).is_not(None)).order_by(col(Meeting.starts_at).desc())
    else:
        recent = col(Meeting.cancelled_at).is_not(None) & (col(Meeting.ends_at) > tx.now)
        chosen = chosen.where(or_(col(Meeting.settled_at).is_(None), recent)).order_by(col(Meeting.starts_at))
    if not sees_all_of(tx, actor, command.room):
        chosen = chosen.where(col(Meeting.id).in_(invited_to(tx, actor, command.room)))
    return Meetings(meetings=cards_of(tx, actor, tx.session.exec(chosen.limit(_MOST)).all()))


def meetings_ahead(tx: Tx, actor: Actor, room_id: str, most: int) -> list[MeetingCard]:
    """What goes on or comes next in a room, for its door."""
    ahead = select(Meeting).where(Meeting.room_id == room_id, col(Meeting.settled_at).is_(None))
    return cards_of(tx, actor, tx.session.exec(ahead.order_by(col(Meeting.starts_at)).limit(most)).all())


def list_my_meetings(tx: Tx, actor: Actor, command: None) -> Meetings:
    """The meetings ahead that I have signed up for or am invited to, the next one first."""
    signed_up = select(Registration.meeting_id).where(
        Registration.account_id == (actor.account_id or ""), col(Registration.state).in_(ACTIVE)
    )
    mine = {*tx.session.exec(signed_up), *invited_to(tx, actor)}
    chosen = select(Meeting).where(col(Meeting.id).in_(mine), col(Meeting.ends_at) > tx.now)
    ordered = chosen.order_by(col(Meeting.starts_at)).limit(_MOST)
    return Meetings(meetings=cards_of(tx, actor, tx.session.exec(ordered).all()))


def read_meeting(tx: Tx, actor: Actor, command: OneMeeting) -> MeetingCard:
    """One meeting. Refusal: not_found."""
    return card_of(tx, actor, see_meeting(tx, actor, command.meeting))


def later_of_series(tx: Tx, meeting: Meeting) -> list[Meeting]:
    """What comes after a meeting in its series and has not been called off."""
    later = select(Meeting).where(
        Meeting.series_id == (meeting.series_id or ""),
        Meeting.starts_at > meeting.starts_at,
        col(Meeting.settled_at).is_(None),
    )
    return list(tx.session.exec(later.order_by(col(Meeting.starts_at))))


def _planned(tx: Tx, actor: Actor, command: PlanMeeting, span: Span) -> Meeting:
    by_registration = command.by_registration
    fields = {"room", "starts", "ends", "link", "series", "sign_up_hours_before", "by_registration"}
    meeting = Meeting(
        **command.model_dump(exclude=fields),
        room_id=command.room,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        by_registration=command.kind in _BY_REGISTRATION if by_registration is None else by_registration,
        registration_closes_at=_closes(span, command.sign_up_hours_before),
        created_at=tx.now,
        created_by=actor.account_id,
    )
    _seal_link(tx, meeting, command.link)
    return meeting


def _closes(span: Span, hours_before: int | None) -> datetime:
    return span.ends_at if hours_before is None else span.starts_at - timedelta(hours=hours_before)


def _seal_link(tx: Tx, meeting: Meeting, link: str) -> None:
    meeting.sealed_link = tx.sealer.seal(link, "meeting", meeting.room_id, meeting.id) if link else None


def _spans(tx: Tx, wall: OnTheWall, rule: Rule) -> list[Span]:
    try:
        return spans(wall, rule, tx.now)
    except TimesWrong as wrong:
        raise Refusal(ErrorCode.MEETING_TIMES_WRONG, reason=wrong.reason, number=wrong.number) from None


def _require_free(tx: Tx, room_id: str, wanted: list[Span], but_not: str | None) -> None:
    """Raises Refusal meetings_overlap."""
    others = select(Meeting).where(
        Meeting.room_id == room_id,
        col(Meeting.cancelled_at).is_(None),
        col(Meeting.id).is_distinct_from(but_not),
        col(Meeting.ends_at) > min(span.starts_at for span in wanted),
    )
    taken = [Span(one.starts_at, one.ends_at) for one in tx.session.exec(others)]
    for number, span in enumerate(wanted, 1):
        if any(span.overlaps(other) for other in taken):
            raise Refusal(ErrorCode.MEETINGS_OVERLAP, number=number)


def _require_webinar(kind: MeetingKind, *, has_link: bool) -> None:
    if has_link and kind is not MeetingKind.WEBINAR:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["link"])


def _require_ahead(meeting: Meeting, seen: int) -> None:
    if meeting.version != seen:
        raise Refusal(ErrorCode.STALE_VERSION, version=meeting.version)
    if meeting.settled_at is not None:
        raise Refusal(ErrorCode.MEETING_OVER)


def _move(tx: Tx, meeting: Meeting, command: ChangeMeeting) -> None:
    """To other times, where some are given: all three, and before it has begun."""
    times = {"starts": command.starts, "ends": command.ends, "time_zone": command.time_zone}
    if all(value is None for value in times.values()):
        return
    if command.starts is None or command.ends is None or command.time_zone is None:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=[name for name, value in times.items() if value is None])
    zone = ZoneInfo(meeting.time_zone)
    wall = OnTheWall(command.starts, command.ends, command.time_zone)
    now_at = (
        meeting.starts_at.astimezone(zone).replace(tzinfo=None),
        meeting.ends_at.astimezone(zone).replace(tzinfo=None),
    )
    if (*now_at, meeting.time_zone) == (wall.starts, wall.ends, wall.time_zone):
        return
    if meeting.starts_at <= tx.now:
        raise Refusal(ErrorCode.MEETING_OVER)
    (span,) = _spans(tx, wall, Rule())
    _require_free(tx, meeting.room_id, [span], but_not=meeting.id)
    until = meeting.ends_at - meeting.registration_closes_at
    meeting.starts_at, meeting.ends_at, meeting.time_zone = span.starts_at, span.ends_at, wall.time_zone
    meeting.registration_closes_at = span.ends_at - until
    meeting.tomorrow_told_at = meeting.starting_told_at = None


def _describe(tx: Tx, meeting: Meeting, command: ChangeMeeting, people: list[Registration]) -> None:
    given = command.model_dump(exclude={"meeting", "version", "starts", "ends", "time_zone", "link"}, exclude_none=True)
    changed = {name: value for name, value in given.items() if getattr(meeting, name) != value}
    if changed.keys() & _PROMISED and meeting.starts_at <= tx.now:
        raise Refusal(ErrorCode.PROMISE_FROZEN)
    if changed.get("capacity", meeting.capacity) < min(seated(people), meeting.capacity):
        raise Refusal(ErrorCode.SEATS_TAKEN, registered=seated(people))
    meeting.sqlmodel_update(changed)
    if command.link is not None:
        _seal_link(tx, meeting, command.link)
    _require_webinar(meeting.kind, has_link=meeting.sealed_link is not None)


def _tell_room(tx: Tx, room_id: str) -> None:
    """Sets the room's hours anew, and has its people look again."""
    set_hours(tx, room_id)
    seat_listeners(tx, room_id)
    for place in places_in(tx, room_id):
        tx.outbox.notice(place.account_id, "meetings")
