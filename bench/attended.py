"""Rooms that are open because somebody trained is on duty there, made as rows: without a link, a socket or a screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, update
from sqlmodel import SQLModel, col

from server.accounts.tables import Account
from server.actor import Actor
from server.ids import new_id
from server.rooms.lifecycle import Reason, Staff
from server.rooms.rendering import tell_change
from server.rooms.roles import RoomRole, RoomState
from server.rooms.tables import Participation, Room, RoomLife, StateChange
from server.staffing.tables import Shift, Skill, Training
from server.storage.tx import Tx

HOST = "Eeva"
"""What whoever is on duty in such a room is called."""

_TRAINED_FOR = timedelta(days=3650)
Rows = Iterator[tuple[type[SQLModel], dict[str, Any]]]


def attend(tx: Tx, actor: Actor, room_id: str) -> str:
    """Opens a room at once, with a host on duty, which is told as one event; the host's participation."""
    place, shown = open_attended(tx.connection, room_id, tx.now), _open_since(tx.now)
    change = StateChange(id=new_id(), room_id=room_id, state=RoomState.OPEN, **shown)
    tx.session.add(change)
    tell_change(tx, room_id, "room.state_changed", change.id)
    return place


def open_attended(connection: Connection, room_id: str, now: datetime) -> str:
    """As `attend`, on a bare connection and without an event."""
    account, place = new_id(), new_id()
    for table, row in _host(room_id, account, place, now):
        connection.execute(insert(SQLModel.metadata.tables[str(table.__tablename__)]), row)
    connection.execute(update(Room).where(col(Room.id) == room_id).values(state=RoomState.OPEN))
    return place


def _host(room_id: str, account: str, place: str, now: datetime) -> Rows:
    yield Account, _account(account, now)
    yield Participation, _place(room_id, account, place, now)
    yield Training, _training(account, place, now)
    yield (
        Shift,
        {
            "id": new_id(),
            "room_id": room_id,
            "participation_id": place,
            "account_id": account,
            "sitting": 1,
            "started_at": now,
            "last_present_at": now,
        },
    )
    watched = {"staff": Staff.THERE, "watched_at": now, "absent_for": 0}
    yield RoomLife, {"room_id": room_id, **_open_since(now), **watched}


def _open_since(now: datetime) -> dict[str, Any]:
    return {
        "version": 2,
        "sitting": 1,
        "since_at": now,
        "reason": Reason.OPENED,
        "open_for": 0,
        "open_since_at": now,
    }


def _account(account: str, now: datetime) -> dict[str, Any]:
    return {
        "id": account,
        "pseudonym": f"{HOST} {account}",
        "name_key": f"{HOST} {account}",
        "skeleton": f"{HOST} {account}",
        "password_hash": "none",
        "language": "en",
        "created_at": now,
        "is_made_up": True,
    }


def _place(room_id: str, account: str, place: str, now: datetime) -> dict[str, Any]:
    """The first one in the room, before anybody who comes by an event."""
    return {
        "id": place,
        "room_id": room_id,
        "account_id": account,
        "display_name": HOST,
        "name_skeleton": HOST.lower(),
        "role": RoomRole.FACILITATOR,
        "joined_at": now,
        "joined_seq": -1,
        "agreed": 1_000,  # whatever the room asks for
    }


def _training(account: str, place: str, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "account_id": account,
        "participation_id": place,
        "kind": Skill.FACILITATOR,
        "granted_at": now,
        "valid_until_at": now + _TRAINED_FOR,
    }
