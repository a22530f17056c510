"""What binds somebody at this moment. Sanctions begin and end by time alone: nothing needs to run for either."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from server.storage.among import Among
from server.storage.columns import UtcTime, moment
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
_GIVEN = Among(
    select(
        _sanction.c.account_id,
        _sanction.c.id,
        _sanction.c.kind,
        _sanction.c.starts_at,
        _sanction.c.ends_at,
        _sanction.c.room_id,
        _sanction.c.acknowledged_at,
    ).where(
        _sanction.c.reversed_at.is_(None),
        or_(_sanction.c.ends_at.is_(None), _sanction.c.ends_at > bindparam("now")),
        _BARRING,
    ),
    _sanction.c.account_id,
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
    if account_id not in ground.memory.get("unbarred", ()):
        [found] = remember_unbarred(tx, [(ground, account_id)])
        _refuse(found, tx.now, ground.room_id)


def remember_unbarred(tx: Tx, places: Collection[tuple[Any, str]]) -> list[list[tuple[str, Given]]]:
    """Reads what is given to accounts in rooms, and notes for `require_unbarred` whom nothing there can bind."""
    given = _read(tx, [(account_id, ground.room_id) for ground, account_id in places])
    for (ground, account_id), found in zip(places, given, strict=True):
        if not any(_may_bind(one) for _, one in found):
            ground.memory.setdefault("unbarred", set()).add(account_id)
    return given


def require_may_enter(tx: Tx, account_id: str, room_id: str) -> None:
    """Raises Refusal suspended or excluded for whoever may not be there now. Reading is being there."""
    [given] = _read(tx, [(account_id, room_id)])
    found = [one for one in given if bars(one[1], tx.now, room_id) is Barred.ENTER]
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


def _read(tx: Tx, places: Sequence[tuple[str, str]]) -> list[list[tuple[str, Given]]]:
    """What is given to accounts in rooms or everywhere, for each (account, room)."""
    found: dict[str, list[tuple[str, Given]]] = {}
    for account_id, id_, *about in _GIVEN.rows(tx, ((account_id,) for account_id, _ in places), now=tx.now):
        found.setdefault(account_id, []).append((str(id_), _given(*about)))
    return [
        [one for one in found.get(account_id, ()) if one[1].room in {None, room_id}] for account_id, room_id in places
    ]


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
