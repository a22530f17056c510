"""Timed work of this slice: the clocks of distress cases, the ends of side rooms, and figures of who waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog

from server.actions.service import SERVER
from server.distress import aside, clock, promise, side_rooms
from server.distress.calling import Calling
from server.distress.clock import Call, Ended
from server.distress.tables import CallResult
from server.errors import Refusal
from server.web.services import Job, Services

log = structlog.get_logger(__name__)

_KEY = "distress"


async def ring(services: Services) -> None:
    """Takes the steps that are due, and has the calls made beside everything else.

    A step that cannot be taken keeps no other from being taken: it is tried again in a second.
    """
    for step in await services.readers.run(clock.find_due, SERVER):
        try:
            call = await services.lane.run(clock.take_step, SERVER, step, key=_KEY)
        except Refusal as refusal:
            services.alarm("clock_stuck")
            log.error("a step of a distress clock was not taken", code=refusal.code)
            continue
        if call is not None:
            _begin(services, call)


def _begin(services: Services, call: Call) -> None:
    calling: Calling = services.calling
    if call.called is None:
        calling.count(CallResult.NOBODY_ON_CALL)
        services.alarm("nobody_on_call")
    else:
        calling.spawn(make(services, call))


async def make(services: Services, call: Call) -> None:
    """Makes a call and writes what became of it. Where that cannot be written, the step is taken again."""
    calling: Calling = services.calling
    assert call.called is not None
    result = await calling.call(call.called, call.alarm)
    calling.count(result)
    if result is not CallResult.REACHED:
        services.alarm("contact_not_reached")
    try:
        await services.lane.run(clock.end_step, SERVER, Ended(call.step, result), key=_KEY)
    except Refusal as refusal:
        log.warning("a call was made and not written down", code=refusal.code)


async def count(services: Services) -> None:
    """What the figures show of who waits and who could be called."""
    contacts, waiting = await services.readers.run(clock.count_waiting, SERVER)
    services.calling.note(contacts, waiting)


async def end_side_rooms(services: Services) -> None:
    """Side rooms whose time is over."""
    await _each(services, side_rooms.end_over, await services.readers.run(side_rooms.find_over, SERVER))


async def destroy_words(services: Services) -> None:
    """What was said in side rooms that ended more than a day ago."""
    await _each(services, aside.destroy_words, await services.readers.run(aside.find_faded, SERVER))


async def _each(services: Services, use_case: Callable[..., Any], side_room_ids: list[str]) -> None:
    """One that is refused keeps no other open, and no other's words; it is tried again next time."""
    for side_room in side_room_ids:
        try:
            await services.lane.run(use_case, SERVER, side_room, key=_KEY)
        except Refusal as refusal:
            log.warning("not done for a side room", what=use_case.__name__, code=refusal.code)


async def measure(services: Services) -> None:
    """The minute that has just passed, room by room."""
    await services.lane.run(promise.count_open_time, SERVER, key=_KEY)


JOBS: list[Job] = [
    Job("distress clocks", 1.0, ring),
    Job("side rooms", 1.0, end_side_rooms),
    Job("words of side rooms", 600.0, destroy_words),
    Job("staffed minutes", 60.0, measure),
    Job("distress figures", 15.0, count),
]
