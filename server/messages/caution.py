"""Use cases of caution: whose messages wait for a moderator, and locking a room to newcomers."""

from __future__ import annotations

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.messages.bodies import CarefulWith, Caution, OfRoom, OnePerson, SetLockdown
from server.messages.rendering import render_locked
from server.rooms import log
from server.rooms.agreeing import places_in
from server.rooms.guiding import place_with
from server.rooms.participations import held_place
from server.rooms.rights import find_room, hold_room, require_guide
from server.rooms.wire import You
from server.sanctions import cautions
from server.sanctions.caution import lockdown_of
from server.storage.tx import Tx


def see_caution(tx: Tx, actor: Actor, command: OfRoom) -> Caution:
    """What a room is careful with. For organisers and those who guide it: not_permitted, not_found."""
    require_guide(tx, actor, command.room)
    return _shown(tx, find_room(tx, command.room).id)


def look_at_newcomers(tx: Tx, actor: Actor, command: OfRoom) -> Caution:
    """From now on the first 2 messages of newcomers wait. Refusals: not_permitted, not_found."""
    return _of_newcomers(tx, actor, command, is_on=True)


def trust_newcomers(tx: Tx, actor: Actor, command: OfRoom) -> Caution:
    """What newcomers write is read at once again; what waits, waits on. Refusals: not_permitted, not_found."""
    return _of_newcomers(tx, actor, command, is_on=False)


def look_at_person(tx: Tx, actor: Actor, command: OnePerson) -> Caution:
    """From now on what somebody writes waits. They learn that it does. Refusals: not_permitted, not_found."""
    return _of_person(tx, actor, command, is_on=True)


def trust_person(tx: Tx, actor: Actor, command: OnePerson) -> Caution:
    """What somebody writes is read at once again. Refusals: not_permitted, not_found."""
    return _of_person(tx, actor, command, is_on=False)


def set_lockdown(tx: Tx, actor: Actor, command: SetLockdown) -> Caution:
    """Locks a room to newcomers, or opens it to them again: nobody new comes in, and newcomers only read.

    Help and reports go on as always. It is so already: nothing changes. Refusals: not_permitted, not_found.
    """
    require_guide(tx, actor, command.room)
    room = hold_room(tx, command.room)
    turned = cautions.lock(tx, actor, room.id, command.reason) if command.is_on else cautions.unlock(tx, actor, room.id)
    if turned is not None:
        line = log.append_change(tx, room.id, "room.locked", turned)
        log.publish(tx, room.id, line, render_locked)
        kind = ActionKind.ROOM_LOCKED if command.is_on else ActionKind.ROOM_UNLOCKED
        record(tx, actor, kind, room_id=room.id, reason=command.reason)
    return _shown(tx, room.id)


def show_caution(tx: Tx, actor: Actor, room_id: str, you: You) -> dict[str, bool]:
    """What everybody inside may know: whether the room is locked to newcomers."""
    return {"is_locked": lockdown_of(tx, room_id) is not None}


def _of_newcomers(tx: Tx, actor: Actor, command: OfRoom, *, is_on: bool) -> Caution:
    require_guide(tx, actor, command.room)
    room = hold_room(tx, command.room)
    _set(tx, actor, room.id, None, is_on=is_on)
    return _shown(tx, room.id)


def _of_person(tx: Tx, actor: Actor, command: OnePerson, *, is_on: bool) -> Caution:
    place = place_with(tx, command.participation)
    require_guide(tx, actor, place.room_id if place else None)
    held = held_place(tx, command.participation)
    _set(tx, actor, held.room_id, held.account_id, is_on=is_on, subject=held.id)
    return _shown(tx, held.room_id)


def _set(
    tx: Tx, actor: Actor, room_id: str, account_id: str | None, *, is_on: bool, subject: str | None = None
) -> None:
    if not cautions.set_caution(tx, actor, room_id, account_id, is_on=is_on):
        return
    log.move_version(tx, room_id)
    record(
        tx,
        actor,
        ActionKind.CAUTION_GIVEN if is_on else ActionKind.CAUTION_ENDED,
        room_id=room_id,
        subject=subject,
        after={"newcomers": account_id is None},
    )


def _shown(tx: Tx, room_id: str) -> Caution:
    found = cautions.read(tx, room_id)
    people = [place for place in places_in(tx, room_id) if place.account_id in found.people]
    return Caution(
        is_locked=found.locked_since is not None,
        locked_since=found.locked_since,
        newcomers=found.newcomers,
        people=[CarefulWith(participation=one.id, display_name=one.display_name) for one in people],
        raided_since=found.raided_since,
    )
