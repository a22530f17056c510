"""Closes gaps between what this process has heard and what the database holds."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec
import structlog

from server.actor import ANYONE, Actor
from server.errors import Refusal
from server.hub.background import Background
from server.hub.channel import Channel
from server.hub.frames import frame
from server.hub.ring import RING_SIZE
from server.hub.source import RoomSource
from server.protocol.envelope import LogEvent
from server.storage.tx import Tx

if TYPE_CHECKING:
    from server.hub.hub import Hub

log = structlog.get_logger(__name__)

COMPARE_EVERY = 5.0  # seconds without a hint, after which heads are compared anyway
_PATIENCE = 0.05  # seconds for a missing predecessor to arrive by itself
_PAGE = 100
_encode = msgspec.json.Encoder().encode


class Repair:
    """Reads missing events into rings. Every event enters a ring through here, so that a gap cannot go unseen."""

    def __init__(self, hub: Hub, source: RoomSource) -> None:
        self._hub = hub
        self._source = source
        self._background = Background()
        self.repairs = self.gaps = self.pages = 0

    def offer(self, channel: Channel, event: LogEvent) -> None:
        if channel.ring.offer(event.seq, frame(_encode(event)), event.takes_back):
            self._hub.pump.room_moved(channel)
        if channel.ring.is_waiting:
            asyncio.get_running_loop().call_later(_PATIENCE, self._look_again, channel)

    def hint(self, room_id: str, seq: int) -> None:
        """Another process has written up to `seq`."""
        channel = self._hub.channels.get(room_id)
        if channel is None:
            self._hub.unheard += 1
        elif seq > channel.ring.head:
            self.begin(channel)

    def everything(self) -> None:
        """Hints may have been lost: every followed room is compared."""
        self._background.spawn(self._compare())

    async def keep(self) -> None:
        """Runs until cancelled."""
        failed = 0
        while True:
            await asyncio.sleep(COMPARE_EVERY)
            before, failed = failed, self._hub.lane.failed_commits
            # what a failed commit wrote nobody knows, and nobody has been told
            if self._hub.backplane.is_distributed or failed != before:
                self.everything()  # in a task of its own: whatever goes wrong in it, this one goes on
            if not self._hub.backplane.is_connected:
                self._hub.rights.look_again()

    async def read_page(self, room_id: str, after: int) -> tuple[int, bytes]:
        """(last seq, framed events) after a cursor, for the pump."""
        events = await self._read(room_id, after)
        self.pages += 1
        return (events[-1].seq if events else after), b"".join(frame(_encode(event)) for event in events)

    def _look_again(self, channel: Channel) -> None:
        if channel.ring.is_waiting:
            self.gaps += 1
            self.begin(channel)

    def begin(self, channel: Channel) -> None:
        """Reads what is on disk beyond the ring."""
        if not channel.is_repairing:
            channel.is_repairing = True
            self._background.spawn(self._fill(channel))

    async def _fill(self, channel: Channel) -> None:
        self.repairs += 1
        try:
            events = await self._read(channel.room_id, channel.ring.head)
            for event in events:
                channel.ring.offer(event.seq, frame(_encode(event)), event.takes_back)
        except Refusal as refusal:
            log.warning("room not read", code=refusal.code)
            events = []
        finally:
            channel.is_repairing = False
        if events:
            self._hub.pump.room_moved(channel)
        if len(events) == _PAGE:
            self.begin(channel)

    async def _compare(self) -> None:
        rooms = list(self._hub.channels)
        try:
            heads: dict[str, int] = await self._hub.readers.run(self._heads, ANYONE, rooms)
        except Refusal as refusal:
            log.warning("heads not compared", code=refusal.code)
            return
        for room_id, head in heads.items():
            channel = self._hub.channels.get(room_id)
            if channel is None or head <= channel.ring.head:
                continue
            if head > channel.ring.head + RING_SIZE:
                channel.ring.skip_to(head)  # cursors behind it are served by pages
                self._hub.pump.room_moved(channel)
            else:
                self.begin(channel)

    async def _read(self, room_id: str, after: int) -> list[LogEvent]:
        events: list[LogEvent] = await self._hub.readers.run(self._after, ANYONE, (room_id, after))
        return events

    def _after(self, tx: Tx, _: Actor, place: tuple[str, int]) -> list[LogEvent]:
        return self._source.after(tx, *place, _PAGE)

    def _heads(self, tx: Tx, _: Actor, rooms: list[str]) -> dict[str, int]:
        return self._source.heads(tx, rooms)

    async def stop(self) -> None:
        await self._background.stop()
