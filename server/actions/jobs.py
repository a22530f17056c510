"""Timed work of the log: its head is written to a file outside the database every ten seconds, if it has moved."""

from __future__ import annotations

import asyncio

from server.actions import anchors
from server.actor import ANYONE
from server.web.services import Job, Services


async def anchor(services: Services) -> None:
    """Whoever has the database alone cannot cut the log's end off without its showing."""
    now = await services.readers.run(anchors.anchor_now, ANYONE, None)
    if now is not None:
        await asyncio.to_thread(anchors.append, services.settings.data / anchors.FILE, now)


JOBS: list[Job] = [Job("anchor of the log", 10.0, anchor)]
