"""Takes from open connections what ended while this process could not hear of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from server.actor import ANYONE, Actor
from server.errors import Refusal
from server.hub.background import Background
from server.storage.outbox import Ended, Eviction
from server.storage.tx import Tx

if TYPE_CHECKING:
    from server.hub.hub import Hub, HubParts

log = structlog.get_logger(__name__)

_AT_ONCE = 500  # ids in one look-up

StillHeld = Callable[[Tx, list[str]], set[str]]
"""Those of the given ids (of logins, or of participations) that have not ended, or may still read."""


class Rights:
    """A lost eviction costs seconds: after every gap in the hints all logins and participations are looked up."""

    def __init__(self, hub: Hub, parts: HubParts) -> None:
        self._hub, self._parts = hub, parts
        self._background = Background()
        self._is_looking = False

    def look_again(self) -> None:
        """Begins, unless it is being done."""
        if not self._is_looking:
            self._is_looking = True
            self._background.spawn(self._look())

    async def _look(self) -> None:
        try:
            logins = {str(connection.actor.login_id) for connection in self._hub.admission.connections}
            places = {
                follow.participation_id: (str(connection.actor.account_id), room_id)
                for connection in self._hub.admission.connections
                for room_id, follow in connection.follows.items()
            }
            for login_id in logins - await self._held(self._parts.logins, logins):
                self._hub.evict(Eviction(Ended.LOGIN, login_id))
            held = await self._held(self._parts.participations, set(places))
            reading = await self._held(self._parts.reading, held)
            for participation_id in places.keys() - held:
                self._hub.evict(Eviction(Ended.PARTICIPATION, *places[participation_id]))
            for participation_id in held - reading:
                self._hub.evict(Eviction(Ended.READING, *places[participation_id]))
        except Refusal as refusal:
            log.warning("rights not looked up", code=refusal.code)
        finally:
            self._is_looking = False

    async def _held(self, still_held: StillHeld, ids: set[str]) -> set[str]:
        def read(tx: Tx, _: Actor, some: list[str]) -> set[str]:
            return still_held(tx, some)

        ordered, held = sorted(ids), set[str]()
        for first in range(0, len(ordered), _AT_ONCE):
            held |= await self._hub.readers.run(read, ANYONE, ordered[first : first + _AT_ONCE])
        return held

    async def stop(self) -> None:
        await self._background.stop()
