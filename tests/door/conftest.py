"""The house with its cast, on SQLite: the door only reads."""

from collections.abc import AsyncIterator

import pytest

from tests.rooms.cast import House, open_house


@pytest.fixture
async def small_house(sqlite_url: str) -> AsyncIterator[House]:
    async with open_house(sqlite_url) as house:
        yield house


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house
