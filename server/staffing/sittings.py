"""Use cases of a sitting: opening a room, beginning its closing round, ending it."""

from __future__ import annotations

from dataclasses import dataclass

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.organisation.service import is_set_up
from server.rooms.bodies import RoomCard
from server.rooms.cards import door_card
from server.rooms.life import Held, hold_life, turn
from server.rooms.lifecycle import BegunClosing, Ended, Opened
from server.rooms.rights import may_organise, place_of, require_guide
from server.staffing.bodies import TurnTheRoom
from server.staffing.shifts import end_shifts, on_duty, shifts_going_on
from server.staffing.tables import ShiftEnd
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """Opening a room while some participations are present in it (None: nobody knows who)."""

    room: str
    version: int | None
    present: frozenset[str] | None


def open_room(tx: Tx, actor: Actor, command: OpenRoom) -> RoomCard:
    """Lets people write, while somebody trained is on duty and there. By whoever is on duty, or an organiser.

    Open already: nothing changes. Refusals: not_permitted, not_found, help_numbers_missing, stale_version,
    nobody_on_duty, presence_unknown, not_on_duty.
    """
    held = _hold(tx, actor, command.room, command.version)
    if not is_set_up(tx):
        raise Refusal(ErrorCode.HELP_NUMBERS_MISSING)
    duty = on_duty(tx, held.room.id)
    if duty and command.present is None:
        raise Refusal(ErrorCode.PRESENCE_UNKNOWN, retry_after=5.0)
    if not duty & (command.present or frozenset()):
        raise Refusal(ErrorCode.NOBODY_ON_DUTY)
    _require_at_helm(tx, actor, held, duty)
    _turn(tx, actor, held, Opened(tx.now))
    return door_card(tx, held.room)


def begin_closing(tx: Tx, actor: Actor, command: TurnTheRoom) -> RoomCard:
    """Begins the closing round of an open room. By whoever is on duty, or an organiser. Begun already: nothing changes.

    Refusals: not_permitted, not_found, stale_version, not_on_duty, room_closed, room_paused, room_ended.
    """
    held = _hold(tx, actor, command.room, command.version)
    _require_at_helm(tx, actor, held, on_duty(tx, held.room.id))
    _turn(tx, actor, held, BegunClosing(tx.now))
    return door_card(tx, held.room)


def end_sitting(tx: Tx, actor: Actor, command: TurnTheRoom) -> RoomCard:
    """Ends what goes on in a room, and everybody's duty there. By whoever guides it, on duty or not, or an organiser.

    Over already: nothing changes. Refusals: not_permitted, not_found, stale_version.
    """
    held = _hold(tx, actor, command.room, command.version)
    _turn(tx, actor, held, Ended(tx.now))
    end_shifts(tx, shifts_going_on(tx, held.room.id), ShiftEnd.SITTING_OVER)
    return door_card(tx, held.room)


def close_room(tx: Tx, actor: Actor, command: TurnTheRoom) -> RoomCard:
    """As `end_sitting`, under its older name."""
    return end_sitting(tx, actor, command)


def _turn(tx: Tx, actor: Actor, held: Held, happening: Opened | BegunClosing | Ended) -> None:
    before, after = held.life.state, turn(tx, held, happening).state
    if after is not before:
        was, becomes = {"state": before}, {"state": after}
        record(tx, actor, ActionKind.ROOM_STATE_CHANGED, room_id=held.room.id, before=was, after=becomes)


def _hold(tx: Tx, actor: Actor, room_id: str, version: int | None) -> Held:
    require_guide(tx, actor, room_id)
    held = hold_life(tx, room_id)
    if version is not None and version != held.life.version:
        raise Refusal(ErrorCode.STALE_VERSION, version=held.life.version)
    return held


def _require_at_helm(tx: Tx, actor: Actor, held: Held, duty: set[str]) -> None:
    place = place_of(tx, actor, held.room.id)
    if not may_organise(actor) and (place is None or place.id not in duty):
        raise Refusal(ErrorCode.NOT_ON_DUTY)
