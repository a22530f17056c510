"""The handshake known at a glance answers as the websockets library does, and lets nobody in that it would not."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from uvicorn.server import ServerState

from server.hub.endpoint import TAKE
from server.hub.handshake import Handshake, plain_key
from tests.faults.bare import masked
from tests.hub.house import Served, serve_house

ASKED = {
    "Host": "localhost",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "sohva.v1",
}
CHANGES: list[dict[str, str]] = [
    {},
    {"Connection": "keep-alive, Upgrade"},
    {"Connection": "Upgrade, x"},
    {"Upgrade": "WebSocket"},
    {"Sec-WebSocket-Version": "12"},
    {"Sec-WebSocket-Key": "short"},
    {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==="},
    {"Sec-WebSocket-Protocol": "other, sohva.v1"},
    {"Sec-WebSocket-Protocol": "other"},
    {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"},
    {"Origin": "https://example.org"},
    {"Cookie": ""},
    {"Content-Length": "0"},
]


@pytest.fixture
async def served(empty_sqlite_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serve_house(empty_sqlite_url, tmp_path, people=2) as served:
        yield served


async def connect(served: Served) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", served.house.settings.port)


async def answer(served: Served, head: str) -> dict[str, str]:
    """Status, body and what a handshake's answer says of itself."""
    reader, writer = await connect(served)
    writer.write(head.encode())
    answered = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).decode()
    found = dict(re.findall(r"^([\w-]+): (.*)\r$", answered.lower(), re.MULTILINE))
    kept = {name: found.get(name, "") for name in ("sec-websocket-accept", "sec-websocket-protocol", "content-type")}
    body = await reader.readexactly(int(found.get("content-length", 0)))
    writer.close()
    return kept | {"status": answered.split(" ")[1], "body": body.decode(), "has_date": str("date" in found)}


def spelt(headers: dict[str, str], path: str = "/socket") -> str:
    return f"GET {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"


@pytest.mark.parametrize("change", CHANGES)
async def test_quick_handshake_answers_as_the_library_does(served: Served, change: dict[str, str]) -> None:
    headers = ASKED | {"Cookie": served.people[0][0]} | change
    quick = await answer(served, spelt(headers))
    whole = await answer(served, spelt(headers | {"X-Twice": "one\r\nX-Twice: two"}))  # nothing that a browser sends
    if quick["status"] == "101":
        quick["has_date"] = whole["has_date"]  # RFC 9110, 6.6.1, leaves it out where nothing was made
    assert quick == whole


@pytest.mark.parametrize(
    "unusual",
    [
        {"Connection": "Upgrade, x"},
        {"Sec-WebSocket-Key": "short"},
        {"Sec-WebSocket-Protocol": "other"},
        {"Transfer-Encoding": "chunked"},
        {"Cookie": "x" * 5000},
        {f"X-{number}": "" for number in range(65)},
    ],
)
def test_unusual_handshakes_go_the_whole_way(unusual: dict[str, str]) -> None:
    def key(headers: dict[str, str], method: str = "GET", path: bytes = b"/socket", version: str = "1.1") -> str:
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        return plain_key(method, path, version, raw)

    assert key(ASKED) == ASKED["Sec-WebSocket-Key"]
    assert key(ASKED | unusual) == ""
    assert key(ASKED, method="POST") == key(ASKED, path=b"/socket?x=1") == key(ASKED, version="1.0") == ""


def test_a_header_said_twice_is_not_plain() -> None:
    raw = [(name.lower().encode(), value.encode()) for name, value in ASKED.items()]
    assert plain_key("GET", b"/socket", "1.1", [*raw, (b"sec-websocket-version", b"13")]) == ""


async def test_whoever_leaves_before_the_answer_leaves_nothing_behind(served: Served) -> None:
    for _ in range(20):
        _, writer = await connect(served)
        writer.write(spelt(ASKED | {"Cookie": served.people[0][0]}).encode())
        await asyncio.sleep(0)
        writer.transport.abort()
    await asyncio.sleep(0.3)
    assert served.house.hub.describe()["connections"] == 0
    assert served.server.server_state.connections == set()


