"""A real mail server on this machine, as small as one can be."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """`refuses` makes it turn every mail away. `shows` is the certificate that it turns to TLS with, where it offers to.

    `heard` are the words it was told before that, by anybody on the way.
    """

    port: int = 0
    refuses: bool = False
    shows: ssl.SSLContext | None = None
    heard: list[bytes] = field(default_factory=list)
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError):  # whoever called has gone, or does not trust us
                await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        people: list[str] = []
        while line := (await reader.readline()).strip():
            word = line[:4].upper()
            if writer.get_extra_info("sslcontext") is None:
                self.heard.append(word)
            if word == b"STAR" and self.shows is not None:
                writer.write(b"220 go on\r\n")
                await writer.start_tls(self.shows)
                continue
            if word == b"RCPT":
                people.append(line.partition(b":")[2].decode().strip("<>"))
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                mail = message_from_bytes(content[:-5], policy=policy.default)
                self.taken.append((people, mail))
            writer.write(self._answer(word))
            if word == b"QUIT":
                break

    def _answer(self, word: bytes) -> bytes:
        if word == b"QUIT":
            return b"221 bye\r\n"
        if word == b"EHLO":
            return b"250-here\r\n250 STARTTLS\r\n" if self.shows else b"250 here\r\n"
        return b"550 not here\r\n" if self.refuses and word == b"RCPT" else b"250 fine\r\n"


@asynccontextmanager
async def mailbox(
    *, shows: ssl.SSLContext | None = None, from_the_start: ssl.SSLContext | None = None
) -> AsyncIterator[Mailbox]:
    """A server that offers STARTTLS, or one that speaks nothing but TLS, or plain words."""
    box = Mailbox(shows=shows)
    server = await asyncio.start_server(box.serve, "localhost", 0, ssl=from_the_start)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
