"""A long evening in minutes: people come, talk, lose their connection, stall and go. Afterwards nothing is left of it.

`make soak` takes ten minutes for it (`MINUTES=60 make soak`: an hour), every other test run some seconds.
"""

import asyncio
import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from random import Random
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.hub.hub import Hub
from server.storage import database
from tests.faults.bare import Bare
from tests.faults.chance import IS_LONG, chance
from tests.harness.member import Member, Refused
from tests.hub.house import Served, serve_house

PEOPLE = 40
MINUTES = float(os.environ.get("MINUTES", "10")) if IS_LONG else 0.08
SLACK = 12_000_000  # bytes that memory may move by between two looks at a quiet house
_GOING = (ConnectionClosed, InvalidStatus, Refused, TimeoutError, OSError)


@dataclass
class Left:
    """What a house holds when nobody is in it."""

    hub: dict[str, int]
    tasks: int
    descriptors: int
    memory: int


def look(served: Served) -> Left:
    gc.collect()
    hub = served.house.hub
    slots = sum(len(slot) for slot in hub.heartbeat._slots)
    entries = {
        "connections": len(hub.admission.connections),
        "accounts": len(hub.admission._by_account),
        "channels": len(hub.channels),
        "stalled": len(hub.stalled),
        "beats": slots,
        "floods": len(hub.dispatch._flood),
        "pages": len(hub.pump._pages),
        "paging": len(hub.pump._catching_up),
        "following": len(hub.following._background),
        "known": len(hub.presence_keeper._known),
        "present": len(hub.presence._rooms),
    }
    return Left(entries, len(asyncio.all_tasks()), len(list(Path("/proc/self/fd").iterdir())), resident())


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@dataclass
class Evening:
    served: Served
    random: Random
    is_over: bool = False
    said: int = 0
    visits: int = 0
    trouble: list[str] = field(default_factory=list)

    async def live(self, number: int) -> None:
        """One person: in and out, again and again."""
        while not self.is_over:
            try:
                await self.random.choice([self.talk, self.talk, self.vanish, self.stall])(number)
            except _GOING as going:
                if isinstance(going, Refused):
                    self.trouble.append(going.code)
                await asyncio.sleep(0.05)
            self.visits += 1

    async def talk(self, number: int) -> None:
        member, room = await self.served.enter(number), self.served.room(number)
        try:
            await member.ask("room.resume", room=room, after=0) if self.random.random() < 0.2 else await member.follow(
                room
            )
            for _ in range(self.random.randint(1, 20)):
                await member.say(room, f"word {self.said} of a long evening")
                self.said += 1
            if self.random.random() < 0.3:
                await member.ask("room.unfollow", room=room)
        finally:
            await member.close()

    async def vanish(self, number: int) -> None:
        """Gone in the middle of a question, without a word."""
        bare = await self.bare(number)
        bare.send(type="room.page", id="p", room=self.served.room(number), before=50, limit=50)
        await asyncio.sleep(self.random.random() / 50)
        bare.close()

    async def stall(self, number: int) -> None:
        bare = await self.bare(number)
        bare.stall()
        await asyncio.sleep(self.random.random())
        bare.close()

    async def bare(self, number: int) -> Bare:
        bare = await Bare.connect(self.served.house.settings.port, self.served.people[number][0], is_small=True)
        bare.send(type="room.follow", id="f", room=self.served.room(number))
        return bare


async def evening(served: Served, seconds: float, before: Left) -> tuple[Evening, list[Left]]:
    """Lets people live for so long, with a quiet minute now and then in which one looks."""
    look_every = min(60.0, seconds / 10)
    looks, until, random = [], time.monotonic() + seconds, chance(1)
    evening = Evening(served, random)
    while not looks or time.monotonic() < until:
        evening.is_over = False
        living = [asyncio.create_task(evening.live(number)) for number in range(PEOPLE)]
        await asyncio.sleep(look_every)
        evening.is_over = True
        await asyncio.gather(*living)
        looks.append(await quiet(served, before.tasks))
    return evening, looks


def with_small_cache(configure: Callable[..., None]) -> Callable[..., None]:
    """SQLite's caches may hold 64 MB, and fill as the file grows: beside that a leak would not be seen."""

    def configured(connection: Any, record: Any) -> None:
        configure(connection, record)
        connection.execute("PRAGMA cache_size=-1000")

    return configured


async def quiet(served: Served, tasks: float = inf) -> Left:
    """What is left when it has come to rest, at most so many tasks; timed work comes and goes in between."""
    until, left = time.monotonic() + 20, look(served)
    while (any(left.hub.values()) or left.tasks > tasks) and time.monotonic() < until:
        await asyncio.sleep(0.2)
        left = look(served)
    return left


async def first_visit(served: Served) -> Left:
    """Everything that is made once is made now."""
    for number in range(PEOPLE):
        member: Member = await served.enter(number)
        await member.follow(served.room(number))
        await member.close()
    return await quiet(served)


def held(evening: Evening, before: Left, looks: list[Left]) -> None:
    after: Any = looks[-1]
    assert after.hub == dict.fromkeys(after.hub, 0)
    assert after.tasks <= before.tasks
    assert after.descriptors <= before.descriptors + 4  # the readers open theirs when they are first needed
    assert set(evening.trouble) <= {"too_many_attempts"}
    assert evening.said > 0


@pytest.mark.timeout(180 + 100 * MINUTES)
async def test_evening_leaves_nothing_behind_and_memory_is_flat(
    empty_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_configure_writer", "_configure_reader"):
        monkeypatch.setattr(database, name, with_small_cache(getattr(database, name)))
    async with serve_house(empty_sqlite_url, tmp_path, rooms=4, people=10) as served:
        before = await first_visit(served)
        living, looks = await evening(served, MINUTES * 60, before)
        memory = [left.memory // 1_000_000 for left in looks]
        print(f"visits {living.visits}, said {living.said}, MB {memory}, {looks[-1]}")
        held(living, before, looks)
        warm = looks[len(looks) // 2 :]
        if IS_LONG:
            assert max(left.memory for left in warm) - warm[0].memory < SLACK


async def test_control_connection_that_is_never_let_go_is_noticed(
    empty_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, rooms=1, people=3) as served:
        forget: Callable[..., None] = Hub.unfollow
        monkeypatch.setattr(Hub, "unfollow", lambda *args: None)
        member = await served.enter(0)
        await member.follow(served.room(0))
        await member.close()
        await asyncio.sleep(0.3)
        assert look(served).hub["channels"] == 1
        monkeypatch.setattr(Hub, "unfollow", forget)
