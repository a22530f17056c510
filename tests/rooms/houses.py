"""The house with its cast, for each engine in turn: what the tests of most slices begin with."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from tests.rooms.cast import House, open_house


@pytest.fixture
def opening() -> Callable[[str], AbstractAsyncContextManager[House]]:
    """How a house is opened on a database; a folder of tests with a house of its own says its own way."""
    return open_house


@pytest.fixture
async def house(
    database_url: str, opening: Callable[[str], AbstractAsyncContextManager[House]]
) -> AsyncIterator[House]:
    async with opening(database_url) as house:
        yield house


@pytest.fixture
async def small_house(
    sqlite_url: str, opening: Callable[[str], AbstractAsyncContextManager[House]]
) -> AsyncIterator[House]:
    """On SQLite alone, for what the database has no part in."""
    async with opening(sqlite_url) as house:
        yield house
