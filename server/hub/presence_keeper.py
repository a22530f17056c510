"""Keeps this process's leases and tells rooms who came and who went, gathered over a short while."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec
import structlog

from server.hub.background import Background
from server.hub.backplane import Passing
from server.hub.frames import frame
from server.hub.presence import RENEWAL, Place, PresenceUnknown
from server.protocol.envelope import PresenceChanged

if TYPE_CHECKING:
    from server.hub.hub import Hub

log = structlog.get_logger(__name__)

_GATHER = 0.2  # seconds: a full room that reconnects tells everyone everything in a few writes


class PresenceKeeper:
    """A person with two open windows is present once, and gone when the second one is."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._changed: dict[str, dict[str, bool]] = {}
        self._known: dict[str, set[str]] = {}  # between several processes; one knows by its connections
        self._gathering: asyncio.TimerHandle | None = None
        self._background = Background()

    def came(self, place: Place) -> None:
        self._background.spawn(self._enter(place))

    def went(self, place: Place) -> None:
        """A connection left; others of the same person may be here still."""
        room_id, participation_id = place
        channel = self._hub.channels.get(room_id)
        if channel is None or not channel.has(participation_id):
            self._background.spawn(self._leave(place))

    def heard(self, event: PresenceChanged) -> None:
        """Another process told it."""
        self._note(event.room, event.participation, event.is_present)

    async def keep(self) -> None:
        """Renews leases and notices those that ended without a word. Runs until cancelled."""
        while True:
            await asyncio.sleep(RENEWAL)
            try:
                await self._hub.presence.renew(self._places())
                await self._compare()
            except PresenceUnknown:
                log.warning("presence unknown")

    def renew_now(self) -> None:
        """Valkey may have come back with nothing in it: everybody who is here is told to it again."""
        self._background.spawn(self._renew(self._places()))

    async def _renew(self, places: list[Place]) -> None:
        try:
            await self._hub.presence.renew(places)
        except PresenceUnknown:
            log.warning("presence unknown")

    def _places(self) -> list[Place]:
        return [(room_id, who) for room_id, channel in self._hub.channels.items() for who in channel.participations()]

    async def _compare(self) -> None:
        if not self._hub.backplane.is_distributed:
            return
        for room_id in list(self._hub.channels):
            present = await self._hub.presence.people(room_id)
            known = self._known.get(room_id, set())
            for gone in known - present:
                self._note(room_id, gone, False)
            for new in present - known:
                self._note(room_id, new, True)

    async def _enter(self, place: Place) -> None:
        try:
            if await self._hub.presence.enter(place):
                self._announce(place, True)
        except PresenceUnknown:
            log.warning("presence unknown")

    async def _leave(self, place: Place) -> None:
        try:
            is_empty = await self._hub.presence.leave(place)
            channel = self._hub.channels.get(place[0])
            if channel is not None and channel.has(place[1]):  # back already: their lease must not go with the old one
                await self._hub.presence.renew([place])
            elif is_empty:
                self._announce(place, False)
        except PresenceUnknown:
            log.warning("presence unknown")

    def _announce(self, place: Place, is_present: bool) -> None:
        room_id, participation_id = place
        self._note(room_id, participation_id, is_present)
        event = PresenceChanged(room=room_id, participation=participation_id, is_present=is_present)
        self._hub.backplane.publish(Passing("presence", msgspec.json.encode(event).decode()))

    def _note(self, room_id: str, participation_id: str, is_present: bool) -> None:
        if self._hub.backplane.is_distributed:
            self._know(room_id, participation_id, is_present)
        self._changed.setdefault(room_id, {})[participation_id] = is_present
        if self._gathering is None:
            self._gathering = asyncio.get_running_loop().call_later(_GATHER, self._tell)

    def _know(self, room_id: str, participation_id: str, is_present: bool) -> None:
        known = self._known.setdefault(room_id, set())
        (known.add if is_present else known.discard)(participation_id)
        if not known:
            self._known.pop(room_id, None)

    def _tell(self) -> None:
        self._gathering = None
        changed, self._changed = self._changed, {}
        for room_id, people in changed.items():
            framed = b"".join(
                frame(msgspec.json.encode(PresenceChanged(room=room_id, participation=who, is_present=is_present)))
                for who, is_present in people.items()
            )
            self._hub.tell_room(room_id, framed)

    async def stop(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
        await self._background.stop()
