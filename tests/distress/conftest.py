"""The house with its cast, the house rules and a desk, for each engine in turn."""

from collections.abc import AsyncIterator

import pytest

from moderation import preset
from moderation.case import CaseKind
from server.distress.desk import TheDesk
from server.distress.ending import case_closed
from server.messages.policy import screened_by
from server.review.closing import CLOSED
from tests.rooms.cast import House, open_house, unhurried


@pytest.fixture(autouse=True)
def _wired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CLOSED, CaseKind.DISTRESS, [case_closed])


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        house.policy = unhurried(screening=screened_by(preset("gentle_room")), desk=TheDesk())
        yield house


@pytest.fixture
async def small_house(sqlite_url: str) -> AsyncIterator[House]:
    """On SQLite alone, for what the database has no part in."""
    async with open_house(sqlite_url) as house:
        house.policy = unhurried(screening=screened_by(preset("gentle_room")), desk=TheDesk())
        yield house
