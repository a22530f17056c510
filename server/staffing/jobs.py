"""Timed work of this slice: rooms are watched every second."""

from __future__ import annotations

import structlog

from server.actor import OPERATOR
from server.staffing.http import watch_of
from server.staffing.watching import LookAfter, NoteLook, Watched, after_look, is_due, look_after, note, read_watched
from server.web.services import Job, Services
from server.web.watching import look_at_each

log = structlog.get_logger(__name__)


async def watch_rooms(services: Services) -> None:
    """Looks who of those on duty is there, in every room where people are. Unknown is not empty: it changes nothing."""
    rooms: list[Watched] = await services.readers.run(read_watched, OPERATOR)
    found = await look_at_each(services, "room", (_watch(services, room) for room in rooms))
    unknown = found.count(False)
    if unknown:
        services.alarm("presence_unknown")
        log.error("presence unknown", rooms=unknown)


async def _watch(services: Services, room: Watched) -> bool:
    """Whether it could be known who is there."""
    seen_at = services.clock.now()
    watch = await watch_of(services, room.room_id)
    after = after_look(room, watch, seen_at)
    if after is None:
        await services.lane.run(look_after, OPERATOR, LookAfter(room.room_id, seen_at, watch), key=room.room_id)
    elif is_due(room.life, after):
        look = NoteLook(room.room_id, room.life, after, room.duty & (watch.present or frozenset()))
        await services.lane.run(note, OPERATOR, look, key=room.room_id)
    return watch.present is not None


JOBS: list[Job] = [Job("watch rooms", 1.0, watch_rooms)]
