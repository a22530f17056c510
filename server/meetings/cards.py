"""Meetings as they are shown to somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import col, select

from server.actor import Actor
from server.meetings.bodies import MeetingCard, Mine, Speaker
from server.meetings.rights import invited_to
from server.meetings.seats import SEATED, free_seats, place_in_line, registrations_of
from server.meetings.tables import Coming, Meeting, Professional, Registration, Visit
from server.rooms.agreeing import Place
from server.rooms.rights import find_room, may_organise, place_of
from server.storage.tx import Tx


def takes_registrations(meeting: Meeting, tx: Tx) -> bool:
    return meeting.cancelled_at is None and meeting.settled_at is None and tx.now < meeting.registration_closes_at


def cards_of(tx: Tx, actor: Actor, meetings: Sequence[Meeting]) -> list[MeetingCard]:
    """The meetings in the order given, as the actor may see them."""
    people = registrations_of(tx, [meeting.id for meeting in meetings])
    speakers = speakers_of(tx, [meeting.id for meeting in meetings])
    places = {room_id: place_of(tx, actor, room_id) for room_id in {meeting.room_id for meeting in meetings}}
    invited = invited_to(tx, actor)
    found = []
    for meeting in meetings:
        place = places[meeting.room_id]
        mine = _my_registration(people[meeting.id], place)
        may_enter = may_organise(actor) or meeting.id in invited or (place is not None and place.role.guides)
        link = _link(tx, meeting) if may_enter or (mine is not None and mine.state in SEATED) else None
        found.append(_card(tx, meeting, people[meeting.id], mine, (speakers[meeting.id], link)))
    return found


def card_of(tx: Tx, actor: Actor, meeting: Meeting) -> MeetingCard:
    return cards_of(tx, actor, [meeting])[0]


def speakers_of(tx: Tx, meeting_ids: Sequence[str]) -> dict[str, list[Speaker]]:
    """The professionals who were announced, by meeting."""
    invited = (
        select(Visit.meeting_id, Professional)
        .join(Professional, col(Professional.id) == Visit.professional_id)
        .where(col(Visit.meeting_id).in_(meeting_ids), col(Professional.revoked_at).is_(None))
        .order_by(col(Professional.invited_at))
    )
    found: defaultdict[str, list[Speaker]] = defaultdict(list)
    for meeting_id, one in tx.session.exec(invited):
        speaker = Speaker(display_name=one.display_name, profession=one.profession, organisation=one.organisation)
        found[meeting_id].append(speaker)
    return found


def _card(
    tx: Tx,
    meeting: Meeting,
    people: list[Registration],
    mine: Registration | None,
    shown: tuple[list[Speaker], str | None],
) -> MeetingCard:
    speakers, link = shown
    plain = meeting.model_dump(include=set(MeetingCard.model_fields) & set(Meeting.model_fields))
    return MeetingCard(
        **plain,
        room=meeting.room_id,
        room_name=find_room(tx, meeting.room_id).name,
        series=meeting.series_id,
        free_seats=free_seats(meeting, people),
        waiting=sum(one.state is Coming.WAITING for one in people),
        is_open=takes_registrations(meeting, tx),
        is_cancelled=meeting.cancelled_at is not None,
        has_link=meeting.sealed_link is not None,
        link=link,
        professionals=speakers,
        mine=mine and Mine(state=mine.state, listens=mine.listens, place=place_in_line(mine, people)),
    )


def _my_registration(people: Sequence[Registration], place: Place | None) -> Registration | None:
    if place is None:
        return None
    return next((one for one in people if one.participation_id == place.id), None)


def _link(tx: Tx, meeting: Meeting) -> str | None:
    if meeting.sealed_link is None:
        return None
    return tx.sealer.open(meeting.sealed_link, "meeting", meeting.room_id, meeting.id)
