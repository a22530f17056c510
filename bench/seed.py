"""Fills a database with rooms full of people who are signed in already, so that a load run can begin at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import SQLModel

from bench.attended import open_attended
from server.accounts.tables import Account, Login
from server.accounts.tokens import new_token, token_hash
from server.ids import new_id
from server.rooms.tables import JoinsBy, Participation, Room, RoomRole, RoomState
from server.storage.database import Database
from server.storage.migrations import upgrade

LONG_AGO = timedelta(days=30)  # nobody is paced as a newcomer


def seed(url: str, rooms: int, people_per_room: int, people_file: Path) -> None:
    """Makes rooms and people, and writes `cookie<TAB>room` for each of them.

    Whoever is on duty in the rooms never comes to a socket: a run that lasts longer than a minute says so to the server
    (SOHVA_PAUSE_AFTER_SECONDS).
    """
    upgrade(url)
    now = datetime.now(UTC)
    places = [(new_id(), number) for number in range(rooms)]
    people = [
        (new_id(), new_token(), room, f"Person {n} of {number}")
        for room, number in places
        for n in range(people_per_room)
    ]
    engine = Database(url).writer()
    with engine.begin() as connection:

        def fill(table: type[SQLModel], rows: list[dict[str, object]]) -> None:
            connection.execute(insert(SQLModel.metadata.tables[str(table.__tablename__)]), rows)

        fill(Room, [_room(room, f"Room {number}", people_per_room, now) for room, number in places])
        fill(Account, [_account(account, name, now) for account, _, _, name in people])
        fill(Login, [_login(account, token, now) for account, token, _, _ in people])
        fill(Participation, [_participation(account, room, name, now) for account, _, room, name in people])
        for room, _ in places:
            open_attended(connection, room, now)
    engine.dispose()
    people_file.write_text("".join(f"sohva={token}\t{room}\n" for _, token, room, _ in people))


def _room(room: str, name: str, capacity: int, now: datetime) -> dict[str, object]:
    return {
        "id": room,
        "name": name,
        "purpose": "To be loud in.",
        "language": "en",
        "capacity": capacity,
        "joins_by": JoinsBy.INVITATION,
        "state": RoomState.OPEN,
        "head_seq": 0,
        "version": 1,
        "created_at": now - LONG_AGO,
    }


def _account(account: str, name: str, now: datetime) -> dict[str, object]:
    return {
        "id": account,
        "pseudonym": name,
        "name_key": name,
        "skeleton": name,
        "password_hash": "none",
        "language": "en",
        "created_at": now - LONG_AGO,
        "is_made_up": True,
    }


def _login(account: str, token: str, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "account_id": account,
        "token_hash": token_hash(token),
        "device": "bench",
        "created_at": now,
        "last_seen_at": now,
        "ended_at": None,
    }


def _participation(account: str, room: str, name: str, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "room_id": room,
        "account_id": account,
        "display_name": name,
        "name_skeleton": name,
        "role": RoomRole.PARTICIPANT,
        "joined_at": now - LONG_AGO,
        "joined_seq": 0,
        "left_at": None,
        "ended_by": None,
    }
