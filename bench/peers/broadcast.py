"""`websockets.broadcast`: the library's own way to tell many the same. Nothing is stored."""

from __future__ import annotations

import sys
from collections import defaultdict
from urllib.parse import parse_qs, urlsplit

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

rooms: dict[str, set[ServerConnection]] = defaultdict(set)


async def talk(connection: ServerConnection) -> None:
    assert connection.request is not None
    room = rooms[parse_qs(urlsplit(connection.request.path).query)["room"][0]]
    room.add(connection)
    try:
        async for message in connection:
            broadcast(room, message)
    finally:
        room.discard(connection)


async def main() -> None:
    async with serve(talk, "127.0.0.1", int(sys.argv[-1]), compression=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
