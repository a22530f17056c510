"""The house with its cast, for each engine in turn: what the tests of most slices begin with."""

from collections.abc import AsyncIterator

import pytest

from tests.rooms.cast import House, open_house


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


@pytest.fixture
async def small_house(sqlite_url: str) -> AsyncIterator[House]:
    """On SQLite alone, for what the database has no part in."""
    async with open_house(sqlite_url) as house:
        yield house
