"""Who works at a room's desk, and whom a participation belongs to: for slices that know nothing of our rows.

Whoever is suspended works at no desk: what lies there are words of the room, which they may not read.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from server.rooms.roles import GUIDES, RoomRole
from server.rooms.tables import Participation, Room
from server.sanctions.binding import keeps_out
from server.storage.tx import Tx

Place = Participation
"""Somebody who is, or was, in a room."""

_HERE = col(Participation.left_at).is_(None)


def guided_rooms(tx: Tx, account_id: str | None) -> set[str]:
    """The rooms that an account guides now."""
    guided = select(Participation.room_id).where(
        Participation.account_id == (account_id or ""), col(Participation.role).in_(GUIDES), _HERE, _may_enter(tx)
    )
    return set(tx.session.exec(guided))


def rooms_as(tx: Tx, account_id: str | None, role: RoomRole) -> set[str]:
    """The rooms where an account has exactly this role now."""
    held = select(Participation.room_id).where(
        Participation.account_id == (account_id or ""), Participation.role == role, _HERE, _may_enter(tx)
    )
    return set(tx.session.exec(held))


def accounts_in(
    tx: Tx, room_id: str, roles: Collection[RoomRole] = GUIDES, *, even_suspended: bool = False
) -> set[str]:
    """The accounts that have one of these roles in a room now."""
    held = select(Participation.account_id).where(
        Participation.room_id == room_id, col(Participation.role).in_(roles), _HERE
    )
    return set(tx.session.exec(held if even_suspended else held.where(_may_enter(tx))))


def rooms_with_guides(tx: Tx) -> dict[str, set[str]]:
    """Who guides, by room."""
    found: dict[str, set[str]] = {}
    guiding = select(Participation.room_id, Participation.account_id).where(
        col(Participation.role).in_(GUIDES), _HERE, _may_enter(tx)
    )
    for room_id, account_id in tx.session.exec(guiding):
        found.setdefault(room_id, set()).add(account_id)
    return found


def _may_enter(tx: Tx) -> ColumnElement[bool]:
    return ~keeps_out(col(Participation.account_id), col(Participation.room_id), tx.now)


def place_with(tx: Tx, participation_id: str | None) -> Place | None:
    """Who is behind a participation, also one that has ended."""
    return tx.session.get(Participation, participation_id) if participation_id else None


def places_since(tx: Tx, account_id: str | None, room_id: str, since: datetime) -> list[Place]:
    """An account's places in a room, the newest first: the one they have, and those that ended after `since`."""
    mine = select(Participation).where(
        Participation.account_id == (account_id or ""),
        Participation.room_id == room_id,
        or_(_HERE, col(Participation.left_at) >= since),
    )
    return list(tx.session.exec(mine.order_by(col(Participation.joined_at).desc(), col(Participation.id))))


def accounts_of(tx: Tx, participation_ids: Collection[str]) -> dict[str, str]:
    """Whom participations belong to."""
    found = select(Participation.id, Participation.account_id).where(col(Participation.id).in_(participation_ids))
    return dict(tx.session.exec(found).all())


def places_of(tx: Tx, account_id: str | None) -> set[str]:
    """All participations that an account ever had."""
    return set(tx.session.exec(select(Participation.id).where(Participation.account_id == (account_id or ""))))


def names_in(tx: Tx, room_ids: Collection[str], account_ids: Collection[str]) -> dict[tuple[str, str], str]:
    """What accounts are called in rooms, or were when they were last there, by (room, account)."""
    named = select(Participation.room_id, Participation.account_id, Participation.display_name).where(
        col(Participation.room_id).in_(room_ids), col(Participation.account_id).in_(account_ids)
    )
    rows = tx.session.exec(named.order_by(col(Participation.joined_at))).all()
    return {(room_id, account_id): name for room_id, account_id, name in rows}


def room_names(tx: Tx, room_ids: Collection[str]) -> dict[str, str]:
    """What rooms are called, by id."""
    return dict(tx.session.exec(select(Room.id, Room.name).where(col(Room.id).in_(room_ids))).all())


def roles_in(tx: Tx, room_id: str | None, account_ids: Collection[str]) -> dict[str, RoomRole]:
    """What accounts are in a room, or were when they were last there."""
    held = select(Participation.account_id, Participation.role).where(
        Participation.room_id == (room_id or ""), col(Participation.account_id).in_(account_ids)
    )
    rows = tx.session.exec(held.order_by(col(Participation.joined_at))).all()
    return {account_id: RoomRole(role) for account_id, role in rows}
