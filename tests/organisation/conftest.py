"""A lane on a real database of each engine, for use cases of the organisation."""

from collections.abc import AsyncIterator

import pytest

from server.clock import SystemClock
from server.storage.database import Database
from server.storage.lane import Lane
from server.storage.sealing import Sealer


@pytest.fixture
async def lane(database_url: str) -> AsyncIterator[Lane]:
    engine = Database(database_url).writer()
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), publish=lambda effects: None)
    lane.start()
    yield lane
    await lane.stop()
    engine.dispose()
