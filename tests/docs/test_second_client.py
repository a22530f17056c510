"""A client written only from docs/protocol.md joins the same room, talks, and resumes after the server has gone."""

import asyncio
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bench.seed import seed
from tests.harness.member import Member
from tests.hub.house import serve_settings, settings_for

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "second_client.py"


def second_client() -> ModuleType:
    spec = importlib.util.spec_from_file_location("second_client", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def until(is_so: Any) -> None:
    async with asyncio.timeout(20):
        while not is_so():
            await asyncio.sleep(0.02)


def texts(client: Any) -> list[str]:
    events = [client.events[seq] for seq in sorted(client.events)]
    return [event["message"]["text"] for event in events if event["type"] == "message.posted"]


@pytest.mark.timeout(240)
async def test_second_client_talks_and_resumes_across_a_restart(empty_sqlite_url: str, tmp_path: Path) -> None:
    seed(empty_sqlite_url, 1, 2, tmp_path / "people")
    people = [line.split("\t") for line in (tmp_path / "people").read_text().splitlines()]
    room = people[0][1]
    settings = settings_for(empty_sqlite_url, tmp_path)
    client = second_client().Client(settings.public_url, people[0][0], room)
    running = asyncio.create_task(client.run())
    async with serve_settings(settings):
        await until(lambda: client.last == 0)
        meri = await Member.connect(settings.public_url, people[1][0])
        await meri.follow(room)
        await client.say("hello from another client")
        await meri.until(lambda: meri.seqs(room) == [1])
        await meri.say(room, "hello to you")
        await until(lambda: len(texts(client)) == 2)
    await client.say("written while nobody was there")
    async with serve_settings(settings):
        meri = await Member.connect(settings.public_url, people[1][0])
        await meri.ask("room.resume", room=room, after=2)
        await meri.until(lambda: meri.seqs(room) == [3])
        await until(lambda: len(texts(client)) == 3)
    running.cancel()
    assert texts(client) == ["hello from another client", "hello to you", "written while nobody was there"]
    assert client.refused == []


def test_second_client_is_about_a_hundred_lines() -> None:
    assert len(EXAMPLE.read_text().splitlines()) <= 145
