"""A house with a few rooms in it, served on a free port in this process, for tests that need the hub and nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.seed import seed
from server.app import House
from server.clock import Clock
from server.serving import Server, make_server
from server.settings import Settings, read_settings
from tests.harness.member import Member
from tests.harness.processes import free_port

UNHURRIED: dict[str, Any] = {
    "message_rate": 10_000,
    "message_burst": 100_000,
    "command_rate": 100_000,
    "command_burst": 100_000,
    "handshakes_per_minute": 100_000,
    "sockets_per_account": 100,
    "pause_after_seconds": 86_400,
}


@dataclass
class Served:
    """A served house. `people` has (cookie, room) for everybody, room by room."""

    house: House
    server: Server
    url: str
    people: list[tuple[str, str]]

    async def enter(self, number: int, **options: Any) -> Member:
        """Person `number` at a socket, following nothing yet."""
        return await Member.connect(self.url, self.people[number][0], **options)

    def room(self, number: int) -> str:
        return self.people[number][1]


def settings_for(database_url: str, folder: Path, **given: Any) -> Settings:
    return read_settings(**{"port": free_port(), "data": folder, "database_url": database_url} | UNHURRIED | given)


@asynccontextmanager
async def serve_house(
    database_url: str, folder: Path, rooms: int = 1, people: int = 3, **given: Any
) -> AsyncIterator[Served]:
    """Serves a house with `people` in each of `rooms`, all signed in."""
    file = folder / "people"
    await asyncio.to_thread(seed, database_url, rooms, people, file)
    found = [line.split("\t") for line in file.read_text().splitlines()]
    async with serve_settings(settings_for(database_url, folder, **given)) as (house, server):
        yield Served(house, server, house.settings.public_url, [(cookie, room) for cookie, room in found])


@asynccontextmanager
async def serve_settings(settings: Settings, clock: Clock | None = None) -> AsyncIterator[tuple[House, Server]]:
    """Serves a house that is there already, until the block ends."""
    house = House(settings, clock)
    server = make_server(house)
    serving = asyncio.create_task(server._serve())
    try:
        while not server.started:
            if serving.done():
                serving.result()
            await asyncio.sleep(0.01)
        yield house, server
    finally:
        server.should_exit = True
        await serving
