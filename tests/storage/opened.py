"""A real database for a test: lanes, readers, a clock that stands still, and what was published after a commit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from server.clock import FixedClock
from server.storage.database import Database
from server.storage.lane import Lane, LookAhead
from server.storage.lanes import Lanes
from server.storage.outbox import Effect
from server.storage.readers import Readers
from server.storage.sealing import Sealer


@dataclass
class Storage:
    """What use cases run on."""

    lanes: Lanes
    readers: Readers
    clock: FixedClock
    sealer: Sealer
    told: list[Effect] = field(default_factory=list)


@asynccontextmanager
async def open_storage(
    url: str, now: datetime, most_lanes: int = 1, look_ahead: LookAhead = lambda tx, commands: {}
) -> AsyncIterator[Storage]:
    """On SQLite there is one lane, whatever is asked for."""
    database, clock, sealer = Database(url), FixedClock(now), Sealer(bytes(32))
    writer, reader, told = database.writer(), database.reader(), list[Effect]()
    count = 1 if database.is_sqlite else most_lanes
    lanes = Lanes([Lane(writer, clock, sealer, told.extend, look_ahead=look_ahead) for _ in range(count)])
    lanes.start()
    readers = Readers(reader, clock, sealer, threads=2)
    yield Storage(lanes, readers, clock, sealer, told)
    await lanes.stop()
    await readers.stop()
    writer.dispose()
    reader.dispose()
