"""The house with its cast, for each engine in turn."""

from collections.abc import AsyncIterator

import pytest

from tests.rooms.cast import open_house
from tests.staffing.roster import Roster


@pytest.fixture
async def roster(database_url: str) -> AsyncIterator[Roster]:
    async with open_house(database_url) as house:
        yield Roster(house)


@pytest.fixture
async def small_roster(sqlite_url: str) -> AsyncIterator[Roster]:
    """On SQLite alone, for what the database has no part in."""
    async with open_house(sqlite_url) as house:
        yield Roster(house)
