"""Connections taken over from ASGI.

Starlette routes, authenticates and accepts. After that an ASGI connection would keep a task, a queue, a scope and
timers alive for as long as it is open (26 kB); we keep one slim protocol object instead (2 kB). uvicorn offers the
place to do so, its public `ws=` option. What is used of its class beyond that is held by a contract test.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.hub.endpoint import TAKE, Receiver
from server.hub.frames import BrokenFrames, FrameParser, Opcode, close_code, close_frame, frame
from server.protocol.closing import Close

_SEND_BUFFER = 128 * 1024  # a peer that reads nothing parks this much in the kernel instead of 2.7 MB
_ENDS = 64  # connections ended before the loop may do something else
_LAST_WORDS = 2.0  # seconds for a close frame to leave
_PING, _PONG, _CLOSE, _TEXT = (int(code) for code in (Opcode.PING, Opcode.PONG, Opcode.CLOSE, Opcode.TEXT))


_leaving: WeakKeyDictionary[asyncio.AbstractEventLoop, list[asyncio.Transport]] = WeakKeyDictionary()


def _leave(transport: asyncio.Transport) -> None:
    """Ends connections whose peers have gone, a slice at a time: a thousand who go together would hold the loop."""
    loop = asyncio.get_running_loop()
    leaving = _leaving.setdefault(loop, [])
    if not leaving:
        loop.call_soon(_end, leaving)
    leaving.append(transport)


def _end(leaving: list[asyncio.Transport]) -> None:
    some = leaving[-_ENDS:]
    del leaving[-_ENDS:]
    for transport in some:
        transport.close()
    if leaving:
        asyncio.get_running_loop().call_soon(_end, leaving)


class _Detached:
    """Stands in for the transport in uvicorn's protocol object, which closes it once the endpoint has returned."""

    def close(self) -> None:
        """Nothing: the connection goes on without uvicorn."""


class TakingProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which can hand its socket over after the handshake."""

    def handle_connect(self, event: Any) -> None:
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
        if self.read_paused:
            transport.resume_reading()
        slim.begin(bytes(self.conn.reader.buffer), early)

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

    def begin(self, rest: bytes, early: Sequence[bytes] = ()) -> None:
        """Takes the socket over. `early` texts and the `rest` of the bytes came before the peer knew it was let in."""
        self._connections.add(self)
        self._transport.set_protocol(self)
        self._receiver.opened(self)
        for text in early:
            self._receiver.text(text)
        if rest:
            self.data_received(rest)

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
            self._receiver.leaves(close_frame(broken.code, Close.PROTOCOL_BROKEN.reason))

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode != _CLOSE:
            self._receiver.control(frame(payload, _PONG) if opcode == _PING else b"")
        else:
            code = close_code(payload)
            self._receiver.leaves(frame(b"" if code == 1005 else payload[:2], _CLOSE))

    def eof_received(self) -> bool:
        if self._descriptor < 0:
            return False  # with TLS the end cannot be put off
        _leave(self._transport)
        return True  # it is ended a little later, with others

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
