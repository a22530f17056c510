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
    """Runs jobs while this process leads, each beside the others: one that takes long holds up nothing but itself."""

    def __init__(self, services: Services, jobs: Sequence[Job]) -> None:
        self._services, self._jobs = services, jobs
        self._holder = secrets.token_hex(8)
        self._due: dict[str, float] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self.is_leading = False

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await asyncio.sleep(_TICK)
                try:
                    await self._tick()
                except Exception as error:  # noqa: BLE001  # whatever it is, the next turn may be somebody's alarm
                    self._failed("leading", error)
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _tick(self) -> None:
        try:
            self.is_leading = await self._services.lane.run(lead, OPERATOR, self._holder)
        except Refusal as refusal:
            self.is_leading = False
            log.warning("timed work waits", code=refusal.code)
        if self.is_leading:
            self.turn(asyncio.get_running_loop().time())

    def turn(self, now: float) -> None:
        """Begins what is due and not still going on."""
        for job in self._jobs:
            if self._due.get(job.name, 0.0) > now or job.name in self._running:
                continue
            self._due[job.name] = now + job.every
            task = self._running[job.name] = asyncio.create_task(self._do(job))
            task.add_done_callback(lambda _, name=job.name: self._running.pop(name))  # type: ignore[misc]

    async def _do(self, job: Job) -> None:
        """One job that fails does not keep the others from theirs."""
        try:
            await job.work(self._services)
        except Refusal as refusal:
            log.warning("job refused", job=job.name, code=refusal.code)
        except Exception as error:  # noqa: BLE001  # it is due again soon, and may be the one that wakes a human
            self._failed(job.name, error)

    def _failed(self, job: str, error: Exception) -> None:
        self._services.alarm("job_failed")
        log.error("job failed", job=job, kind=type(error).__name__)
