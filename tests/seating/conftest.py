"""A circle that is there already."""

import pytest

from tests.rooms.cast import House
from tests.seating.circle import Circle, gather


@pytest.fixture
async def circle(house: House) -> Circle:
    return await gather(house)


@pytest.fixture
async def small_circle(small_house: House) -> Circle:
    """On SQLite alone, for what the database has no part in."""
    return await gather(small_house)
