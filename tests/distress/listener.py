"""A real address on this machine that alerts can be sent to, and that answers as it is told."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Heard:
    """One request. `headers` have lower-case names."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told


@dataclass
class Listener:
    """`answer` is what it sends back, None where it never answers; a list is used up, its last answer stays."""

    port: int = 0
    scheme: str = "http"
    answers: list[bytes | None] = field(default_factory=lambda: [status(204)])
    heard: list[Heard] = field(default_factory=list)
    serving: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.port}/on-call?who=first"

    async def until(self, is_so: Callable[[], bool], seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while not is_so():
                await asyncio.sleep(0.01)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.serving.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):  # whoever called has gone
                await self._serve(reader, writer)
        finally:
            writer.close()
            self.serving.discard(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.heard.append(Heard(head[0], headers, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            await reader.read()  # until the other side has enough
        else:
            writer.write(answer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def status(code: int, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {code} Whatever", *headers, "Content-Length: 0", "", ""]).encode()


@asynccontextmanager
async def listening(
    *answers: bytes | None, tls: ssl.SSLContext | None = None, port: int = 0
) -> AsyncIterator[Listener]:
    listener = Listener(scheme="https" if tls else "http")
    if answers:
        listener.answers = list(answers)
    patience = {"ssl_shutdown_timeout": 0.1} if tls else {}
    server = await asyncio.start_server(listener.serve, "localhost", port, ssl=tls, **patience)
    listener.port = server.sockets[0].getsockname()[1]
    try:
        yield listener
    finally:
        server.close()
        await asyncio.gather(*listener.serving, return_exceptions=True)
