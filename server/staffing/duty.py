"""Use cases of being on duty: going on, going off, handing over, and who is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.rooms import participations
from server.rooms.bodies import OneRoom
from server.rooms.guiding import Place
from server.rooms.life import Held, hold_life, read_life, turn
from server.rooms.lifecycle import Looked, Rules, Staff, WentOnDuty
from server.rooms.rights import find_room, place_of, require_guide
from server.rooms.roles import RoomState
from server.staffing.bodies import Colleague, DutyRoster, OnDuty
from server.staffing.notes import hand_over_notes, write
from server.staffing.shifts import (
    begin_shift,
    end_invalid,
    end_shifts,
    look,
    shifts_going_on,
    trained_staff,
)
from server.staffing.shifts import duty_of as duty_of
from server.staffing.shifts import on_duty as on_duty
from server.staffing.tables import Shift, ShiftEnd, Skill, Training
from server.staffing.training import require_trained
from server.storage.tx import Tx

_GUARDED = frozenset({RoomState.OPEN, RoomState.PAUSED, RoomState.CLOSING})


@dataclass(frozen=True, slots=True)
class Watch:
    """What is known and decided outside a transaction: who is present in the room (None: unknown), and the rules."""

    present: frozenset[str] | None
    rules: Rules = field(default_factory=Rules)
    most_rooms: int = 2
    hand_over_after: timedelta = timedelta(minutes=120)


@dataclass(frozen=True, slots=True)
class Duty:
    """Going on or off duty in a room, or asking who is."""

    room: str
    watch: Watch


@dataclass(frozen=True, slots=True)
class HandOver:
    """The actor's duty in a room goes to another participation, with a note."""

    room: str
    to: str
    watch: Watch
    note: str = field(default="", repr=False)


def require_on_duty(tx: Tx, actor: Actor, room_id: str) -> Place:
    """Where the actor stands in a room in which they are on duty. Refusals: not_in_room, not_on_duty."""
    place = place_of(tx, actor, room_id)
    if place is None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)
    if place.id not in on_duty(tx, room_id):
        raise Refusal(ErrorCode.NOT_ON_DUTY)
    return place


def go_on_duty(tx: Tx, actor: Actor, command: Duty) -> None:
    """Looks after a room from now on; the first one who does brings it to life. On duty already: nothing changes.

    Refusals: not_found, not_permitted, not_trained, training_expired, load_limit, outside_hours.
    """
    place = _own_place(tx, actor, command.room)
    require_trained(tx, place)
    held = hold_life(tx, command.room)
    end_invalid(tx, held.room.id)
    if place.id in on_duty(tx, held.room.id):
        return
    _require_free(tx, place, command.watch)
    turn(tx, held, WentOnDuty(tx.now), command.watch.rules)
    begin_shift(tx, held, place)
    record(tx, actor, ActionKind.DUTY_STARTED, room_id=held.room.id, subject=place.id)
    if command.watch.present is not None and place.id in command.watch.present:
        look(tx, held, Staff.THERE, command.watch.rules)


def go_off_duty(tx: Tx, actor: Actor, command: Duty) -> None:
    """Looks after a room no more. A room in which nobody wrote yet closes behind the last one.

    Refusals: not_in_room, not_on_duty, last_on_duty (while the room is open, paused or closing; whoever is on duty but
    not there does not count).
    """
    require_on_duty(tx, actor, command.room)
    held = hold_life(tx, command.room)
    place = require_on_duty(tx, actor, command.room)  # as when handing over
    others = on_duty(tx, held.room.id) - {place.id}
    present = command.watch.present
    if held.life.state in _GUARDED and not (others if present is None else others & present):
        raise Refusal(ErrorCode.LAST_ON_DUTY)
    end_shifts(tx, _shifts_of(tx, held, place), ShiftEnd.WENT_OFF)
    record(tx, actor, ActionKind.DUTY_ENDED, room_id=held.room.id, subject=place.id)
    if not others:
        turn(tx, held, Looked(tx.now, Staff.NONE), command.watch.rules)


def leave_room(tx: Tx, actor: Actor, command: Duty) -> None:
    """Leaves a room for good, and its duty first; what one wrote stays, under the name one had.

    Refusals: not_in_room, last_on_duty (as for going off duty), facilitator_needed.
    """
    place = place_of(tx, actor, command.room)
    if place is not None and place.id in on_duty(tx, command.room):
        go_off_duty(tx, actor, command)
    participations.leave_room(tx, actor, OneRoom(room=command.room))
    end_invalid(tx, command.room)


