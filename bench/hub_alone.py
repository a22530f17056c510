"""Our hub with nothing behind it: what comes in is numbered and goes to everybody in the room. For fan-out alone."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs

import uvicorn

from server.actor import Actor
from server.hub.bucket import Bucket
from server.hub.channel import Channel
from server.hub.connection import Connection, Follow
from server.hub.endpoint import TAKE
from server.hub.frames import frame
from server.hub.hub import Hub
from server.hub.pump import Pump
from server.hub.taken import TakingProtocol


class BareHub:
    """As much of `Hub` as a connection asks for."""

    def __init__(self) -> None:
        self.pump = Pump(self._read_page)
        self.channels: dict[str, Channel] = {}
        self.stalled: set[Connection] = set()
        self.dispatch = self
        self.has_begun = asyncio.Event()
        self.messages = 0

    def admit(self, room_id: str) -> Connection:
        connection = Connection(cast("Hub", self), Actor(room_id), Bucket(1, 1))
        channel = self.channels.setdefault(room_id, Channel(room_id, 0))
        follow = Follow(connection, "", channel.ring.head)
        connection.follows[room_id] = follow
        channel.add(follow)
        return connection

    def take(self, connection: Connection, payload: bytes) -> None:
        channel = self.channels[connection.actor.account_id or ""]
        self.has_begun.set()
        self.messages += 1
        channel.ring.offer(channel.ring.head + 1, frame(payload))
        self.pump.room_moved(channel)

    def opened(self, connection: Connection) -> None:
        """Nobody is greeted."""

    def resumed(self, connection: Connection) -> None:
        self.stalled.discard(connection)
        self.pump.connection_resumed(connection, self.channels)

    def closed(self, connection: Connection) -> None:
        for room_id in connection.follows:
            self.channels[room_id].remove(connection)

    async def _read_page(self, room_id: str, after: int) -> tuple[int, bytes]:
        return after, b""


class App:
    """ASGI: accepts, and hands the socket to the hub."""

    _hub: BareHub | None = None
    _watching: asyncio.Task[None]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        if self._hub is None:
            self._hub = BareHub()
            if "BENCH_WATCH" in os.environ:
                self._watching = asyncio.create_task(watch(self._hub, Path(os.environ["BENCH_WATCH"])))
        room_id = parse_qs(scope["query_string"].decode())["room"][0]
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][TAKE]["take"](self._hub.admit(room_id))


async def watch(hub: BareHub, told: Path) -> None:
    """Writes down the longest CPU time that passed between two turns of the loop: from the first message to the last one,
    and after it, when all leave."""
    await hub.has_begun.wait()
    talking, since, messages, before = 0.0, 0.0, 0, time.thread_time()
    while True:
        await asyncio.sleep(0)
        now = time.thread_time()
        if hub.messages != messages:
            messages, talking, since = hub.messages, max(talking, since), 0.0
        if now - before > since:
            since = now - before
            told.write_text(f"{talking} {since}")
            now = time.thread_time()
        before = now


def main() -> None:
    """Serves on the port given as the last word."""
    gc.collect()
    gc.freeze()  # as the server does once it has started
    uvicorn.run(
        App(),
        port=int(sys.argv[-1]),
        ws=TakingProtocol,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        lifespan="off",
        log_level="warning",
        loop="uvloop",
    )


if __name__ == "__main__":
    main()
