"""The protocol of sockets as RFC 6455 has it, case by case at a real server: answered, closed with the right code, alive."""

import asyncio
import json
from base64 import b64encode
from hashlib import sha1
from pathlib import Path

import pytest

from server.hub.frames import FrameParser, Opcode, payloads
from tests.faults.bare import HANDSHAKE, Bare, masked
from tests.faults.standard import GROUPS, PING, Case, Heard
from tests.faults.standard_text import texts
from tests.hub.house import Served, serve_house

ALL = GROUPS | {"6 texts (5.6, 8.1)": texts()}
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3


def heard(bare: Bare) -> list[Heard]:
    """What has come so far, without the hello."""
    told: list[Heard] = []
    for opcode, payload in payloads(bytes(bare.received)):
        if opcode == Opcode.TEXT:
            message = json.loads(payload)
            if message["type"] == "reply":
                told.append(("answer", message["id"]))
        elif opcode == Opcode.PONG:
            told.append(("pong", payload))
        else:
            told.append(("close", int.from_bytes(payload[:2], "big") if payload else None))
    return told


async def hears(served: Served, case: Case) -> list[Heard]:
    """Sends the pieces; what is heard until the connection ends, or until a last ping is answered."""
    bare = await Bare.connect(served.house.settings.port, served.people[0][0])
    for piece in case.pieces:
        bare.transport.write(piece)
        await asyncio.sleep(0)
    if case.hears and case.hears[-1][0] == "close":
        await bare.until(lambda: bare.is_closed, within=10)
        return heard(bare)
    bare.transport.write(masked(b"alive", PING))
    await bare.until(lambda: bare.is_closed or b"\x8a\x05alive" in bare.received, within=10)
    bare.close()
    return [one for one in heard(bare) if one != ("pong", b"alive")]


@pytest.mark.parametrize("group", ALL)
async def test_everything_in_the_standard_is_answered_as_it_says(
    empty_sqlite_url: str, tmp_path: Path, group: str
) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, people=1) as served:
        found = {name: await hears(served, case) for name, case in ALL[group].items()}
    assert {name: told for name, told in found.items() if told != ALL[group][name].hears} == {}


async def test_what_came_whole_is_answered_although_what_comes_with_it_is_broken(
    empty_sqlite_url: str, tmp_path: Path
) -> None:
    """A busy server reads both at once; it must not matter."""
    late = [case for group in ALL.values() for case in group.values() if len(case.hears) > 1 and len(case.pieces) > 1]
    ends = [Case([b"".join(case.pieces)], case.hears) for case in late if case.hears[-1][0] == "close"]
    async with serve_house(empty_sqlite_url, tmp_path, people=1) as served:
        found = [(await hears(served, case), case.hears) for case in ends]
    assert len(found) > 40
    assert [told for told in found if told[0] != told[1]] == []


def test_table_is_as_long_as_it_was() -> None:
    assert sum(len(group) for group in ALL.values()) >= 200


async def test_control_parser_that_waits_for_the_end_of_a_text_is_noticed(
    empty_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table would see a server that looks at a text only when it is whole."""
    monkeypatch.setattr("server.hub.frames._Fragments.add", lambda self, payload, is_last: self.parts.append(payload))
    assert list(FrameParser().feed(masked(b"\xff", is_final=False))) == []
    async with serve_house(empty_sqlite_url, tmp_path, people=1) as served:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(hears(served, texts()["never used, and never the rest"]), 1.0)


async def test_handshake_is_the_standards_and_takes_no_extension(empty_sqlite_url: str, tmp_path: Path) -> None:
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
    async with serve_house(empty_sqlite_url, tmp_path, people=1) as served:
        reader, writer = await asyncio.open_connection("127.0.0.1", served.house.settings.port)
        writer.write((HANDSHAKE.format(cookie=served.people[0][0]).removesuffix("\r\n") + offer).encode())
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)).decode().lower()
        writer.close()
    key = b64encode(sha1(b"dGhlIHNhbXBsZSBub25jZQ==" + GUID).digest()).decode()
    assert head.startswith("http/1.1 101 ")
    assert f"sec-websocket-accept: {key.lower()}\r\n" in head
    assert "sec-websocket-protocol: sohva.v1\r\n" in head
    assert "sec-websocket-extensions" not in head
