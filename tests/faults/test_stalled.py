"""People whose phones stop reading cost the others nothing, and are gone soon."""

import asyncio
import socket
import time
from pathlib import Path
from statistics import quantiles

import pytest

from server.hub import heartbeat
from tests.hub.house import Served, serve_house

STALLED = 100
HANDSHAKE = (
    "GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sohva.v1\r\nCookie: {cookie}\r\n\r\n"
)


def masked(text: str) -> bytes:
    payload = text.encode()
    return bytes((0x81, 0x80 | len(payload), 0, 0, 0, 0)) + payload


async def stall(served: Served, number: int) -> socket.socket:
    """Follows the room and then never reads again, with as small a window as the system allows."""
    port = served.house.settings.port
    sleeper = socket.socket()
    sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    sleeper.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(sleeper, ("127.0.0.1", port))
    await loop.sock_sendall(sleeper, HANDSHAKE.format(cookie=served.people[number][0]).encode())
    await loop.sock_recv(sleeper, 500)
    follow = f'{{"type":"room.follow","id":"f","room":"{served.room(number)}"}}'
    await loop.sock_sendall(sleeper, masked(follow))
    return sleeper


@pytest.mark.timeout(120)
async def test_hundred_stalled_readers_are_gone_and_nobody_else_waits(
    empty_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "STALL", 3.0)
    async with serve_house(empty_sqlite_url, tmp_path, people=STALLED + 2) as served:
        kuusi, meri = await served.enter(STALLED), await served.enter(STALLED + 1)
        room = served.room(0)
        for member in (kuusi, meri):
            await member.follow(room)
        sleepers = [await stall(served, number) for number in range(STALLED)]
        hub = served.house.hub
        took, number = [], 0
        until = time.monotonic() + 40
        while hub.stalled_aborts < STALLED and time.monotonic() < until:
            began = time.perf_counter()
            number = (await kuusi.say(room, f"{number} " + "long words and " * 200))["seq"]
            await meri.until(lambda: bool(meri.seqs(room)) and meri.seqs(room)[-1] == number)  # noqa: B023
            took.append(time.perf_counter() - began)
        assert hub.stalled_aborts == STALLED
        assert meri.seqs(room) == list(range(1, number + 1))
        assert quantiles(took, n=100)[98] < 0.5
        assert len(hub.admission.connections) == 2
        assert not hub.stalled
    for sleeper in sleepers:
        sleeper.close()
