"""What the operator does: the same use cases as everybody's, on a lane of their own or on the running server's.

A SQLite file belongs to one process. Where a server holds it, the operator's commands are handed to that server
through its control socket; where none does, they run here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from server import control
from server.accounts.service import NamedRole, give_role, take_role
from server.actor import OPERATOR
from server.app import SchemaBehind
from server.clock import Clock, SystemClock
from server.rooms.invitations import InviteOrganiser, invite_organiser
from server.rooms.service import list_my_rooms
from server.settings import Settings
from server.storage.database import Database, DatabaseLockedError
from server.storage.lane import Lane, UseCase
from server.storage.migrations import is_current, upgrade
from server.storage.seal_check import open_key
from server.storage.sealing import Sealer


@dataclass(frozen=True)
class Operation:
    """Something the operator may ask of a running server; `command` makes the use case's command from plain fields."""

    use_case: UseCase
    command: Callable[..., Any] = lambda: None


OPERATIONS = {
    "organiser.invite": Operation(invite_organiser, InviteOrganiser),
    "role.give": Operation(give_role, NamedRole),
    "role.take": Operation(take_role, NamedRole),
    "room.list": Operation(list_my_rooms),
}


def operate(settings: Settings, name: str, **fields: Any) -> Any:
    """Runs an operation and gives its result as plain data. Raises Refusal."""
    return asyncio.run(_operate(settings, name, fields))


async def carry_out(lane: Any, name: str, fields: dict[str, Any]) -> Any:
    """Runs an operation on a lane, as the operator. Raises KeyError for an unknown one, Refusal otherwise."""
    operation = OPERATIONS[name]
    result = await lane.run(operation.use_case, OPERATOR, operation.command(**fields))
    return result.model_dump(mode="json")


@asynccontextmanager
async def own_lane(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Lane]:
    """A lane of this process. A SQLite file is brought to the newest schema first, as a server would.

    Raises DatabaseLockedError where a server holds the file, SchemaBehind where a PostgreSQL has an older schema: the
    servers that use it may be older, too.
    """
    database = Database(settings.database_url)
    database.claim()
    engine = database.writer()
    try:
        if database.is_sqlite:
            upgrade(settings.database_url)
        elif not is_current(settings.database_url):
            raise SchemaBehind("the database has an older schema; run `sohva migrate`")
        with engine.begin() as connection:
            sealer = Sealer(open_key(settings.key_file, connection))
        lane = Lane(engine, clock or SystemClock(), sealer, publish=lambda effects: None)
        lane.start()
        try:
            yield lane
        finally:
            await lane.stop()
    finally:
        engine.dispose()
        database.release()


async def _operate(settings: Settings, name: str, fields: dict[str, Any]) -> Any:
    try:
        async with own_lane(settings) as lane:
            return await carry_out(lane, name, fields)
    except DatabaseLockedError:
        return await control.ask(control.path_for(settings), name, fields)
