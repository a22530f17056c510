"""Professionals in the room: they come with their meeting, and their access ends with it."""

from __future__ import annotations

from sqlmodel import col, or_, select

from server.accounts.names import skeleton
from server.actor import OPERATOR, Actor
from server.errors import ErrorCode, Refusal
from server.meetings.presence import EARLY, Slot, belongs_inside
from server.meetings.schedule import Span
from server.meetings.tables import Meeting, Professional, Visit
from server.rooms.bodies import OneParticipation
from server.rooms.life import read_life
from server.rooms.participations import Joining, end_participation, join
from server.rooms.rights import hold_room, place_of
from server.rooms.roles import RoomRole
from server.seating.floors import let_speak
from server.storage.tx import Tx


def slot_of(tx: Tx, meeting: Meeting) -> Slot:
    """A meeting's place in its room's calendar."""
    later = select(Meeting.starts_at).where(
        Meeting.room_id == meeting.room_id,
        Meeting.starts_at >= meeting.ends_at,
        col(Meeting.cancelled_at).is_(None),
    )
    following = tx.session.exec(later.order_by(col(Meeting.starts_at)).limit(1)).first()
    return Slot(Span(meeting.starts_at, meeting.ends_at), following)


def visits_due(tx: Tx, actor: Actor, command: None) -> list[str]:
    """The visits that begin or end now."""
    near = select(Visit, Meeting, Professional).where(
        Visit.meeting_id == Meeting.id,
        Visit.professional_id == Professional.id,
        col(Professional.account_id).is_not(None),
        or_(
            col(Visit.is_inside),
            col(Meeting.settled_at).is_(None)
            & (col(Meeting.starts_at) <= tx.now + EARLY)
            & col(Professional.revoked_at).is_(None),
        ),
    )
    found = tx.session.exec(near).all()
    return [visit.id for visit, meeting, one in found if _is_due(tx, visit, meeting, one)]


def turn_visit(tx: Tx, actor: Actor, visit_id: str) -> None:
    """Lets a professional in or out, if it is still time to. Refusals: those of joining and of ending."""
    visit = tx.session.get_one(Visit, visit_id)
    meeting = tx.session.get_one(Meeting, visit.meeting_id)
    hold_room(tx, meeting.room_id)
    for row in (visit, meeting):
        tx.session.refresh(row)
    professional = tx.session.get_one(Professional, visit.professional_id, populate_existing=True)
    if not _is_due(tx, visit, meeting, professional):
        return
    if visit.is_inside:
        end_visit(tx, visit)
    else:
        _begin(tx, visit, professional)


def end_visits(tx: Tx, meeting_id: str) -> None:
    """Everybody who is in the room for this meeting alone goes."""
    for visit in tx.session.exec(select(Visit).where(Visit.meeting_id == meeting_id, col(Visit.is_inside))).all():
        end_visit(tx, visit)


def end_visit(tx: Tx, visit: Visit) -> None:
    """Ends somebody's being in the room at once, on open connections too. Refusal: facilitator_needed."""
    visit.is_inside = False
    try:
        end_participation(tx, OPERATOR, OneParticipation(participation=visit.participation_id or ""))
    except Refusal as refusal:
        if refusal.code is not ErrorCode.NOT_FOUND:  # they have left by themselves
            raise


def _begin(tx: Tx, visit: Visit, professional: Professional) -> None:
    """A seat of its own for every meeting: what was said between two of them is not theirs to read."""
    room = hold_room(tx, professional.room_id)
    role = RoomRole.FACILITATOR if professional.can_guide else RoomRole.PROFESSIONAL
    name = professional.display_name
    place = join(tx, room, Joining(str(professional.account_id), role, name, skeleton(name)))
    visit.participation_id, visit.came_at, visit.is_inside = place.id, tx.now, True
    let_speak(tx, room.id, place.id)
    tx.outbox.notice(str(professional.account_id), "meetings")


def _is_due(tx: Tx, visit: Visit, meeting: Meeting, professional: Professional) -> bool:
    if visit.is_inside:
        return not _belongs(tx, visit, meeting, professional)
    if not _belongs(tx, visit, meeting, professional):
        return False
    return place_of(tx, Actor(professional.account_id), meeting.room_id) is None


def _belongs(tx: Tx, visit: Visit, meeting: Meeting, professional: Professional) -> bool:
    if meeting.settled_at is not None or professional.revoked_at is not None or professional.account_id is None:
        return False
    life = read_life(tx, meeting.room_id)
    return belongs_inside(slot_of(tx, meeting), life, tx.now, is_inside=visit.is_inside)
