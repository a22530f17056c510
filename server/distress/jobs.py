"""Timed work of this slice: the clocks of distress cases, and telling those who worried."""

from __future__ import annotations

import structlog

from server.actions.service import SERVER
from server.distress import clock, worries
from server.distress.calling import Calling
from server.distress.clock import Call, Ended
from server.distress.tables import CallResult
from server.errors import Refusal
from server.web.services import Job, Services

log = structlog.get_logger(__name__)

_KEY = "distress"


async def ring(services: Services) -> None:
    """Takes the steps that are due, and has the calls made beside everything else."""
    if not await services.readers.run(clock.any_due, SERVER):
        return
    calling: Calling = services.calling
    for call in await services.lane.run(clock.take_due, SERVER, key=_KEY):
        if call.called is None:
            calling.count(CallResult.NOBODY_ON_CALL)
        else:
            calling.spawn(make(services, call))


async def make(services: Services, call: Call) -> None:
    """Makes a call and writes what became of it. Where that cannot be written, the step is taken again."""
    calling: Calling = services.calling
    assert call.called is not None
    result = await calling.call(call.called, call.alarm)
    calling.count(result)
    try:
        await services.lane.run(clock.end_step, SERVER, Ended(call.step, result), key=_KEY)
    except Refusal as refusal:
        log.warning("a call was made and not written down", code=refusal.code)


async def count(services: Services) -> None:
    """What the figures show of who waits and who could be called."""
    contacts, waiting = await services.readers.run(clock.count_waiting, SERVER)
    services.calling.note(contacts, waiting)


async def tell(services: Services) -> None:
    """Tells those who worried that a human has seen to it."""
    if await services.readers.run(worries.any_to_tell, SERVER):
        await services.lane.run(worries.tell_worried, SERVER, key=_KEY)


JOBS: list[Job] = [
    Job("distress clocks", 1.0, ring),
    Job("distress figures", 15.0, count),
    Job("worried people", 1.0, tell),
]
