"""Timed work of sanctions: sealed copies are destroyed when their day has come."""

from __future__ import annotations

from server.actor import OPERATOR
from server.sanctions.copies import destroy_expired
from server.web.services import Job, Services


async def _destroy(services: Services) -> None:
    while await services.lane.run(destroy_expired, OPERATOR):
        continue


JOBS: list[Job] = [Job("sealed copies", 60.0, _destroy)]
