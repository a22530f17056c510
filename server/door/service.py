"""Use cases of the door: what anybody may know of a room before they come in, said as it is."""

from __future__ import annotations

from collections.abc import Sequence

from server.actor import Actor
from server.agreements.service import latest_of
from server.agreements.versions import Version
from server.distress.promise import kept_in
from server.door.bodies import (
    AgreementAsked,
    DoorCard,
    DoorOf,
    ExpectedProfessional,
    Letter,
    OnDutyHere,
    Promised,
    Situation,
    WriteLetter,
)
from server.door.situations import SHUT, alternatives, situations
from server.door.tables import DoorLetter
from server.errors import ErrorCode, Refusal
from server.meetings.bodies import MeetingCard
from server.meetings.planning import meetings_ahead
from server.organisation.service import read_organisation
from server.organisation.wire import HelpLine, OrganisationCard
from server.rooms.agreeing import places_in
from server.rooms.bodies import RoomCard
from server.rooms.cards import door_card
from server.rooms.life import Life, read_life
from server.rooms.lifecycle import next_opening
from server.rooms.rights import find_room, hold_room, place_of, require_organiser
from server.rooms.service import list_directory
from server.sanctions.caution import lockdown_of
from server.seating.keeping import read_floor
from server.staffing.duty import on_duty
from server.storage.tx import Tx

_SHOWN = 3
_PROMISED = ("influence", "decision_maker", "what_you_get")


def read_door(tx: Tx, actor: Actor, command: DoorOf) -> DoorCard:
    """The door of a room, for anybody who knows where it is, with a seat in there or without. Refusal: not_found."""
    card, life = door_card(tx, find_room(tx, command.room)), read_life(tx, command.room)
    organisation, letter = read_organisation(tx, actor, None), tx.session.get(DoorLetter, card.id)
    meetings, duty = meetings_ahead(tx, actor, card.id, _SHOWN), on_duty(tx, card.id)
    is_inside = place_of(tx, actor, card.id) is not None
    found = _situations(tx, card, is_inside=is_inside, is_staffed=bool(duty))
    elsewhere = _elsewhere(tx, actor, card) if set(found) - {Situation.LOBBY} else []
    return DoorCard(
        **card.model_dump(exclude={"who_can_read"}),
        organisation=organisation.name,
        reason=life.reason,
        opens_at=life.opens_at,
        ends_at=life.ends_at,
        next_opens_at=next_opening(life, tx.now),
        on_duty=_on_duty(tx, card.id, duty),
        seating=read_floor(tx, card.id).mode,
        who_can_read=[*card.who_can_read, *(["professionals_of_a_session"] if _expected(meetings) else [])],
        retention_days=None,
        expectations=letter.expectations if letter else "",
        influence=_promised(tx, life, meetings, letter),
        letter=_letter(letter) if letter else None,
        agreement=_agreement(tx, card.id),
        help=_help(organisation, card.language),
        meetings=meetings,
        professionals=_expected(meetings),
        promise=kept_in(tx, card.id),
        situations=found,
        instead=alternatives(
            found,
            meetings,
            next_opening(life, tx.now),
            may_enter=is_inside or command.invited,
            takes_applications=card.joins_by == "application",
            has_others=bool(elsewhere),
        ),
        elsewhere=elsewhere,
    )


def write_letter(tx: Tx, actor: Actor, command: WriteLetter) -> Letter:
    """Writes what stands on the door. Organisers only: not_permitted.

    Refusals: not_found; promise_frozen, where people sit in the room and the promise would be another.
    """
    require_organiser(actor)
    room = hold_room(tx, command.room)
    written, letter = command.model_dump(exclude={"room"}), tx.session.get(DoorLetter, room.id)
    is_other = letter is not None and any(getattr(letter, name) != written[name] for name in _PROMISED)
    if is_other and not read_life(tx, room.id).is_over:
        raise Refusal(ErrorCode.PROMISE_FROZEN)
    if letter is None:
        letter = DoorLetter(room_id=room.id, **written, written_at=tx.now)
    letter.sqlmodel_update(written | {"written_at": tx.now, "written_by": actor.account_id})
    tx.session.add(letter)
    return _letter(letter)


def _situations(tx: Tx, card: RoomCard, *, is_inside: bool, is_staffed: bool) -> list[Situation]:
    """That no seat is free, and that nobody new can come in, is no matter of whoever has one."""
    is_locked = lockdown_of(tx, card.id) is not None
    found = situations(card.free_seats, card.state, is_staffed=is_staffed, is_locked=is_locked)
    return [one for one in found if one not in SHUT] if is_inside else found


def _letter(letter: DoorLetter) -> Letter:
    return Letter(**letter.model_dump(include=set(Letter.model_fields)))


def _on_duty(tx: Tx, room_id: str, duty: set[str]) -> list[OnDutyHere]:
    people = [place for place in places_in(tx, room_id) if place.id in duty]
    return [OnDutyHere(display_name=place.display_name, role=place.role) for place in people]


def _promised(tx: Tx, life: Life, meetings: Sequence[MeetingCard], letter: DoorLetter | None) -> Promised | None:
    """What the next session promises; the room's own promise where none is planned."""
    ahead = next((one for one in meetings if not one.is_cancelled), None)
    if ahead is not None:
        is_frozen = ahead.starts_at <= tx.now
        return Promised(
            **ahead.model_dump(include={"decision_maker", "what_you_get"}),
            level=ahead.influence,
            meeting=ahead.id,
            is_frozen=is_frozen,
        )
    if letter is None:
        return None
    return Promised(
        **letter.model_dump(include={"decision_maker", "what_you_get"}),
        level=letter.influence,
        meeting=None,
        is_frozen=not life.is_over,
    )


def _agreement(tx: Tx, room_id: str) -> AgreementAsked | None:
    latest = latest_of(tx, room_id)
    if latest is None:
        return None
    version = str(Version(latest.major, latest.edits))
    return AgreementAsked(version=version, text_sha256=latest.text_hash, published_at=latest.published_at)


def _help(organisation: OrganisationCard, language: str) -> list[HelpLine]:
    """In the room's language; a number in another one is better than none."""
    return list(organisation.help.get(language) or organisation.help.get(organisation.default_language) or [])


def _expected(meetings: Sequence[MeetingCard]) -> list[ExpectedProfessional]:
    return [
        ExpectedProfessional(**one.model_dump(), starts_at=meeting.starts_at, ends_at=meeting.ends_at)
        for meeting in meetings
        for one in meeting.professionals
    ]


def _elsewhere(tx: Tx, actor: Actor, card: RoomCard) -> list[RoomCard]:
    """Other rooms in the same language that one can ask to be let into, and that have a seat."""
    rooms = list_directory(tx, actor, None).rooms
    return [one for one in rooms if one.id != card.id and one.language == card.language and one.free_seats][:_SHOWN]
