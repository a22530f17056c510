"""Where a room is careful: whose messages wait for a moderator, and whether it is locked to newcomers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from server.errors import ErrorCode, Refusal
from server.sanctions import tables
from server.storage.among import Among
from server.storage.tx import Tx

_caution = SQLModel.metadata.tables[str(tables.Caution.__tablename__)]
LOCKDOWN = SQLModel.metadata.tables[str(tables.Lockdown.__tablename__)]
"""For whoever renders a room's log."""

_CAUTIONS = Among(
    select(_caution.c.room_id, _caution.c.account_id).where(_caution.c.ended_at.is_(None)), _caution.c.room_id
)
_LOCKED = Among(select(LOCKDOWN.c.room_id, LOCKDOWN.c.id).where(LOCKDOWN.c.ended_at.is_(None)), LOCKDOWN.c.room_id)


@dataclass(frozen=True, slots=True)
class RoomCaution:
    """What a room is careful about now. `people` are accounts; `newcomers` also while it is locked."""

    is_locked: bool
    newcomers: bool
    people: frozenset[str]


def caution_in(tx: Tx, ground: Any) -> RoomCaution | None:
    """None in an ordinary room. Remembered as long as the room's version lasts."""
    if "caution" not in ground.memory:
        remember_caution(tx, [ground])
    found: RoomCaution | None = ground.memory["caution"]
    return found


def remember_caution(tx: Tx, grounds: Collection[Any]) -> None:
    """Reads what rooms are careful about, for `caution_in`."""
    keys = [(one.room_id,) for one in grounds]
    locked = {room_id for room_id, _ in _LOCKED.rows(tx, keys)}
    asked: dict[str, list[str | None]] = {}
    for room_id, account in _CAUTIONS.rows(tx, keys):
        asked.setdefault(room_id, []).append(account)
    for ground in grounds:
        ground.memory["caution"] = _caution_of(ground.room_id in locked, asked.get(ground.room_id, []))


def _caution_of(is_locked: bool, asked: list[str | None]) -> RoomCaution | None:
    if not (asked or is_locked):
        return None
    people = frozenset(account for account in asked if account is not None)
    return RoomCaution(is_locked, is_locked or None in asked, people)


def lockdown_of(tx: Tx, room_id: str) -> str | None:
    """The lockdown that a room is in, None where it is in none."""
    found = _LOCKED.rows(tx, [(room_id,)])
    return str(found[0][1]) if found else None


def require_open_to_newcomers(tx: Tx, room_id: str) -> None:
    """Raises Refusal room_locked."""
    if lockdown_of(tx, room_id) is not None:
        raise Refusal(ErrorCode.ROOM_LOCKED)
