"""Our hub with nothing behind it: what comes in is numbered and goes to everybody in the room. For fan-out alone."""

from __future__ import annotations

import sys
from typing import Any, cast
from urllib.parse import parse_qs

import uvicorn

from server.actor import Actor
from server.hub.bucket import Bucket
from server.hub.channel import Channel
from server.hub.connection import Connection, Follow
from server.hub.frames import frame
from server.hub.hub import Hub
from server.hub.pump import Pump
from server.hub.taken import TAKE, TakingProtocol


class BareHub:
    """As much of `Hub` as a connection asks for."""

    def __init__(self) -> None:
        self.pump = Pump(self._read_page)
        self.channels: dict[str, Channel] = {}
        self.stalled: set[Connection] = set()
        self.dispatch = self

    def admit(self, room_id: str) -> Connection:
        connection = Connection(cast("Hub", self), Actor(room_id), Bucket(1, 1))
        channel = self.channels.setdefault(room_id, Channel(room_id, 0))
        follow = Follow(connection, "", channel.ring.head)
        connection.follows[room_id] = channel.follows[connection] = follow
        return connection

    def take(self, connection: Connection, payload: bytes) -> None:
        channel = self.channels[connection.actor.account_id or ""]
        channel.ring.offer(channel.ring.head + 1, frame(payload))
        self.pump.room_moved(channel)

    def opened(self, connection: Connection) -> None:
        """Nobody is greeted."""

    def resumed(self, connection: Connection) -> None:
        self.stalled.discard(connection)
        self.pump.connection_resumed(connection, self.channels)

    def closed(self, connection: Connection) -> None:
        for room_id in connection.follows:
            self.channels[room_id].follows.pop(connection, None)

    async def _read_page(self, room_id: str, after: int) -> tuple[int, bytes]:
        return after, b""


class App:
    """ASGI: accepts, and hands the socket to the hub."""

    _hub: BareHub | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        self._hub = hub = self._hub or BareHub()
        room_id = parse_qs(scope["query_string"].decode())["room"][0]
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][TAKE]["take"](hub.admit(room_id))


def main() -> None:
    """Serves on the port given as the last word."""
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
