"""uvicorn, held by the hand: our socket class, time limits on requests, and an end that tells people before it comes."""

from __future__ import annotations

import asyncio
import gc
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.app import House
from server.hub.frames import LARGEST_MESSAGE
from server.hub.handshake import Handshake, plain_key
from server.hub.taken import TakingProtocol

_HEADERS_WITHIN = 10.0  # seconds
_BODY_WITHIN = 30.0
_READ_WITHIN = 30.0  # for each piece of an answer that the peer takes too slowly
_GRACE = 5  # seconds for requests that still run at the end


class PatientHttp(HttpToolsProtocol):
    """uvicorn's protocol, which by itself waits for ever for the rest of a header or a body."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._expect(_HEADERS_WITHIN)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect(_HEADERS_WITHIN)

    def on_headers_complete(self) -> None:
        self._expect(_BODY_WITHIN)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._settle()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._settle()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        self._settle()
        key = plain_key(self.scope["method"], self.url, self.scope["http_version"], self.headers)
        if not key:
            super().handle_websocket_upgrade()
        elif not self.transport.is_closing():
            Handshake(self, key)
        self.parser = None  # type: ignore[assignment]  # it knows us as we know it, and nobody else parts the two

    def pause_writing(self) -> None:
        self._expect(_READ_WITHIN)
        super().pause_writing()

    def resume_writing(self) -> None:
        self._settle()
        super().resume_writing()

    def _expect(self, seconds: float) -> None:
        self._settle()
        self._deadline = self.loop.call_later(seconds, self._give_up)

    def _settle(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


class Server(uvicorn.Server):
    """Drains the hub before the sockets are closed."""

    def __init__(self, config: uvicorn.Config, house: House) -> None:
        super().__init__(config)
        self._house = house

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        # Rules and tables stay for good; looking through them again would hold everybody up for 70 ms. Never again after
        # this: what is frozen later takes its cycles along for ever, which took gigabytes in a soak of nine minutes.
        gc.freeze()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._house.readiness.is_ending = True
        await self._house.hub.drain()
        await super().shutdown(sockets)


def make_server(house: House) -> Server:
    """A server for a house, not started. One process is one worker; more people need more processes."""
    settings = house.settings
    config = uvicorn.Config(
        house.app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=PatientHttp,
        ws=TakingProtocol,
        ws_max_size=LARGEST_MESSAGE,
        ws_max_queue=1,
        ws_per_message_deflate=False,
        ws_ping_interval=None,  # the hub's heartbeat asks
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=_GRACE,
        backlog=4096,
        workers=1,
    )
    return Server(config, house)
