"""The house with its cast, for each engine in turn, and a circle that is there already."""

from collections.abc import AsyncIterator

import pytest

from tests.rooms.cast import House, open_house
from tests.seating.circle import Circle, gather


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


@pytest.fixture
async def circle(house: House) -> Circle:
    return await gather(house)


@pytest.fixture
async def small_circle(sqlite_url: str) -> AsyncIterator[Circle]:
    """On SQLite alone, for what the database has no part in."""
    async with open_house(sqlite_url) as house:
        yield await gather(house)
