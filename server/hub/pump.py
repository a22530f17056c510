"""The pump: on each tick of the loop, everything new goes to everyone in one write each.

A connection is a cursor into its room's ring. Those who stand at the same cursor get the same bytes object; those whom
the ring no longer reaches get pages from the database until it does. "Subscribe, read the history, then flush what
came meanwhile" looks simpler and loses the order; a cursor cannot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import islice
from operator import length_hint
from time import perf_counter

import structlog

from server.errors import Refusal
from server.hub.background import Background
from server.hub.channel import Channel
from server.hub.connection import Connection, Follow

log = structlog.get_logger(__name__)

_SLICE = 128  # writes before the loop may do something else: 1-4 ms
_PAGES_AT_ONCE = 8
_PAUSE_AFTER_FAILURE = 1.0

ReadPage = Callable[[str, int], Awaitable[tuple[int, bytes]]]


class Pump:
    """Brings cursors to the heads of their rings.

    `read_page(room_id, after)` gives (the last seq in it, framed events) from the database.
    """

    def __init__(self, read_page: ReadPage) -> None:
        self._read_page = read_page
        self._loop = asyncio.get_running_loop()
        self._rooms: dict[str, Channel] = {}
        self._sweeping: dict[Channel, bool] = {}
        self._replies: dict[Connection, None] = {}
        self._is_scheduled = False
        self._pages: dict[tuple[str, int], asyncio.Task[tuple[int, bytes]]] = {}
        self._page_turns = asyncio.Semaphore(_PAGES_AT_ONCE)
        self._catching_up = Background()
        self.ring_misses = 0
        self.delivered: Callable[[float], None] = lambda seconds: None
        self._scheduled_at = 0.0

    def room_moved(self, channel: Channel) -> None:
        """A room has something new."""
        self._rooms[channel.room_id] = channel
        self._schedule()

    def reply_waits(self, connection: Connection) -> None:
        """A connection has something to be told."""
        self._replies[connection] = None
        self._schedule()

    def connection_resumed(self, connection: Connection, channels: dict[str, Channel]) -> None:
        """A peer reads again: it gets what its cursors have missed."""
        connection.flush()
        for room_id, follow in connection.follows.items():
            channel = channels.get(room_id)
            if channel is not None and follow.cursor < channel.ring.head and connection.is_writable:
                self._advance(channel, follow)

    def _schedule(self) -> None:
        if not self._is_scheduled:
            self._is_scheduled = True
            self._scheduled_at = perf_counter()
            self._loop.call_soon(self._tick)

    def _tick(self) -> None:
        self._is_scheduled, scheduled_at = False, self._scheduled_at
        rooms, self._rooms = self._rooms, {}
        for channel in rooms.values():
            self._deliver(channel)
        replies, self._replies = self._replies, {}
        self._flush(iter(replies))
        if rooms:
            self.delivered(perf_counter() - scheduled_at)

    def _flush(self, replies: Iterator[Connection]) -> None:
        """When thousands are to be told something at once, in slices as well."""
        for connection in islice(replies, _SLICE):
            connection.flush()
        if length_hint(replies):
            self._loop.call_soon(self._flush, replies)

    def _deliver(self, channel: Channel) -> None:
        follows = channel.follows
        if len(follows) <= _SLICE:
            self._advance_all(channel, follows.values())
        elif channel in self._sweeping:
            self._sweeping[channel] = True  # one sweep at a time, or several would hold the loop together
        else:
            self._sweeping[channel] = False
            self._sweep(channel, list(follows.values()), 0)

    def _sweep(self, channel: Channel, follows: list[Follow], start: int) -> None:
        self._advance_all(channel, islice(follows, start, start + _SLICE))
        if start + _SLICE < len(follows):
            self._loop.call_soon(self._sweep, channel, follows, start + _SLICE)
        elif self._sweeping.pop(channel):
            self.room_moved(channel)

    def _advance_all(self, channel: Channel, follows: Iterable[Follow]) -> None:
        """A hundred people make a hundred turns of this loop for every message: nothing is called that need not be."""
        ring, after, piece = channel.ring, -1, None
        head = ring.head
        for follow in follows:
            connection, cursor = follow.connection, follow.cursor
            if cursor >= head or connection.stalled_at is not None or connection.is_closing or follow.is_paging:
                continue
            if cursor != after:
                after, piece = cursor, ring.piece(cursor)
            if piece is None:
                self.ring_misses += 1
                self._catch_up(channel, follow)
                continue
            follow.cursor = head
            if connection.outgoing:
                connection.write(piece)
            elif not connection.writer.write(piece):
                connection.stall()

    def _advance(self, channel: Channel, follow: Follow) -> None:
        self._advance_all(channel, (follow,))

    def _catch_up(self, channel: Channel, follow: Follow) -> None:
        follow.is_paging = True
        self._catching_up.spawn(self._page_through(channel, follow))

    async def _page_through(self, channel: Channel, follow: Follow) -> None:
        try:
            while self._needs_page(channel, follow):
                last, piece = await self._page(channel.room_id, follow.cursor)
                if follow.connection.follows.get(channel.room_id) is not follow or not follow.connection.is_writable:
                    break
                if last <= follow.cursor:
                    break  # the rows are not there yet; the room's next move tries again
                follow.cursor = last
                follow.connection.write(piece)
        except Refusal as refusal:
            log.warning("page not read", code=refusal.code)
            self._loop.call_later(_PAUSE_AFTER_FAILURE, self.room_moved, channel)
        finally:
            follow.is_paging = False
        if follow.connection.follows.get(channel.room_id) is follow:
            self._advance_from_ring(channel, follow)

    def _needs_page(self, channel: Channel, follow: Follow) -> bool:
        behind = follow.cursor < channel.ring.head
        return behind and follow.connection.is_writable and channel.ring.piece(follow.cursor) is None

    def _advance_from_ring(self, channel: Channel, follow: Follow) -> None:
        if follow.connection.is_writable and channel.ring.piece(follow.cursor) is not None:
            self._advance(channel, follow)

    async def _page(self, room_id: str, after: int) -> tuple[int, bytes]:
        """One page; many who stand at the same place after a restart share one look into the database."""
        key = (room_id, after)
        task = self._pages.get(key)
        if task is None:
            task = self._pages[key] = self._loop.create_task(self._read(room_id, after))
            task.add_done_callback(lambda _: self._pages.pop(key, None))
        return await asyncio.shield(task)

    async def _read(self, room_id: str, after: int) -> tuple[int, bytes]:
        async with self._page_turns:
            return await self._read_page(room_id, after)

    async def stop(self) -> None:
        await self._catching_up.stop()
        pages = list(self._pages.values())
        for task in pages:
            task.cancel()
        await asyncio.gather(*pages, return_exceptions=True)