def hand_over(tx: Tx, actor: Actor, command: HandOver) -> None:
    """Gives one's duty to a trained colleague who is in the room, in one go: the room is never without somebody.

    Refusals: not_in_room, not_on_duty, bad_request (to oneself), not_found, not_trained, training_expired, load_limit,
    presence_unknown, colleague_absent.
    """
    place = require_on_duty(tx, actor, command.room)
    colleague = _colleague(tx, place, command)
    require_trained(tx, colleague)
    held = hold_life(tx, command.room)
    end_invalid(tx, held.room.id)
    require_on_duty(tx, actor, command.room)  # the sitting may have ended while the room was waited for
    if colleague.id not in on_duty(tx, held.room.id):
        _require_free(tx, colleague, command.watch)
        begin_shift(tx, held, colleague)
    end_shifts(tx, _shifts_of(tx, held, place), ShiftEnd.HANDED_OVER)
    record(tx, actor, ActionKind.DUTY_HANDED_OVER, room_id=held.room.id, subject=colleague.id)
    if command.note:
        write(tx, place, command.note, held.life.sitting, colleague.id)
    look(tx, held, Staff.THERE, command.watch.rules)
    tx.outbox.notice(colleague.account_id, "duty")


def read_roster(tx: Tx, actor: Actor, command: Duty) -> DutyRoster:
    """Who is on duty in a room, and who could be: for organisers and guides here. For the latter also what was handed
    over in this sitting, which staff of the room tell nobody else.

    Refusals: not_permitted, not_found.
    """
    require_guide(tx, actor, command.room)
    room, place = find_room(tx, command.room), place_of(tx, actor, command.room)
    is_among_them = place is not None and place.role.guides
    now_on, staff = on_duty(tx, room.id), trained_staff(tx, room.id)
    shifts = [one for one in shifts_going_on(tx, room.id) if one.participation_id in now_on]
    return DutyRoster(
        on_duty=[_on_duty(tx, shift, command.watch) for shift in shifts],
        colleagues=[_idle(place, command.watch) for place in staff if place.id not in now_on],
        hand_over_notes=hand_over_notes(tx, room.id, read_life(tx, room.id).sitting) if is_among_them else [],
        my_training_until=_trained_until(tx, actor, room.id),
    )


def is_long(shift: Shift, watch: Watch, now: datetime) -> bool:
    """Whether somebody has been on duty for so long that handing over is proposed to them."""
    return now - shift.started_at >= watch.hand_over_after


def _own_place(tx: Tx, actor: Actor, room_id: str) -> Place:
    require_guide(tx, actor, room_id)
    place = place_of(tx, actor, find_room(tx, room_id).id)
    if place is None or not place.role.guides:
        raise Refusal(ErrorCode.NOT_PERMITTED)
    return place


def _colleague(tx: Tx, place: Place, command: HandOver) -> Place:
    if command.to == place.id:
        raise Refusal(ErrorCode.BAD_REQUEST, fields=["to"])
    found = tx.session.get(Place, command.to)
    if found is None or found.room_id != place.room_id or found.left_at is not None or not found.role.guides:
        raise Refusal(ErrorCode.NOT_FOUND)
    if command.watch.present is None:
        raise Refusal(ErrorCode.PRESENCE_UNKNOWN, retry_after=5.0)
    if found.id not in command.watch.present:
        raise Refusal(ErrorCode.COLLEAGUE_ABSENT)
    return found


def _require_free(tx: Tx, place: Place, watch: Watch) -> None:
    """Raises Refusal load_limit. Two rooms at once cannot both pass: the training is held."""
    elsewhere = select(func.count()).where(
        Shift.account_id == place.account_id, col(Shift.ended_at).is_(None), Shift.room_id != place.room_id
    )
    if tx.session.exec(elsewhere).one() >= watch.most_rooms:
        raise Refusal(ErrorCode.LOAD_LIMIT, most=watch.most_rooms)


def _shifts_of(tx: Tx, held: Held, place: Place) -> list[Shift]:
    return [one for one in shifts_going_on(tx, held.room.id) if one.participation_id == place.id]


def _on_duty(tx: Tx, shift: Shift, watch: Watch) -> OnDuty:
    place = tx.session.get_one(Place, shift.participation_id)
    return OnDuty(
        participation=place.id,
        display_name=place.display_name,
        role=place.role,
        started_at=shift.started_at,
        is_present=_is_present(place, watch),
        hand_over_is_proposed=is_long(shift, watch, tx.now),
    )


def _idle(place: Place, watch: Watch) -> Colleague:
    return Colleague(
        participation=place.id, display_name=place.display_name, role=place.role, is_present=_is_present(place, watch)
    )


def _is_present(place: Place, watch: Watch) -> bool | None:
    return None if watch.present is None else place.id in watch.present


def _trained_until(tx: Tx, actor: Actor, room_id: str) -> datetime | None:
    place = place_of(tx, actor, room_id)
    if place is None or not place.role.guides:
        return None
    held = select(func.max(Training.valid_until_at)).where(
        Training.account_id == place.account_id, Training.kind == Skill(place.role), col(Training.revoked_at).is_(None)
    )
    return tx.session.exec(held).one()
