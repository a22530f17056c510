"""Who may see which meeting. A meeting that somebody may not see answers like one that is not there."""

from __future__ import annotations

from sqlmodel import col, select

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.meetings.tables import Meeting, Professional, Visit
from server.rooms.agreeing import Place
from server.rooms.rights import find_room, hold_room, may_organise, place_of
from server.rooms.roles import RoomRole
from server.storage.tx import Tx


def invited_to(tx: Tx, actor: Actor, room_id: str | None = None) -> set[str]:
    """The meetings to which the actor is invited as a professional, in one room or in all."""
    visits = (
        select(Visit.meeting_id)
        .join(Professional, col(Professional.id) == Visit.professional_id)
        .where(Professional.account_id == (actor.account_id or ""), col(Professional.revoked_at).is_(None))
    )
    if room_id is not None:
        visits = visits.where(Professional.room_id == room_id)
    return set(tx.session.exec(visits))


def sees_all_of(tx: Tx, actor: Actor, room_id: str) -> bool:
    """Whether the actor sees every meeting of a room: organisers and its people, but no visiting professional."""
    if may_organise(actor):
        return True
    place = place_of(tx, actor, room_id)
    return place is not None and not is_visitor(tx, place)


def is_visitor(tx: Tx, place: Place) -> bool:
    """Whether somebody is in a room as a professional invited to named meetings of it."""
    if place.role is RoomRole.PARTICIPANT:
        return False
    return tx.session.exec(select(Visit.id).where(Visit.participation_id == place.id)).first() is not None


def see_meeting(tx: Tx, actor: Actor, meeting_id: str) -> Meeting:
    """A meeting that the actor may see. Raises Refusal not_found."""
    meeting = tx.session.get(Meeting, meeting_id)
    if meeting is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    if not sees_all_of(tx, actor, meeting.room_id) and meeting.id not in invited_to(tx, actor, meeting.room_id):
        raise Refusal(ErrorCode.NOT_FOUND)
    return meeting


def require_sees_room(tx: Tx, actor: Actor, room_id: str) -> None:
    """For the people of a room, its invited professionals, and organisers. Raises Refusal not_found."""
    find_room(tx, room_id)
    if not sees_all_of(tx, actor, room_id) and not invited_to(tx, actor, room_id):
        raise Refusal(ErrorCode.NOT_FOUND)


def hold(tx: Tx, meeting: Meeting) -> Meeting:
    """The meeting as it is now, with its room held: until the commit nobody else signs up or changes it."""
    hold_room(tx, meeting.room_id)
    tx.session.refresh(meeting)
    return meeting
