"""Timed work of the desk: a claim that has run out leaves the case to the others, and no case is seen by nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from server.actor import ANYONE
from server.errors import Refusal
from server.review import watching
from server.web.services import Job, Services

log = structlog.get_logger(__name__)


async def give_back(services: Services) -> None:
    """Whoever vanished with a case loses it."""
    await _each(services, watching.find_lost, watching.give_back)


async def reach(services: Services) -> None:
    """Cases of rooms that nobody guides any more go on to those who are left."""
    await _each(services, watching.find_unreached, watching.reach)


async def _each(services: Services, find: Callable[..., Any], use_case: Callable[..., Any]) -> None:
    """One case whose room somebody holds up keeps no other from being seen; it is tried again next time."""
    cases = await services.readers.run(find, ANYONE, None)
    seen = (services.lane.run(use_case, ANYONE, case_id) for case_id in cases)
    for refusal in await asyncio.gather(*seen, return_exceptions=True):
        if isinstance(refusal, Refusal):
            log.warning("a case was not seen to", what=use_case.__name__, code=refusal.code)


JOBS: list[Job] = [Job("desk claims", 1.0, give_back), Job("desk reach", 5.0, reach)]
