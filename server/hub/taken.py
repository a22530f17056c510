"""Connections taken over from ASGI.

Starlette routes, authenticates and accepts. After that an ASGI connection would keep a task, a queue, a scope and
timers alive for as long as it is open (26 kB); we keep one slim protocol object instead (2 kB). uvicorn offers the
place to do so, its public `ws=` option. What is used of its class beyond that is held by a contract test.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.server import ServerProtocol
from websockets.utils import accept_key

from server.hub.endpoint import Receiver
from server.hub.frames import BrokenFrames, FrameParser, Opcode, close_code, close_frame, frame
from server.protocol.closing import Close

TAKE = "sohva.take"
_SEND_BUFFER = 128 * 1024  # a peer that reads nothing parks this much in the kernel instead of 2.7 MB
_LAST_WORDS = 2.0  # seconds for a close frame to leave
_PING, _PONG, _CLOSE, _TEXT = (int(code) for code in (Opcode.PING, Opcode.PONG, Opcode.CLOSE, Opcode.TEXT))


_KEY = re.compile("[A-Za-z0-9+/]{22}==")
_CONNECTION = (["Upgrade"], ["upgrade"], ["keep-alive, Upgrade"])


class _Handshake(ServerProtocol):
    """Knows the handshake that browsers send at a glance; any other goes the library's whole way."""

    def process_request(self, request: Any) -> tuple[str, str | None, str | None]:
        of = request.headers.get_all
        key = of("Sec-WebSocket-Key")
        is_plain = request.method == "GET" and request.protocol == "HTTP/1.1" and not self.available_extensions
        is_asked = of("Upgrade") == ["websocket"] and of("Connection") in _CONNECTION
        if is_plain and is_asked and of("Sec-WebSocket-Version") == ["13"] and len(key) == 1 and _KEY.fullmatch(key[0]):
            return accept_key(key[0]), None, None
        return super().process_request(request)


class _Detached:
    """Stands in for the transport in uvicorn's protocol object, which closes it once the endpoint has returned."""

    def close(self) -> None:
        """Nothing: the connection goes on without uvicorn."""


class TakingProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which can hand its socket over after the handshake."""

    def handle_connect(self, event: Any) -> None:
        self.conn.__class__ = _Handshake  # uvicorn makes it itself and leaves no place to ask for another
        super().handle_connect(event)
        scope: Any = getattr(self, "scope", None)
        if scope is not None:  # the application's task was made in there, but runs only after us
            scope["extensions"][TAKE] = {"take": self.take}

    def take(self, receiver: Receiver) -> None:
        """Ends uvicorn's part. From here on bytes go to `receiver`, and it writes through the slim protocol."""
        transport, self.transport = self.transport, _Detached()  # type: ignore[assignment]
        self.stop_keepalive()
        early = self._early_messages()
        self.connections.discard(self)
        slim = SlimProtocol(transport, receiver, self.connections)
        self.connections.add(slim)  # type: ignore[arg-type]
        transport.set_protocol(slim)
        if self.read_paused:
            transport.resume_reading()
        receiver.opened(slim)
        for text in early:
            receiver.text(text)
        rest = bytes(self.conn.reader.buffer)
        if rest:
            slim.data_received(rest)

    def _early_messages(self) -> list[bytes]:
        """What an impatient client sent before it could know that we accepted."""
        early = []
        while not self.queue.empty():
            message: Any = self.queue.get_nowait()
            if isinstance(message.get("text"), str):
                early.append(message["text"].encode())
        return early


class SlimProtocol(asyncio.Protocol):
    """A socket, a parser and a receiver: all that an open connection costs."""

    __slots__ = ("_connections", "_descriptor", "_parser", "_receiver", "_transport")

    def __init__(self, transport: asyncio.Transport, receiver: Receiver, connections: set[Any]) -> None:
        self._transport, self._receiver, self._connections = transport, receiver, connections
        self._parser = FrameParser()
        transport.set_write_buffer_limits(high=0)  # paused means exactly: the peer has not taken everything
        self._descriptor = self._prepare_socket(transport)

    @staticmethod
    def _prepare_socket(transport: asyncio.Transport) -> int:
        """The descriptor to write to directly, or -1 where bytes must go through the transport (TLS)."""
        raw = transport.get_extra_info("socket")
        if raw is None or transport.get_extra_info("sslcontext") is not None:
            return -1
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        if raw.family in (socket.AF_INET, socket.AF_INET6):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        descriptor: int = raw.fileno()
        return descriptor

    def data_received(self, data: bytes) -> None:
        try:
            for opcode, payload in self._parser.feed(data):
                if opcode == _TEXT:
                    self._receiver.text(payload)
                else:
                    self._control(opcode, payload)
            self._receiver.heard()
        except BrokenFrames as broken:
            self.finish(close_frame(broken.code, Close.PROTOCOL_BROKEN.reason))

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode != _CLOSE:
            self._receiver.control(frame(payload, _PONG) if opcode == _PING else b"")
        else:
            code = close_code(payload)
            self.finish(frame(b"" if code == 1005 else payload[:2], _CLOSE))

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._descriptor = -1  # the number may belong to somebody else from now on
        self._connections.discard(self)
        self._receiver.closed()

    def pause_writing(self) -> None:
        """The answer to `write` has said so already."""

    def resume_writing(self) -> None:
        self._receiver.resumed()

    def shutdown(self) -> None:
        """uvicorn asks every connection to end; the hub has told its peers before that."""
        self.abort()

    def write(self, data: bytes) -> bool:
        descriptor, sent = self._descriptor, 0
        if self._transport.is_closing():
            return False
        if descriptor >= 0:
            try:
                sent = os.write(descriptor, data)
            except BlockingIOError:
                sent = 0
            except OSError:
                self._transport.abort()
                return False
            if sent == len(data):
                return True
        self._transport.write(data[sent:] if sent else data)
        return not self._transport.get_write_buffer_size()

    def hold_reading(self, is_held: bool) -> None:
        if self._transport.is_closing():
            return
        if is_held:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    def finish(self, last: bytes) -> None:
        if self._transport.is_closing():
            return
        self.write(last)
        self._transport.close()
        asyncio.get_running_loop().call_later(_LAST_WORDS, self._transport.abort)

    def abort(self) -> None:
        self._transport.abort()
