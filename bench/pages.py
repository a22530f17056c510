"""The first page of a young room and of an old one, read as the hub reads them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from bench import servers
from server.app import RENDERERS
from server.clock import SystemClock
from server.ids import new_ordered_id
from server.rooms.source import RoomSource
from server.storage.database import Database
from server.storage.sealing import Sealer
from server.storage.tx import Tx

_PAGE = 50
_TIMES = 300


def first_page_costs(events: int) -> tuple[float, float]:
    """CPU microseconds of the first page: (in a room with 100 events, in one with `events`)."""
    with servers.place(2, 2) as ours:
        sealer = Sealer(bytes(32))
        path = ours.folder / "sohva.db"
        rooms = list(dict.fromkeys(line.split("\t")[1] for line in ours.people.read_text().splitlines()))
        _fill(path, sealer, rooms[0], 100)
        _fill(path, sealer, rooms[1], events)
        young, old = (
            partial(_first_page, path, sealer, room, count) for room, count in zip(rooms, (100, events), strict=True)
        )
        return _cost(young), _cost(old)


def _cost(read: Callable[[], float]) -> float:
    return median(read() for _ in range(5))


def _fill(path: Path, sealer: Sealer, room: str, count: int) -> None:
    connection = sqlite3.connect(path)
    (who,) = connection.execute("SELECT id FROM participation WHERE room_id = ? LIMIT 1", (room,)).fetchone()
    ids = [new_ordered_id() for _ in range(count)]
    words = "Good morning to everybody, I slept better and walked along the river. " * 3
    connection.executemany(
        "INSERT INTO message (id, room_id, seq, participation_id, author_role, client_id, sealed_text, is_veiled, "
        "posted_at) VALUES (?, ?, ?, ?, 'participant', ?, ?, 0, 1790000000000000)",
        ((id_, room, seq, who, id_, sealer.seal(words, "message", room, id_)) for seq, id_ in enumerate(ids, 1)),
    )
    connection.executemany(
        "INSERT INTO room_event (room_id, seq, kind, subject_id, at) VALUES (?, ?, 'message.posted', ?, 1790000000000000)",
        ((room, seq, id_) for seq, id_ in enumerate(ids, 1)),
    )
    connection.execute("UPDATE room SET head_seq = ? WHERE id = ?", (count, room))
    connection.commit()
    connection.close()


def _first_page(path: Path, sealer: Sealer, room: str, head: int) -> float:
    """Microseconds of CPU for one page."""
    source = RoomSource(RENDERERS)
    engine = Database(f"sqlite:///{path}").reader()
    with engine.connect() as connection, connection.begin():
        driver = connection.connection
        begun = time.thread_time()
        for _ in range(_TIMES):
            tx = Tx(connection, driver.cursor(), SystemClock().now(), sealer, {})
            assert len(source.before(tx, room, head + 1, _PAGE)) == _PAGE
        took = time.thread_time() - begun
    engine.dispose()
    return took / _TIMES * 1e6
