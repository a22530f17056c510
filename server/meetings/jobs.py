"""Timed work of the meetings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from server.actor import OPERATOR
from server.errors import Refusal
from server.hub.background import Background
from server.hub.presence import PresenceUnknown
from server.meetings import running, visiting
from server.meetings.mailing import Postman
from server.web.services import Job, Services

log = structlog.get_logger(__name__)

_HALF_A_TURN = 0.5  # seconds
_between = Background()


async def watch_visits(services: Services) -> None:
    """Professionals come with their meeting and go with it; twice a turn, so that nobody listens a second too long."""
    await turn_visits(services)
    _between.spawn(_once_more(services))


async def _once_more(services: Services) -> None:
    await asyncio.sleep(_HALF_A_TURN)
    try:
        await turn_visits(services)
    except Refusal as refusal:
        log.warning("visits not looked at", code=refusal.code)


async def turn_visits(services: Services) -> None:
    """Lets in and out whoever is due."""
    for visit_id in await services.readers.run(visiting.visits_due, OPERATOR):
        await _each(services, visiting.turn_visit, visit_id)


async def run_meetings(services: Services) -> None:
    """Reminds, notes who is there, and settles what is over."""
    due: running.Due = await services.readers.run(running.find_due, OPERATOR)
    for meeting_id in due.told:
        await _each(services, running.tell, meeting_id)
    for room_id in sorted(due.seated):
        await _each(services, running.seat, room_id)
    for room_id, awaited in due.expected.items():
        await _note_attendance(services, room_id, awaited)
    for meeting_id in due.settled:
        await _each(services, running.settle, meeting_id)


async def free_places(services: Services) -> None:
    """Whoever has left a room needs no seat in its meetings."""
    for participation_id in await services.readers.run(running.find_gone, OPERATOR):
        await _each(services, running.free_places, participation_id)


async def _note_attendance(services: Services, room_id: str, awaited: dict[str, str]) -> None:
    try:
        present = await services.hub.presence.people(room_id) if awaited else set()
    except PresenceUnknown:
        return  # nobody is missed for it: it is asked again in some seconds
    seen = [registration for participation, registration in awaited.items() if participation in present]
    if seen:
        await services.lane.run(running.note_attendance, OPERATOR, seen)


async def _each(services: Services, use_case: Callable[..., Any], subject_id: str) -> None:
    """One that is refused keeps the others from nothing; it is tried again next time."""
    try:
        await services.lane.run(use_case, OPERATOR, subject_id)
    except Refusal as refusal:
        log.warning("not done for a meeting", what=use_case.__name__, code=refusal.code)


JOBS: list[Job] = [
    Job("meetings.visits", 1.0, watch_visits),
    Job("meetings.run", 5.0, run_meetings),
    Job("meetings.places", 30.0, free_places),
    Job("meetings.mail", 10.0, Postman().work),
]
