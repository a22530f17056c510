"""Shifts: beginning and ending them, and what that does to the room."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as core_select
from sqlmodel import SQLModel, col, select

from server.rooms.guiding import Place
from server.rooms.life import Held, hold_life, turn
from server.rooms.lifecycle import Looked, Rules, Staff
from server.rooms.log import append_change, publish
from server.rooms.roles import GUIDES, RoomState
from server.rooms.standing import Ground
from server.staffing import tables
from server.staffing.rendering import RENDERERS
from server.staffing.tables import Shift, ShiftEnd, Training
from server.storage.among import Among
from server.storage.columns import microseconds, moment
from server.storage.tx import Tx

_shift = SQLModel.metadata.tables[str(tables.Shift.__tablename__)]
_training = SQLModel.metadata.tables[str(tables.Training.__tablename__)]
_place = SQLModel.metadata.tables[str(Place.__tablename__)]

VALID = (
    core_select(_shift.c.participation_id, func.max(_training.c.valid_until_at))
    .join_from(_shift, _place, _place.c.id == _shift.c.participation_id)
    .join(
        _training,
        (_training.c.account_id == _shift.c.account_id)
        & (_training.c.kind == _place.c.role)
        & _training.c.revoked_at.is_(None),
    )
    .where(_shift.c.ended_at.is_(None), _place.c.left_at.is_(None))
    .group_by(_shift.c.participation_id)
)
"""Who is on duty: a shift that goes on, a place in the room, a training for the role there. When it runs out, besides."""

_HERE = Among(VALID.add_columns(_shift.c.room_id).group_by(_shift.c.room_id), _shift.c.room_id)


@dataclass(frozen=True, slots=True)
class OnWatch:
    """Somebody on duty as long as their training lasts."""

    participation_id: str
    trained_until: int  # microseconds


def on_duty(tx: Tx, room_id: str) -> set[str]:
    """The participations that are on duty in a room now: trained for their role there. Present or not."""
    return _valid(_read(tx, [room_id])[room_id], tx.now)


def duty_of(tx: Tx, ground: Ground) -> set[str]:
    """As `on_duty`, on the path of a message: read once a version of the room, and looked at when a training runs out."""
    kept: tuple[datetime, set[str]] | None = ground.memory.get("duty_until")
    if kept is not None and tx.now < kept[0]:
        return kept[1]
    if "duty" not in ground.memory:
        remember_duty(tx, [ground])
    found: list[OnWatch] = ground.memory["duty"]
    valid = _valid(found, tx.now)
    soonest = min((one.trained_until for one in found if one.participation_id in valid), default=None)
    if soonest is not None:
        ground.memory["duty_until"] = moment(soonest), valid
    return valid


def remember_duty(tx: Tx, grounds: Collection[Ground]) -> None:
    """Reads who is on duty in rooms for `duty_of`."""
    found = _read(tx, [one.room_id for one in grounds])
    for ground in grounds:
        ground.memory["duty"] = found[ground.room_id]


def shifts_going_on(tx: Tx, room_id: str) -> Sequence[Shift]:
    """Every shift of a room that nobody has ended, valid or not."""
    going_on = select(Shift).where(Shift.room_id == room_id, col(Shift.ended_at).is_(None))
    return tx.session.exec(going_on.order_by(col(Shift.started_at))).all()


def rooms_on_duty(tx: Tx, account_id: str) -> list[str]:
    """The rooms where an account is on duty, in the order in which rooms are held."""
    rooms = select(Shift.room_id).where(Shift.account_id == account_id, col(Shift.ended_at).is_(None))
    return sorted(tx.session.exec(rooms))


def begin_shift(tx: Tx, held: Held, place: Place) -> None:
    """Somebody is on duty in a held room from now on, and the room is told."""
    shift = Shift(
        room_id=held.room.id,
        participation_id=place.id,
        account_id=place.account_id,
        sitting=held.life.sitting,
        started_at=tx.now,
    )
    tx.session.add(shift)
    _tell(tx, shift, "duty.began")


def end_shifts(tx: Tx, shifts: Iterable[Shift], because: ShiftEnd) -> None:
    """They are on duty no more, and the room is told. The room must be held."""
    for shift in shifts:
        shift.ended_at, shift.ended_because = tx.now, because
        _tell(tx, shift, "duty.ended")
        tx.outbox.notice(shift.account_id, "duty")


def end_invalid(tx: Tx, room_id: str) -> None:
    """Ends the shifts in a held room of those whose training or role is gone."""
    valid = on_duty(tx, room_id)
    for shift in shifts_going_on(tx, room_id):
        if shift.participation_id not in valid:
            place = tx.session.get_one(Place, shift.participation_id)
            is_staff = place.left_at is None and place.role.guides
            end_shifts(tx, [shift], ShiftEnd.NOT_TRAINED if is_staff else ShiftEnd.NOT_STAFF)


def let_lapse(tx: Tx, room_id: str) -> None:
    """Ends shifts that hold no more; where nobody is left on duty, the room pauses at once."""
    held = hold_life(tx, room_id)
    end_invalid(tx, room_id)
    if not on_duty(tx, room_id):
        look(tx, held, Staff.NONE)


def look(tx: Tx, held: Held, staff: Staff, rules: Rules | None = None) -> None:
    """What a look does to a held room: nobody stays on duty after its end, and colleagues hear that it waits."""
    before = held.life.state
    after = turn(tx, held, Looked(tx.now, staff), rules)
    if after.is_over:
        end_shifts(tx, shifts_going_on(tx, held.room.id), ShiftEnd.ABSENT)
    if after.state is not before and after.state in {RoomState.PAUSED, RoomState.ENDED}:
        call_colleagues(tx, held.room.id)


def call_colleagues(tx: Tx, room_id: str) -> None:
    """Everybody trained for their role in a room looks at who is on duty there."""
    for place in trained_staff(tx, room_id):
        tx.outbox.notice(place.account_id, "duty")


def trained_staff(tx: Tx, room_id: str) -> list[Place]:
    """Everybody in a room who could be on duty there now, in the order in which they came."""
    found = select(Place).where(
        Place.room_id == room_id,
        col(Place.left_at).is_(None),
        col(Place.role).in_(GUIDES),
        select(Training.id)
        .where(
            Training.account_id == Place.account_id,
            col(Training.kind) == col(Place.role),
            col(Training.revoked_at).is_(None),
            col(Training.valid_until_at) > tx.now,
        )
        .exists(),
    )
    return list(tx.session.exec(found.order_by(col(Place.joined_seq))))


def _read(tx: Tx, room_ids: Collection[str]) -> dict[str, list[OnWatch]]:
    found: dict[str, list[OnWatch]] = {room_id: [] for room_id in room_ids}
    for who, until, room_id in _HERE.rows(tx, ((room_id,) for room_id in room_ids)):
        found[room_id].append(OnWatch(who, until))
    return found


def _valid(watch: list[OnWatch], now: datetime) -> set[str]:
    at = microseconds(now)
    return {one.participation_id for one in watch if one.trained_until > at}


def _tell(tx: Tx, shift: Shift, kind: str) -> None:
    tx.session.flush()
    publish(tx, shift.room_id, append_change(tx, shift.room_id, kind, shift.id), RENDERERS[kind])