class Transport:
    """As much of a transport as a handshake asks for; tells what became of it."""

    def __init__(self) -> None:
        self.written = b""
        self.end = ""

    def set_protocol(self, protocol: Any) -> None:
        self.protocol = protocol

    def is_closing(self) -> bool:
        return bool(self.end)

    def write(self, data: bytes) -> None:
        self.written += data

    def close(self) -> None:
        self.end = self.end or "closed"

    def abort(self) -> None:
        self.end = "aborted"

    def set_write_buffer_limits(self, high: int) -> None:
        """Nothing is written to anybody."""

    def get_extra_info(self, name: str) -> None:
        """No socket lies beneath."""


class Http:
    """What uvicorn's protocol knows of a request."""

    scheme, root_path, asgi_version = "http", "", "3.0"

    def __init__(self, transport: Transport, app: Any) -> None:
        self.transport, self.app, self.loop = transport, app, asyncio.get_running_loop()
        self.connections: set[Any] = {self}
        self.tasks: set[Any] = set()
        self.scope: dict[str, Any] = {}
        self.server_state = ServerState()


class Listener:
    """A receiver that only listens."""

    def __init__(self) -> None:
        self.heard_texts: list[bytes] = []

    def opened(self, writer: Any) -> None:
        self.writer = writer

    def text(self, payload: bytes) -> None:
        self.heard_texts.append(payload)

    def heard(self) -> None:
        """The peer is alive."""


async def begin(app: Any) -> tuple[Handshake, Transport, Any]:
    transport = Transport()
    http: Any = Http(transport, app)
    return Handshake(http, ASKED["Sec-WebSocket-Key"]), transport, http


async def test_what_is_said_before_the_answer_is_heard_after_it() -> None:
    listener, may_answer = Listener(), asyncio.Event()

    async def accepts(scope: Any, receive: Any, send: Any) -> None:
        await may_answer.wait()
        await send({"type": "websocket.accept"})
        scope["extensions"][TAKE]["take"](listener)

    handshake, transport, http = await begin(accepts)
    early = masked(b"early")
    handshake.data_received(early[:4])
    handshake.data_received(early[4:])
    may_answer.set()
    await asyncio.gather(*http.tasks)
    assert transport.written.startswith(b"HTTP/1.1 101 ")
    assert listener.heard_texts == [b"early"]
    transport.protocol.data_received(masked(b"later"))
    assert listener.heard_texts == [b"early", b"later"]
    assert http.connections == {transport.protocol}
    assert not transport.protocol.eof_received()  # as with TLS, where the transport ends at once


async def test_an_application_that_fails_or_says_nothing_is_answered_for() -> None:
    async def fails(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError("words of somebody")

    async def is_silent(scope: Any, receive: Any, send: Any) -> None:
        await receive()

    for app in (fails, is_silent):
        _, transport, http = await begin(app)
        await asyncio.gather(*http.tasks)
        assert transport.written.startswith(b"HTTP/1.1 500 ")
        assert transport.end == "closed"


async def test_too_much_before_the_answer_ends_the_connection() -> None:
    decided = asyncio.Event()

    async def waits(scope: Any, receive: Any, send: Any) -> None:
        await decided.wait()
        await send({"type": "websocket.accept"})

    handshake, transport, http = await begin(waits)
    handshake.data_received(b"x" * 32 * 1024)
    assert transport.end == ""
    handshake.data_received(b"x")
    assert transport.end == "aborted"
    decided.set()
    await asyncio.gather(*http.tasks)
    assert transport.written == b""


async def test_a_server_that_ends_answers_who_still_waits() -> None:
    async def waits(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    handshake, transport, http = await begin(waits)
    await asyncio.sleep(0)
    handshake.shutdown()
    assert transport.written.startswith(b"HTTP/1.1 500 ")
    assert transport.end == "closed"
    for task in http.tasks:
        task.cancel()
