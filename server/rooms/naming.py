"""What somebody may be called in one room."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, or_, select

from server.accounts.names import skeleton, usable_name
from server.accounts.service import staff_skeletons
from server.errors import ErrorCode, Refusal
from server.rooms.roles import RoomRole
from server.rooms.tables import Answer, Application, Participation, ReservedName
from server.storage.tx import Tx

REMEMBERED = timedelta(days=365)
"""For so long nobody else in a room may be called like somebody who has left it: what they wrote stands there still."""


def name_for(tx: Tx, room_id: str, account_id: str, typed: str) -> tuple[str, str]:
    """The display name as it is shown, and its skeleton, which nobody else has in this room, had lately or waits to have.

    The room must be held. Refusals: name_unusable, name_protected (like anybody's on the staff), name_taken.
    """
    name = usable_name(typed, _staff(tx, account_id))
    bare = skeleton(name)
    if _is_taken(tx, room_id, account_id, bare):
        raise Refusal(ErrorCode.NAME_TAKEN)
    return name, bare


def reserve_name(tx: Tx, room_id: str, name_skeleton: str, until: datetime) -> str:
    """Keeps everybody from looking like somebody who was announced; the id to release it by."""
    reserved = ReservedName(room_id=room_id, name_skeleton=name_skeleton, until_at=until)
    tx.session.add(reserved)
    return reserved.id


def settle_name(tx: Tx, reserved_id: str, account_id: str | None, until: datetime) -> datetime:
    """Says whose the name is, where that is known, and until when it is kept; until when it was kept before."""
    reserved = tx.session.get_one(ReservedName, reserved_id)
    before, reserved.account_id, reserved.until_at = reserved.until_at, account_id, until
    return before


def _staff(tx: Tx, account_id: str) -> frozenset[str]:
    """Skeletons of all names that somebody else carries, or is announced to carry, as staff, in whichever room."""
    named = select(Participation.name_skeleton).where(
        Participation.role != RoomRole.PARTICIPANT,
        Participation.account_id != account_id,
        col(Participation.left_at).is_(None),
    )
    reserved = select(ReservedName.name_skeleton).where(
        col(ReservedName.account_id).is_distinct_from(account_id), col(ReservedName.until_at) > tx.now
    )
    taken = {*tx.session.exec(named.distinct()), *tx.session.exec(reserved.distinct())}
    return staff_skeletons(tx, but_not=account_id) | taken


def _is_taken(tx: Tx, room_id: str, account_id: str, bare: str) -> bool:
    left_lately = (col(Participation.left_at) > tx.now - REMEMBERED) & (col(Participation.account_id) != account_id)
    here = select(Participation.id).where(
        Participation.room_id == room_id,
        Participation.name_skeleton == bare,
        or_(col(Participation.left_at).is_(None), left_lately),
    )
    waiting = select(Application.id).where(
        Application.room_id == room_id,
        Application.name_skeleton == bare,
        Application.account_id != account_id,
        Application.answer == Answer.WAITING,
    )
    return tx.session.exec(here).first() is not None or tx.session.exec(waiting).first() is not None
