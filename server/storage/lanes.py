"""Several lanes side by side, where the database can take it: what belongs to one key stays on one lane, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from zlib import crc32

from server.actor import Actor
from server.storage.lane import Done, Lane, UseCase


class Lanes:
    """One lane on SQLite; on PostgreSQL as many as were asked for. The key is a room's or an account's id."""

    def __init__(self, lanes: Sequence[Lane]) -> None:
        self._lanes = list(lanes)

    def start(self) -> None:
        for lane in self._lanes:
            lane.start()

    async def stop(self) -> None:
        await asyncio.gather(*(lane.stop() for lane in self._lanes))

    @property
    def waiting(self) -> int:
        return sum(lane.waiting for lane in self._lanes)

    @property
    def failed_commits(self) -> int:
        """Commits that failed, after which nobody knows what of them is on disk."""
        return sum(lane.failed_commits for lane in self._lanes)

    def submit(self, use_case: UseCase, actor: Actor, command: Any, done: Done, key: str = "") -> None:
        """As `Lane.submit`."""
        self._for(key).submit(use_case, actor, command, done, key)

    async def run(self, use_case: UseCase, actor: Actor, command: Any = None, key: str = "") -> Any:
        """As `Lane.run`."""
        return await self._for(key).run(use_case, actor, command, key)

    def _for(self, key: str) -> Lane:
        return self._lanes[crc32(key.encode()) % len(self._lanes)] if len(self._lanes) > 1 else self._lanes[0]
