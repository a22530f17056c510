"""The first one in a room: what is said while they come in must not wait for the next word."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server.hub.source import RoomSource
from tests.hub.house import Served, serve_house


@pytest.fixture
async def served(empty_sqlite_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serve_house(empty_sqlite_url, tmp_path, people=2) as served:
        yield served


def slow_down(source: RoomSource, seconds: float) -> None:
    """The same source on a busy machine: time passes between a look into the database and its answer."""
    read = source.before

    def late(*asked: Any) -> Any:
        found = read(*asked)
        time.sleep(seconds)
        return found

    source.before = late  # type: ignore[method-assign]


async def test_words_said_while_the_first_one_comes_in_reach_them_at_once(served: Served) -> None:
    kuusi, meri = await served.enter(0), await served.enter(1)
    room = served.room(0)
    slow_down(served.house.hub.following._source, 0.4)
    coming = asyncio.create_task(kuusi.follow(room))
    await asyncio.sleep(0.2)
    posted = await meri.say(room, "is anybody here?")
    assert (await coming)["head"] == posted["seq"] - 1
    await kuusi.until(lambda: kuusi.seqs(room) == [posted["seq"]])
