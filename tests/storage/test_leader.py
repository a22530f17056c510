"""Leading: one at a time, for as long as the lease is kept."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from server.actor import OPERATOR
from server.clock import FixedClock
from server.storage.database import Database
from server.storage.lane import Lane
from server.storage.leader import LEASE, lead
from server.storage.sealing import Sealer


@pytest.fixture
async def lanes(database_url: str) -> AsyncIterator[tuple[Lane, FixedClock]]:
    engine = Database(database_url).writer()
    clock = FixedClock(datetime(2026, 11, 21, 18, 0, tzinfo=UTC))
    lane = Lane(engine, clock, Sealer(bytes(32)), publish=lambda effects: None)
    lane.start()
    yield lane, clock
    await lane.stop()
    engine.dispose()


async def test_only_one_leads_until_its_lease_is_over(lanes: tuple[Lane, FixedClock]) -> None:
    lane, clock = lanes
    assert await lane.run(lead, OPERATOR, "one")
    assert not await lane.run(lead, OPERATOR, "other")
    clock.move(LEASE - timedelta(seconds=1))
    assert await lane.run(lead, OPERATOR, "one")
    clock.move(LEASE)
    assert not await lane.run(lead, OPERATOR, "other")
    clock.move(timedelta(seconds=1))
    assert await lane.run(lead, OPERATOR, "other")
    assert not await lane.run(lead, OPERATOR, "one")
