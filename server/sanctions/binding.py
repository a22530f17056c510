"""What binds somebody at this moment. Sanctions begin and end by time alone: nothing needs to run for either."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, literal, or_, select, text
from sqlalchemy.sql.elements import SQLCoreOperations
from sqlmodel import SQLModel

from moderation.reasons import Restriction
from moderation.sanctions import Barred, SanctionKind, bars, binding
from moderation.sanctions import Sanction as Given
from server.errors import ErrorCode, Refusal
from server.sanctions import tables
from server.storage.columns import UtcTime, moment
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_sanction = SQLModel.metadata.tables[str(tables.Sanction.__tablename__)]

LADDER = {
    Restriction.NOTE: SanctionKind.NOTE,
    Restriction.WARNING: SanctionKind.WARNING,
    Restriction.MUTE: SanctionKind.MUTE,
    Restriction.SUSPENSION: SanctionKind.SUSPENSION,
    Restriction.EXCLUSION: SanctionKind.EXCLUSION,
}
"""The steps of the ladder; what else is stated (a message removed or sent back) binds nobody."""

_BARRING = text("sanction.kind IN ('warning', 'mute', 'suspension', 'exclusion')")
_KEEPING_OUT = text("sanction.kind IN ('suspension', 'exclusion')")
_MINE = Prepared(
    select(
        _sanction.c.id,
        _sanction.c.kind,
        _sanction.c.starts_at,
        _sanction.c.ends_at,
        _sanction.c.room_id,
        _sanction.c.acknowledged_at,
    ).where(
        _sanction.c.account_id == bindparam("account"),
        or_(_sanction.c.room_id.is_(None), _sanction.c.room_id == bindparam("room")),
        _sanction.c.reversed_at.is_(None),
        or_(_sanction.c.ends_at.is_(None), _sanction.c.ends_at > bindparam("now")),
        _BARRING,
    )
)
_REFUSED = {
    SanctionKind.WARNING: ErrorCode.WARNING_UNREAD,
    SanctionKind.MUTE: ErrorCode.MUTED,
    SanctionKind.SUSPENSION: ErrorCode.SUSPENDED,
    SanctionKind.EXCLUSION: ErrorCode.EXCLUDED,
}


def require_unbarred(tx: Tx, ground: Any, account_id: str) -> None:
    """Raises Refusal for whoever may not write here now: warning_unread, muted, suspended, excluded.

    That nothing binds somebody is remembered as long as the room's version lasts: who gives a sanction moves it.
    """
    unbarred: set[str] | None = ground.memory.get("unbarred")
    if unbarred is None:
        unbarred = ground.memory["unbarred"] = set()
    if account_id in unbarred:
        return
    found = _read(tx, account_id, ground.room_id)
    _refuse(found, tx.now, ground.room_id)
    if not any(_may_bind(given) for _, given in found):
        unbarred.add(account_id)


def require_may_enter(tx: Tx, account_id: str, room_id: str) -> None:
    """Raises Refusal suspended or excluded for whoever may not be there now. Reading is being there."""
    found = [one for one in _read(tx, account_id, room_id) if bars(one[1], tx.now, room_id) is Barred.ENTER]
    _refuse(found, tx.now, room_id)


def keeps_out(account: SQLCoreOperations[str], room: SQLCoreOperations[str], now: datetime) -> ColumnElement[bool]:
    """As a condition: somebody may not be in a room at a moment."""
    return exists().where(
        _sanction.c.account_id == account,
        or_(_sanction.c.room_id.is_(None), _sanction.c.room_id == room),
        _sanction.c.reversed_at.is_(None),
        or_(_sanction.c.ends_at.is_(None), _sanction.c.ends_at > literal(now, UtcTime())),
        _KEEPING_OUT,
    )


def _may_bind(given: Given) -> bool:
    return given.kind is not SanctionKind.WARNING or given.acknowledged_at is None


def _read(tx: Tx, account_id: str, room_id: str) -> list[tuple[str, Given]]:
    rows = tx.run(_MINE, account=account_id, room=room_id, now=tx.now).fetchall()
    return [(str(id_), _given(*about)) for id_, *about in rows]


def _given(kind: str, starts: int, ends: int | None, room: str | None, read: int | None) -> Given:
    return Given(
        kind=LADDER[Restriction(kind)],
        starts_at=moment(starts),
        ends_at=None if ends is None else moment(ends),
        room=room,
        acknowledged_at=None if read is None else moment(read),
    )


def _refuse(found: list[tuple[str, Given]], now: datetime, room_id: str) -> None:
    """For the gravest that binds: until when, and where its statement is."""
    bound = binding((given for _, given in found), now, room_id)
    if not bound:
        return
    gravest = bound[0]
    sanction = next(id_ for id_, given in found if given is gravest)
    until = None if gravest.ends_at is None else gravest.ends_at.isoformat().replace("+00:00", "Z")
    raise Refusal(_REFUSED[gravest.kind], until=until, sanction=sanction)
