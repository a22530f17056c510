"""People who mean harm, one kind at a time, and somebody well-meaning who must not feel it."""

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import Any

import pytest
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bench.seed import seed
from tests.faults.bare import HANDSHAKE, leave, many, masked
from tests.faults.warm import Forked, Warm
from tests.harness.member import Member

SLACK = 10.0  # seconds more than a limit, on a busy machine
MOST_MEMORY = 40_000_000
BACK = 1000
UNPACED = {"command_rate": 1_000_000, "command_burst": 1_000_000}  # so that nothing but reading holds it up
pytestmark = pytest.mark.timeout(240)


async def serve(warm: Warm, folder: Path, people: int = 3, **settings: Any) -> tuple[Forked, list[str], str]:
    server = warm.server(folder / "server", **settings)
    seed(str(server.settings["database_url"]), 1, people, folder / "people")
    await asyncio.to_thread(server.start)
    found = [line.split("\t") for line in (folder / "people").read_text().splitlines()]
    return server, [cookie for cookie, _ in found], found[0][1]


def push(port: int, cookie: str, most: int, seconds: float) -> int:
    """Pings and never reads; how many bytes the server and the systems between took."""
    with socket.create_connection(("127.0.0.1", port)) as flooder:
        flooder.sendall(HANDSHAKE.format(cookie=cookie).encode())
        flooder.recv(200)
        flooder.setblocking(False)
        pings, taken, until = masked(b"x" * 125, 9) * 500, 0, time.monotonic() + seconds
        while taken < most and time.monotonic() < until:
            try:
                taken += flooder.send(pings[taken % len(pings) :])
            except BlockingIOError:
                time.sleep(0.01)
            except ConnectionError:
                break
        return taken


@pytest.mark.parametrize("is_greedy", [False, True])
async def test_ping_flood_is_read_only_as_fast_as_its_answers_are(
    warm: Callable[..., Warm], tmp_path: Path, is_greedy: bool
) -> None:
    """With `is_greedy`, the control: reading goes on while nobody takes the answers."""
    server, cookies, _ = await serve(warm("stall=600", *(["greedy"] if is_greedy else [])), tmp_path, **UNPACED)
    await asyncio.to_thread(push, server.port, cookies[0], 500_000, 0.5)
    before = server.memory()
    flooding = asyncio.create_task(asyncio.to_thread(push, server.port, cookies[0], 80_000_000, 6.0))
    most = before
    while not flooding.done():
        most = max(most, server.memory())
        await asyncio.sleep(0.02)
    print(
        f"FIGURE ping flood: {await flooding / 1e6:.0f} MB taken, memory +{(most - before) / 1e6:.0f} MB ({is_greedy=})"
    )
    assert (most - before > MOST_MEMORY) is is_greedy


BEGINNINGS = {
    "half a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "nothing": b"",
    "half a body": b"POST /api/logins HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n{",
    "half a chunk": b"POST /api/logins HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5000\r\n{",
    "answers never read": b"GET /api/texts/en.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2_000,
}

LIMITS = {"half a header": 10, "nothing": 10, "half a body": 30, "half a chunk": 30, "answers never read": 30}


def begin(port: int, beginning: bytes) -> socket.socket:
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", port))
    slow.setblocking(False)
    push_on(slow, beginning)
    return slow


def push_on(slow: socket.socket, data: bytes) -> None:
    """As much as the other side takes now."""
    with suppress(BlockingIOError, ConnectionError):
        slow.send(data)


async def let_go(server: Forked, whats: list[str], within: float) -> dict[str, float]:
    """Seconds until the server has ended the last connection of each kind; infinite where it does not."""
    begun = [(what, begin(server.port, BEGINNINGS[what])) for what in whats]
    slow = {one.getsockname()[1]: (what, one) for what, one in begun}
    began, ends = time.monotonic(), dict.fromkeys(whats, inf)
    await asyncio.sleep(0.3)
    while slow and time.monotonic() - began < within:
        held = await asyncio.to_thread(server.peers)
        for port in slow.keys() - held:
            what, one = slow.pop(port)
            ends[what] = inf if what in {kind for kind, _ in slow.values()} else time.monotonic() - began
            one.close()
        for what, one in slow.values():
            push_on(one, b"x" if what.startswith("half") else b"")
        await asyncio.sleep(0.1)
    for _, one in slow.values():
        one.close()
    return ends


@pytest.mark.timeout(120)
async def test_whoever_is_slow_on_purpose_is_let_go_in_time(warm: Callable[..., Warm], tmp_path: Path) -> None:
    """All kinds at once, twenty of each, with the limits that operators have."""
    server, cookies, room = await serve(warm(), tmp_path)
    member = await Member.connect(server.url, cookies[0])
    ending = asyncio.gather(let_go(server, [what for what in BEGINNINGS for _ in range(20)], 60))
    took = []
    while not ending.done():
        began = time.perf_counter()
        await member.say(room, "not slow at all")
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.2)
    await member.close()
    [ends] = await ending
    print(f"FIGURE slow on purpose: {ends}, somebody's words took at most {max(took) * 1000:.0f} ms")
    assert {what: seconds for what, seconds in ends.items() if not -0.5 <= seconds - LIMITS[what] < SLACK} == {}


async def test_control_server_without_patience_keeps_the_slow(warm: Callable[..., Warm], tmp_path: Path) -> None:
    server, _, _ = await serve(warm("plain-http"), tmp_path)
    assert await let_go(server, ["half a header"], LIMITS["half a header"] + SLACK) == {"half a header": inf}


def test_uvicorn_has_the_steps_that_are_timed() -> None:
    assert callable(HttpToolsProtocol.pause_writing)
    assert callable(HttpToolsProtocol.resume_writing)


async def test_thousand_come_back_at_once_and_have_everything(warm: Callable[..., Warm], tmp_path: Path) -> None:
    server, cookies, room = await serve(warm("stall=600"), tmp_path, people=60)
    loud = await Member.connect(server.url, cookies[0])
    for number in range(60):
        await loud.say(room, f"word {number} of many")
    await loud.close()
    for _ in range(2):
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        began = time.monotonic()
        back = await many(server.port, (cookies * 17)[:BACK])
        for bare in back:
            bare.send(type="room.resume", id="r", room=room, after=10)
        for bare in back:
            await bare.until(lambda bare=bare: bare.received.count(b'"message.posted"') == 50)
        print(f"FIGURE {BACK} back after a kill: {time.monotonic() - began:.2f} s")
        assert time.monotonic() - began < 15
        await leave(back)
