"""Timed work: what every slice wants done again and again, by exactly one process.

A lease alone is no proof that there is only one leader (a process may sleep through its end), so what a job does must
be safe to do twice: deadlines are rows that can be met once.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence

import structlog

from server.actor import OPERATOR
from server.errors import Refusal
from server.storage.leader import lead
from server.web.services import Job, Services

log = structlog.get_logger(__name__)

_TICK = 1.0  # seconds


class Jobs:
    """Runs jobs while this process leads."""

    def __init__(self, services: Services, jobs: Sequence[Job]) -> None:
        self._services, self._jobs = services, jobs
        self._holder = secrets.token_hex(8)
        self._due: dict[str, float] = {}
        self.is_leading = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(_TICK)
            try:
                self.is_leading = await self._services.lane.run(lead, OPERATOR, self._holder)
                if self.is_leading:
                    await self.turn(asyncio.get_running_loop().time())
            except Refusal as refusal:
                self.is_leading = False
                log.warning("timed work waits", code=refusal.code)

    async def turn(self, now: float) -> None:
        """Does what is due. One job that fails does not keep the others from theirs."""
        for job in self._jobs:
            if self._due.get(job.name, 0.0) > now:
                continue
            self._due[job.name] = now + job.every
            try:
                await job.work(self._services)
            except Refusal as refusal:
                log.warning("job refused", job=job.name, code=refusal.code)
            except Exception as error:  # noqa: BLE001  # the next job may be the one that wakes a human
                log.error("job failed", job=job.name, kind=type(error).__name__)
