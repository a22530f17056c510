"""Timed work of the desk: a claim that has run out leaves the case to the others, and no case is seen by nobody."""

from __future__ import annotations

from server.actor import ANYONE
from server.review import watching
from server.web.services import Job, Services


async def give_back(services: Services) -> None:
    """Whoever vanished with a case loses it."""
    lost = await services.readers.run(watching.find_lost, ANYONE, None)
    if lost:
        await services.lane.run(watching.give_back, ANYONE, lost)


async def reach(services: Services) -> None:
    """Cases of rooms that nobody guides any more go on to those who are left."""
    unreached = await services.readers.run(watching.find_unreached, ANYONE, None)
    if unreached:
        await services.lane.run(watching.reach, ANYONE, unreached)


JOBS: list[Job] = [Job("desk claims", 1.0, give_back), Job("desk reach", 5.0, reach)]
