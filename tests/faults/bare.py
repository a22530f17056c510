"""A socket by the thousand: the handshake, masked frames out, and what came in, as cheap as can be."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from typing import Any

from websockets.speedups import apply_mask

from server.hub.frames import Opcode, payloads

HANDSHAKE = (
    "GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sohva.v1\r\nCookie: {cookie}\r\n\r\n"
)
_SMALL = 4096  # bytes that the system takes for a peer that does not read


def masked(payload: bytes, opcode: int = Opcode.TEXT, *, is_final: bool = True) -> bytes:
    """A client's frame."""
    first, size, mask = (0x80 if is_final else 0) | opcode, len(payload), os.urandom(4)
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 65_536:
        head = bytes((first, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + mask + apply_mask(payload, mask)


class Bare(asyncio.Protocol):
    """`received` is everything after the handshake. `status` is the handshake's, 0 where none came."""

    def __init__(self) -> None:
        self.received = bytearray()
        self.status = 0
        self.news = asyncio.Event()
        self.is_closed = False
        self._head = bytearray()
        self.transport: Any = None

    @classmethod
    async def connect(cls, port: int, cookie: str, *, is_small: bool = False) -> Bare:
        loop, sock = asyncio.get_running_loop(), socket.socket()
        if is_small:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
        sock.setblocking(False)
        await loop.sock_connect(sock, ("127.0.0.1", port))
        _, bare = await loop.create_connection(cls, sock=sock)
        bare.transport.write(HANDSHAKE.format(cookie=cookie).encode())
        await bare.until(lambda: bool(bare.status) or bare.is_closed)
        return bare

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.status:
            self.received += data
        else:
            self._head += data
            head, separator, rest = bytes(self._head).partition(b"\r\n\r\n")
            if separator:
                self.status, self.received = int(head.split()[1]), bytearray(rest)
        self.news.set()

    def connection_lost(self, _: Exception | None) -> None:
        self.is_closed = True
        self.news.set()

    def send(self, **command: Any) -> None:
        self.transport.write(masked(json.dumps(command).encode()))

    async def until(self, is_so: Any, within: float = 30.0) -> None:
        async with asyncio.timeout(within):
            while not is_so():
                self.news.clear()
                await self.news.wait()

    def stall(self) -> None:
        """Reads nothing any more."""
        self.transport.pause_reading()

    def last_words(self) -> tuple[int, str] | None:
        """The code and the reason of the close frame, None where none came."""
        for opcode, payload in payloads(bytes(self.received)):
            if opcode == Opcode.CLOSE:
                return int.from_bytes(payload[:2], "big"), payload[2:].decode()
        return None

    def close(self) -> None:
        self.transport.abort()


async def many(port: int, cookies: list[str], *, is_small: bool = False) -> list[Bare]:
    """One for each cookie, some dozens at a time."""
    turns = asyncio.Semaphore(50)

    async def one(cookie: str) -> Bare:
        async with turns:
            return await Bare.connect(port, cookie, is_small=is_small)

    return list(await asyncio.gather(*(one(cookie) for cookie in cookies)))


async def leave(bares: list[Bare]) -> None:
    """Closes them, and returns when the system knows."""
    for bare in bares:
        bare.close()
    await asyncio.sleep(0.1)
