"""The operator's door into a running server."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server import control
from server.control import ControlError
from server.errors import ErrorCode, Refusal


async def answer(name: str, fields: dict[str, Any]) -> Any:
    if name == "refuse":
        raise Refusal(ErrorCode.NOT_PERMITTED, retry_after=2.0, why="so")
    if name != "echo":
        raise KeyError(name)
    return fields


@pytest.fixture(params=["short", "long" * 40])
async def door(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Path]:
    """Sockets have room for 108 bytes of a path; data folders may have longer ones."""
    folder = tmp_path / request.param
    folder.mkdir()
    path = folder / "sohva.db.control"
    path.write_text("left by a server that was killed")
    async with control.listening(path, answer):
        yield path


async def test_what_is_asked_is_carried_out(door: Path) -> None:
    assert await control.ask(door, "echo", {"valid_hours": 3}) == {"valid_hours": 3}


async def test_only_the_servers_own_user_can_open_it(door: Path) -> None:
    assert door.stat().st_mode & 0o177 == 0


async def test_a_refusal_comes_back_as_one(door: Path) -> None:
    with pytest.raises(Refusal) as refused:
        await control.ask(door, "refuse", {})
    assert (refused.value.code, refused.value.retry_after) == (ErrorCode.NOT_PERMITTED, 2.0)
    assert refused.value.details == {"why": "so"}


async def test_what_is_unknown_is_refused(door: Path) -> None:
    with pytest.raises(Refusal, match="unknown_command"):
        await control.ask(door, "drop everything", {})


@pytest.mark.parametrize("line", [b"\n", b"nonsense\n", b"[1]\n", b'{"operation": 1, "fields": {}}\n', b"\xff\n", b""])
async def test_nonsense_is_answered_and_breaks_nothing(door: Path, line: bytes) -> None:
    with control._short(door) as short:
        reader, writer = await asyncio.open_unix_connection(short)
    writer.write(line)
    writer.write_eof()
    assert b"unknown_command" in await reader.readline()
    writer.close()
    assert await control.ask(door, "echo", {}) == {}


async def test_a_line_without_an_end_breaks_nothing(door: Path) -> None:
    with control._short(door) as short:
        reader, writer = await asyncio.open_unix_connection(short)
    writer.write(b"x" * 200_000)
    assert await reader.read() == b""
    writer.close()
    assert await control.ask(door, "echo", {}) == {}


async def test_where_nobody_listens_the_operator_is_told(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="does not answer"):
        await control.ask(tmp_path / "nothing", "echo", {})
    (tmp_path / "dead").write_text("")
    with pytest.raises(ControlError, match="does not answer"):
        await control.ask(tmp_path / "dead", "echo", {})


async def test_the_door_is_gone_with_the_server(tmp_path: Path) -> None:
    async with control.listening(tmp_path / "door", answer):
        pass
    assert not (tmp_path / "door").exists()
