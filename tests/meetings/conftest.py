"""The house with its cast, where the lines of the log about professionals can be told."""

from collections.abc import AsyncIterator

import pytest

from server.meetings.rendering import RENDERERS as MEETINGS
from server.meetings.rendering import show_professionals
from server.rooms.source import RoomSource
from server.seating.rendering import RENDERERS as SEATING
from tests.rooms.cast import RENDERERS, House, open_house


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        house.source = RoomSource({**RENDERERS, **SEATING, **MEETINGS}, {"professionals": show_professionals})
        yield house


@pytest.fixture
async def small_house(sqlite_url: str) -> AsyncIterator[House]:
    """On SQLite alone, for what the database has no part in."""
    async with open_house(sqlite_url) as house:
        house.source = RoomSource({**RENDERERS, **SEATING, **MEETINGS}, {"professionals": show_professionals})
        yield house
