"""The handshake that our own page makes, known at a glance.

uvicorn reads a request, spells it out again and has the websockets library read it a second time, which took a fifth of
what a return costs. A request that is exactly what browsers send to the socket becomes an ASGI conversation as it
stands; any other goes uvicorn's whole way (`TakingProtocol`), and is answered there.
"""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from typing import Any

import structlog
from starlette.websockets import WebSocketDisconnect
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from websockets.utils import accept_key

from server.hub.endpoint import PATH, TAKE, Receiver
from server.hub.frames import close_frame
from server.hub.taken import SlimProtocol
from server.protocol.envelope import SUBPROTOCOL

log = structlog.get_logger(__name__)

_KEY = re.compile(b"[A-Za-z0-9+/]{22}==")
_CONNECTION = {b"Upgrade", b"upgrade", b"keep-alive, Upgrade"}
_BODY = {b"content-length", b"transfer-encoding"}
_MOST_HEADERS, _LONGEST_VALUE = 64, 4096
_MOST_EARLY = 32 * 1024  # bytes an impatient client may send before it is let in
_START = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Protocol: %s\r\nSec-WebSocket-Accept: %s\r\n\r\n"
)


class TooLate(OSError):
    """The peer has gone before it was answered."""


def plain_key(method: str, path: bytes, version: str, headers: list[tuple[bytes, bytes]]) -> str:
    """The key of a handshake as browsers make it for our subprotocol, empty where anything about it is unusual."""
    given = dict(headers)
    key = given.get(b"sec-websocket-key", b"")
    is_plain = (
        (method, path, version) == ("GET", PATH.encode(), "1.1")
        and len(given) == len(headers) <= _MOST_HEADERS
        and given.get(b"upgrade") == b"websocket"
        and given.get(b"connection") in _CONNECTION
        and given.get(b"sec-websocket-version") == b"13"
        and given.get(b"sec-websocket-protocol") == SUBPROTOCOL.encode()
        and _KEY.fullmatch(key) is not None
        and given.keys().isdisjoint(_BODY)
        and max(map(len, given.values())) <= _LONGEST_VALUE
    )
    return key.decode() if is_plain else ""


class Handshake(asyncio.Protocol):
    """Holds a socket between uvicorn's HTTP protocol and `SlimProtocol`, while the application decides."""

    def __init__(self, http: HttpToolsProtocol, key: str) -> None:
        self._key, self._transport = key, http.transport
        self._connections, self._tasks = http.connections, http.tasks
        self._always = http.server_state.default_headers  # the date
        self._early = b""
        self._is_answered = self._is_taken = False
        self._refusal = b""
        self._begin(http, self._scope(http))

    def _scope(self, http: HttpToolsProtocol) -> dict[str, Any]:
        return http.scope | {
            "type": "websocket",
            "asgi": {"version": http.asgi_version, "spec_version": "2.4"},
            "scheme": "wss" if http.scheme == "https" else "ws",
            "path": http.root_path + PATH,
            "raw_path": (http.root_path + PATH).encode(),
            "query_string": b"",
            "subprotocols": [SUBPROTOCOL],
            "extensions": {"websocket.http.response": {}, TAKE: {"take": self.take}},
        }

    def _begin(self, http: HttpToolsProtocol, scope: dict[str, Any]) -> None:
        self._connections.discard(http)
        self._connections.add(self)  # type: ignore[arg-type]
        self._transport.set_protocol(self)
        task = http.loop.create_task(self._converse(http.app, scope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _converse(self, app: Any, scope: dict[str, Any]) -> None:
        try:
            await app(scope, self._receive, self._send)
        except (TooLate, WebSocketDisconnect):
            pass  # nobody is left to be answered
        except Exception as error:  # noqa: BLE001  # whoever asked must hear something
            log.error("handshake failed", kind=type(error).__name__)
        if not self._is_taken:
            self.shutdown()

    async def _receive(self) -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def _send(self, message: Any) -> None:
        kind = message["type"]
        if self._transport.is_closing():
            raise TooLate
        if kind == "websocket.accept":
            self._answer(_START % (SUBPROTOCOL.encode(), accept_key(self._key).encode()))
        elif kind == "websocket.http.response.start":
            self._refusal = _head(message["status"], [*self._always, *message.get("headers", ())])
        elif kind == "websocket.http.response.body":
            self._refusal += message.get("body", b"")
            if not message.get("more_body", False):
                self._answer(self._refusal)
        elif kind == "websocket.close" and self._is_answered:
            self._transport.write(close_frame(message.get("code", 1000), message.get("reason") or ""))
        else:
            raise RuntimeError("a socket is accepted and taken, or refused with a response")

    def _answer(self, response: bytes) -> None:
        self._is_answered = True
        self._transport.write(response)

    def take(self, receiver: Receiver) -> None:
        """Ends the conversation: from here on bytes go to `receiver`, and it writes through the slim protocol."""
        if self._transport.is_closing():
            return  # whoever was let in has gone meanwhile
        self._is_taken = True
        self._connections.discard(self)
        slim = SlimProtocol(self._transport, receiver, self._connections)
        slim.begin(self._early)

    # what asyncio and uvicorn tell us

    def data_received(self, data: bytes) -> None:
        self._early += data
        if len(self._early) > _MOST_EARLY:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)

    def shutdown(self) -> None:
        """Ends the connection, with an answer if it has none yet."""
        if not self._is_answered and not self._transport.is_closing():
            self._answer(_head(500, [*self._always, (b"content-length", b"0")]))
        self._transport.close()


def _head(status: int, headers: Any) -> bytes:
    """The head of a response after which the connection ends."""
    lines = b"".join(b"%s: %s\r\n" % (name, value) for name, value in headers)
    return b"HTTP/1.1 %d %s\r\n%sconnection: close\r\n\r\n" % (status, HTTPStatus(status).phrase.encode(), lines)
