"""One timer for all connections: a beat and a ping every 20 seconds, and an end for those who do not answer or read."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from server.hub.connection import Connection
from server.hub.frames import Opcode, frame
from server.protocol.closing import Close
from server.protocol.envelope import Beat

if TYPE_CHECKING:
    from server.hub.hub import Hub

INTERVAL = 20  # seconds, one slot each
_PATIENCE = 10  # seconds to answer a ping
STALL = 10.0  # seconds a peer may leave bytes unread
_PING = frame(b"", Opcode.PING)


class Heartbeat:
    """A wheel: every second one slot of connections is asked, and the slot asked ten seconds ago is judged."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._slots: list[set[Connection]] = [set() for _ in range(INTERVAL)]
        self._turn = 0
        self._next = 0

    def add(self, connection: Connection) -> None:
        self._next = (self._next + 1) % INTERVAL
        connection.slot = self._next
        self._slots[self._next].add(connection)

    def remove(self, connection: Connection) -> None:
        self._slots[connection.slot].discard(connection)

    async def beat(self) -> None:
        """Runs until cancelled."""
        while True:
            await asyncio.sleep(1.0)
            self.turn(self._hub.clock.now())

    def turn(self, now: datetime) -> None:
        """What happens every second."""
        self._turn = (self._turn + 1) % INTERVAL
        framed = frame(msgspec.json.encode(Beat(now=now))) + _PING
        for connection in self._slots[self._turn]:
            if connection.is_writable:
                connection.has_answered = False
                connection.send(framed)
        for connection in list(self._slots[(self._turn - _PATIENCE) % INTERVAL]):
            if not connection.has_answered and connection.is_writable:
                connection.close(Close.NO_ANSWER)
        self._end_stalled()

    def _end_stalled(self) -> None:
        latest = time.monotonic() - STALL
        for connection in list(self._hub.stalled):
            if connection.stalled_at is None or connection.is_closing:
                self._hub.stalled.discard(connection)
            elif connection.stalled_at < latest:
                self._hub.stalled.discard(connection)
                self._hub.stalled_aborts += 1
                connection.close(Close.TOO_SLOW)
