"""A look at many rooms at once, as timed work takes it every second."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from typing import TypeVar

import structlog

from server.errors import Refusal
from server.web.services import Services

log = structlog.get_logger(__name__)

_PATIENCE = 5.0  # seconds for one room, which somebody may hold up: the others are looked at again after that

_Found = TypeVar("_Found")


async def look_at_each(services: Services, what: str, looks: Iterable[Awaitable[_Found]]) -> list[_Found]:
    """What was found by the looks that ended well. One that fails keeps no other room from being looked after.

    Each of the others raises the alarm `<what>_not_watched`. Only what is no refusal is an error of ours: a storage that
    went away between reading and writing is told as such, as for any other work.
    """
    found = list[_Found]()
    for one in await asyncio.gather(*(asyncio.wait_for(look, _PATIENCE) for look in looks), return_exceptions=True):
        if not isinstance(one, BaseException):
            found.append(one)
            continue
        services.alarm(f"{what}_not_watched")
        if isinstance(one, Refusal):
            log.warning("not watched", what=what, code=one.code)
        else:
            log.error("not watched", what=what, kind=type(one).__name__)
    return found
