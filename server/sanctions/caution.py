"""Where a room is careful: whose messages wait for a moderator, and whether it is locked to newcomers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from server.errors import ErrorCode, Refusal
from server.sanctions import tables
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_caution = SQLModel.metadata.tables[str(tables.Caution.__tablename__)]
LOCKDOWN = SQLModel.metadata.tables[str(tables.Lockdown.__tablename__)]
"""For whoever renders a room's log."""

_CAUTIONS = Prepared(
    select(_caution.c.account_id).where(_caution.c.room_id == bindparam("room"), _caution.c.ended_at.is_(None))
)
_LOCKED = Prepared(select(LOCKDOWN.c.id).where(LOCKDOWN.c.room_id == bindparam("room"), LOCKDOWN.c.ended_at.is_(None)))


@dataclass(frozen=True, slots=True)
class RoomCaution:
    """What a room is careful about now. `people` are accounts; `newcomers` also while it is locked."""

    is_locked: bool
    newcomers: bool
    people: frozenset[str]


def caution_in(tx: Tx, ground: Any) -> RoomCaution | None:
    """None in an ordinary room. Remembered as long as the room's version lasts."""
    memory: dict[str, Any] = ground.memory
    if "caution" not in memory:
        memory["caution"] = caution_of(tx, ground.room_id)
    found: RoomCaution | None = memory["caution"]
    return found


def caution_of(tx: Tx, room_id: str) -> RoomCaution | None:
    """As `caution_in`, read now."""
    is_locked = lockdown_of(tx, room_id) is not None
    asked = [account for (account,) in tx.run(_CAUTIONS, room=room_id).fetchall()]
    if not (asked or is_locked):
        return None
    people = frozenset(account for account in asked if account is not None)
    return RoomCaution(is_locked, is_locked or None in asked, people)


def lockdown_of(tx: Tx, room_id: str) -> str | None:
    """The lockdown that a room is in, None where it is in none."""
    found = tx.run(_LOCKED, room=room_id).fetchone()
    return None if found is None else str(found[0])


def require_open_to_newcomers(tx: Tx, room_id: str) -> None:
    """Raises Refusal room_locked."""
    if lockdown_of(tx, room_id) is not None:
        raise Refusal(ErrorCode.ROOM_LOCKED)
