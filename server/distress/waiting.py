"""What waits for one person beside a room: told with a follow, so that a client asks only where there is something."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows

from moderation.reasons import Restriction
from server.actor import Actor
from server.distress import tables
from server.messages.holding import HeldMessage, HeldState
from server.messages.own import PersonalMute
from server.review.cases import Case
from server.review.standing import seen_by
from server.rooms.roles import RoomRole
from server.rooms.wire import You
from server.sanctions.giving import Sanction
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_sanction = SQLModel.metadata.tables[str(Sanction.__tablename__)]
_side_room = SQLModel.metadata.tables[str(tables.SideRoom.__tablename__)]
_case = SQLModel.metadata.tables[str(Case.__tablename__)]
_mute = SQLModel.metadata.tables[str(PersonalMute.__tablename__)]
_held = SQLModel.metadata.tables[str(HeldMessage.__tablename__)]

_UNTIL_READ = (Restriction.NOTE, Restriction.WARNING, Restriction.MESSAGE_HELD, Restriction.MESSAGE_REMOVED)
_AT_A_DESK = {RoomRole.FACILITATOR, RoomRole.MODERATOR, RoomRole.PROFESSIONAL}


def show_waiting(tx: Tx, actor: Actor, room_id: str, you: You) -> list[str]:
    """`waiting` in the reply of a follow and of a resume: names that `account.changed` would give as `what`."""
    asked = tx.run(_MINE, account=actor.account_id or "", room=room_id, participation=you.participation, now=tx.now)
    mine = sorted(name for (name,) in asked.fetchall())
    return [*mine, "desk"] if you.role in _AT_A_DESK and _has_unclaimed(tx, actor) else mine


def show_muted(tx: Tx, actor: Actor, room_id: str, you: You) -> list[str]:
    """`muted` in the same replies: whom this person does not want to read. Told to nobody else."""
    return sorted(muted for (muted,) in tx.run(_MUTED, participation=you.participation).fetchall())


def _has_unclaimed(tx: Tx, actor: Actor) -> bool:
    """Whether a case that nobody has is on the actor's desk: asked only where there is one on anybody's."""
    if tx.run(_UNCLAIMED, now=tx.now).fetchone() is None:
        return False
    is_free = or_(col(Case.claimed_by).is_(None), col(Case.claimed_until_at) <= tx.now)
    waits = select_rows(Case.id).where(col(Case.closed_at).is_(None), is_free, seen_by(tx, actor))
    return tx.session.exec(waits.limit(1)).first() is not None


def _to_see() -> ColumnElement[bool]:
    """What somebody should read about themselves, here or anywhere, and a mute that still binds."""
    is_unread = and_(_sanction.c.kind.in_([_word(one) for one in _UNTIL_READ]), _sanction.c.acknowledged_at.is_(None))
    binds = and_(_sanction.c.kind == _word(Restriction.MUTE), _sanction.c.ends_at > bindparam("now"))
    return and_(
        _sanction.c.account_id == bindparam("account"),
        or_(_sanction.c.room_id.is_(None), _sanction.c.room_id == bindparam("room")),
        _sanction.c.reversed_at.is_(None),
        or_(is_unread, binds),
    )


def _of_two() -> ColumnElement[bool]:
    is_mine = bindparam("account").in_([_side_room.c.person_account, _side_room.c.staff_account])
    return and_(is_mine, _side_room.c.closed_at.is_(None))


def _own_held() -> ColumnElement[bool]:
    is_mine = _held.c.participation_id == bindparam("participation")
    return and_(is_mine, _held.c.state == _word(HeldState.WAITING))


def _is_unclaimed() -> ColumnElement[bool]:
    is_free = or_(_case.c.claimed_by.is_(None), _case.c.claimed_until_at <= bindparam("now"))
    return and_(_case.c.closed_at.is_(None), is_free)


def _word(value: Restriction | HeldState) -> ColumnElement[Any]:
    return literal_column(f"'{value.value}'")


def _asked() -> CompoundSelect[tuple[str]]:
    """All of it in one look: this is asked at every follow, and when thousands come back at once."""
    asks = {"sanctions": _to_see(), "side_room": _of_two(), "held": _own_held()}
    return union_all(*(_named(name).where(exists().where(is_so)) for name, is_so in asks.items()))


def _named(name: str) -> Select[tuple[str]]:
    return select(literal_column(f"'{name}'", String))


_MINE = Prepared(_asked())
_UNCLAIMED = Prepared(_named("desk").where(exists().where(_is_unclaimed())))
_MUTED = Prepared(select(_mute.c.muted_id).where(_mute.c.owner_id == bindparam("participation")))
