"""Use cases of being in a room: coming, leaving, roles, and what ends it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.rooms import log
from server.rooms.bodies import ChangeRole, OneParticipation, OneRoom, People, PersonInRoom
from server.rooms.cards import free_seats, seats_taken
from server.rooms.rendering import RENDERERS, tell_change
from server.rooms.rights import find_room, hold_room, place_of, require_lasting, require_organiser
from server.rooms.roles import GUIDES, RoomRole, RoomState
from server.rooms.tables import Participation, Room
from server.sanctions.binding import require_may_enter
from server.sanctions.caution import require_open_to_newcomers
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Joining:
    """Who comes in, as what, and called what: a name that `naming.name_for` has given for this room."""

    account_id: str
    role: RoomRole
    display_name: str
    name_skeleton: str


def join(tx: Tx, room: Room, joining: Joining) -> Participation:
    """Seats somebody in a held room. Refusals: already_in_room, suspended, excluded, room_locked, room_full."""
    require_absent(tx, room.id, joining.account_id)
    require_may_enter(tx, joining.account_id, room.id)
    if joining.role.takes_a_seat:
        require_open_to_newcomers(tx, room.id)
    require_seat(tx, room, joining.role)
    participation_id = new_id()
    line = log.append_change(tx, room.id, "participation.joined", participation_id)
    participation = Participation(
        id=participation_id,
        room_id=room.id,
        account_id=joining.account_id,
        display_name=joining.display_name,
        name_skeleton=joining.name_skeleton,
        role=joining.role,
        joined_at=tx.now,
        joined_seq=line.seq - 1,
    )
    tx.session.add(participation)
    tx.session.flush()
    log.publish(tx, room.id, line, RENDERERS[line.kind])
    return participation


def require_absent(tx: Tx, room_id: str, account_id: str) -> None:
    """Raises Refusal already_in_room."""
    if place_of(tx, Actor(account_id), room_id) is not None:
        raise Refusal(ErrorCode.ALREADY_IN_ROOM)


def require_seat(tx: Tx, room: Room, role: RoomRole) -> None:
    """Raises Refusal room_full where the role takes a seat and none is free."""
    if role.takes_a_seat and free_seats(room, seats_taken(tx, [room.id])) == 0:
        raise Refusal(ErrorCode.ROOM_FULL)


def leave_room(tx: Tx, actor: Actor, command: OneRoom) -> None:
    """Leaves a room; what one wrote stays, under the name one had. Refusals: not_in_room, facilitator_needed."""
    place = place_of(tx, actor, command.room)
    if place is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    end_place(tx, actor, place)


def list_people(tx: Tx, actor: Actor, command: OneRoom) -> People:
    """Who is in a room, in the order in which they came. Organisers only: not_permitted. Refusal: not_found."""
    require_organiser(actor)
    here = select(Participation).where(
        Participation.room_id == find_room(tx, command.room).id, col(Participation.left_at).is_(None)
    )
    return People(people=[_person(one) for one in tx.session.exec(here.order_by(col(Participation.joined_seq)))])


def change_role(tx: Tx, actor: Actor, command: ChangeRole) -> PersonInRoom:
    """Gives somebody another role in their room. The same again: nothing changes.

    Refusals: not_permitted, not_found, room_full, facilitator_needed, bad_request (professionals, whom `meetings` lets
    in and out).
    """
    require_organiser(actor)
    place = held_place(tx, command.participation)
    if place.role is not command.role:
        require_lasting(command.role)
        room = find_room(tx, place.room_id)
        require_seat(tx, room, command.role)
        if not command.role.guides:
            _require_another_guide(tx, room, place)
        _look_at_the_desk(tx, place, command.role)
        _record_role(tx, actor, place, command.role)
        place.role = command.role
        tell_change(tx, place.room_id, "participation.changed", place.id)
    return _person(place)


def end_participation(tx: Tx, actor: Actor, command: OneParticipation) -> None:
    """Ends somebody's being in a room, at once and on every open connection.

    Refusals: not_permitted, not_found, facilitator_needed.
    """
    require_organiser(actor)
    place = held_place(tx, command.participation)
    _record_role(tx, actor, place, None)
    end_place(tx, actor, place)


def still_held(tx: Tx, participation_ids: list[str]) -> set[str]:
    """Those of the participations that have not ended."""
    held = select(Participation.id).where(
        col(Participation.id).in_(participation_ids), col(Participation.left_at).is_(None)
    )
    return set(tx.session.exec(held))


def held_place(tx: Tx, participation_id: str) -> Participation:
    """Somebody who is in a room now, with the room held. Raises Refusal not_found."""
    found = tx.session.get(Participation, participation_id)
    if found is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    hold_room(tx, found.room_id)
    tx.session.refresh(found)
    if found.left_at is not None:
        raise Refusal(ErrorCode.NOT_FOUND)
    return found


def end_place(tx: Tx, actor: Actor, place: Participation) -> None:
    """Ends somebody's being in a room. Raises Refusal facilitator_needed."""
    _require_another_guide(tx, hold_room(tx, place.room_id), place)
    place.left_at, place.ended_by = tx.now, actor.account_id
    _look_at_the_desk(tx, place)
    tell_change(tx, place.room_id, "participation.left", place.id)
    tx.outbox.end_participation(place.account_id, place.room_id)


def _record_role(tx: Tx, actor: Actor, place: Participation, role: RoomRole | None) -> None:
    before, after = {"role": place.role}, {"role": role}
    record(tx, actor, ActionKind.ROLE_CHANGED, room_id=place.room_id, subject=place.id, before=before, after=after)


def _look_at_the_desk(tx: Tx, place: Participation, role: RoomRole | None = None) -> None:
    """Whoever guides a room from now on, or no longer, has another desk: what lies open there may not be theirs."""
    if place.role.guides or (role is not None and role.guides):
        tx.outbox.notice(place.account_id, "desk")


def _require_another_guide(tx: Tx, room: Room, place: Participation) -> None:
    """An open room is never left alone: whoever guides it last closes it first. Raises Refusal facilitator_needed."""
    if room.state is not RoomState.OPEN or not place.role.guides:
        return
    others = select(Participation.id).where(
        Participation.room_id == room.id,
        Participation.id != place.id,
        col(Participation.role).in_(GUIDES),
        col(Participation.left_at).is_(None),
    )
    if tx.session.exec(others).first() is None:
        raise Refusal(ErrorCode.FACILITATOR_NEEDED)


def _person(place: Participation) -> PersonInRoom:
    return PersonInRoom(
        participation=place.id, display_name=place.display_name, role=place.role, joined_at=place.joined_at
    )
