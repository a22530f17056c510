"""Beginning and ending caution and lockdowns, and how busy a room usually is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from server.actor import Actor
from server.sanctions.tables import Caution, Lockdown
from server.sanctions.tables import RoomTempo as RoomTempo
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Careful:
    """What a room is careful with; `people` are accounts."""

    locked_since: datetime | None
    newcomers: bool
    people: frozenset[str]
    raided_since: datetime | None


def read(tx: Tx, room_id: str) -> Careful:
    running = select(Caution).where(Caution.room_id == room_id, col(Caution.ended_at).is_(None))
    accounts = {one.account_id for one in tx.session.exec(running)}
    locked, tempo = _lockdown(tx, room_id), tx.session.get(RoomTempo, room_id)
    return Careful(
        locked_since=None if locked is None else locked.started_at,
        newcomers=None in accounts,
        people=frozenset(account for account in accounts if account is not None),
        raided_since=None if tempo is None else tempo.raided_at,
    )


def set_caution(tx: Tx, actor: Actor, room_id: str, account_id: str | None, *, is_on: bool) -> bool:
    """Has the messages of somebody (None: of newcomers) wait, or no longer; whether that is new."""
    running = select(Caution).where(Caution.room_id == room_id, col(Caution.ended_at).is_(None))
    about = col(Caution.account_id)
    known = tx.session.exec(running.where(about.is_(None) if account_id is None else about == account_id)).all()
    if bool(known) is is_on:
        return False
    if is_on:
        tx.session.add(Caution(room_id=room_id, account_id=account_id, given_by=actor.account_id, given_at=tx.now))
    for one in known:
        one.ended_at = tx.now
    tx.session.flush()
    return True


def lock(tx: Tx, actor: Actor, room_id: str, reason: str) -> str | None:
    """Begins a lockdown; its id, None where the room is in one."""
    if _lockdown(tx, room_id) is not None:
        return None
    lockdown = Lockdown(room_id=room_id, started_by=actor.account_id, started_at=tx.now, sealed_reason=b"")
    lockdown.sealed_reason = tx.sealer.seal(reason, "lockdown", room_id, lockdown.id)
    tx.session.add(lockdown)
    tx.session.flush()
    return lockdown.id


def unlock(tx: Tx, actor: Actor, room_id: str) -> str | None:
    """Ends a lockdown; its id, None where the room is in none."""
    lockdown = _lockdown(tx, room_id)
    if lockdown is None:
        return None
    lockdown.ended_at, lockdown.ended_by = tx.now, actor.account_id
    tx.session.add(lockdown)
    tx.session.flush()
    return lockdown.id


def raided_rooms(tx: Tx) -> set[str]:
    return set(tx.session.exec(select(RoomTempo.room_id).where(col(RoomTempo.raided_at).is_not(None))))


def _lockdown(tx: Tx, room_id: str) -> Lockdown | None:
    running = select(Lockdown).where(Lockdown.room_id == room_id, col(Lockdown.ended_at).is_(None))
    return tx.session.exec(running).first()
