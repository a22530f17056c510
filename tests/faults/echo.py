"""A server that says back what it hears, through our own frames and sockets, for whoever tests protocols.

Run as `python echo.py PORT`. Its limits are those of the tests that come, not ours.
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn

from server.hub import frames
from server.hub.connection import Writer
from server.hub.endpoint import TAKE
from server.hub.frames import frame
from server.hub.taken import TakingProtocol

LARGEST = 1 << 24


class Echo:
    """What a connection's bytes are for here."""

    writer: Writer

    def opened(self, writer: Writer) -> None:
        self.writer = writer

    def text(self, payload: bytes) -> None:
        self.writer.write(frame(payload))

    def control(self, answer: bytes) -> None:
        if answer:
            self.writer.write(answer)

    def heard(self) -> None:
        """Nobody is asked for signs of life."""

    def leaves(self, last: bytes) -> None:
        self.writer.finish(last)

    def resumed(self) -> None:
        """Nothing waits."""

    def closed(self) -> None:
        """Nothing is left."""


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Lets everybody in."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        scope["extensions"][TAKE]["take"](Echo())


def main(port: int) -> None:
    frames.LARGEST_MESSAGE = LARGEST
    config = uvicorn.Config(
        echo,
        port=port,
        loop="uvloop",
        ws=TakingProtocol,
        ws_max_size=LARGEST,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        lifespan="off",
        log_level="error",
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
