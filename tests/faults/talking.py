"""People who talk in a process of its own, which writes down when each of them was told that it is on disk.

Run as `python talking.py DATABASE_FILE SYNCHRONOUS`, on a seeded file.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from typing import Any
from uuid import uuid4

from sqlalchemy import event

from server.actor import Actor
from server.clock import SystemClock
from server.messages import service
from server.messages.pace import Pace
from server.messages.policy import MessagesPolicy
from server.messages.wire import PostMessage
from server.storage.database import Database
from server.storage.lane import Lane
from server.storage.sealing import Sealer

EACH = 60
_FAST = Pace(10_000, 100_000)


async def main(path: str, synchronous: str) -> None:
    with sqlite3.connect(path) as connection:
        people = connection.execute("SELECT account_id, room_id FROM participation").fetchall()
    connection.close()
    acks = os.open(f"{path}.acks", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    engine = Database(f"sqlite:///{path}").writer()
    event.listen(engine, "connect", lambda connection, _: configure(connection, synchronous))
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), publish=lambda effects: None)
    lane.start()
    post = service.commands(MessagesPolicy(pace=_FAST, newcomer_pace=_FAST))[PostMessage]

    async def talk(account_id: str, room_id: str) -> None:
        for number in range(EACH):
            text, client_id = f"word {number} of a long evening", str(uuid4())
            command = PostMessage(id="1", room=room_id, text=text, client_id=client_id, insisted=True)
            posted = await lane.run(post, Actor(account_id), command, key=room_id)
            os.write(acks, f"{client_id} {posted.seq}\n".encode())

    await asyncio.gather(*(talk(*person) for person in people))
    os._exit(0)  # no tidying up: the last connection to leave would checkpoint and sync everything


def configure(connection: Any, synchronous: str) -> None:
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("PRAGMA wal_autocheckpoint=150")  # often, so that power fails in the middle of some


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
