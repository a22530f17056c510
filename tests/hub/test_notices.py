"""Notices: "look again" reaches every window of an account, also one that did not read at that moment."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.storage.outbox import Notice
from tests.hub.house import Served, serve_house


@pytest.fixture
async def served(empty_sqlite_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serve_house(empty_sqlite_url, tmp_path) as served:
        yield served


def account_of(served: Served, number: int) -> str:
    connections = served.house.hub.admission.connections
    return sorted(str(connection.actor.account_id) for connection in connections)[number]


async def test_notice_reaches_all_windows_of_its_account_and_no_others(served: Served) -> None:
    mine = [await served.enter(0), await served.enter(0)]
    account_id = account_of(served, 0)
    other = await served.enter(1)
    served.house.hub.publish([Notice(account_id, "desk")])
    for window in mine:
        await window.until(lambda window=window: {"type": "account.changed", "what": "desk"} in window.passing)
    await asyncio.sleep(0.05)
    assert all(event["type"] != "account.changed" for event in other.passing)


async def test_notices_to_a_reader_that_stalls_wait_and_come_once(served: Served) -> None:
    window = await served.enter(0)
    [connection] = served.house.hub.admission.connections
    connection.stalled_at = 1e12
    for _ in range(5):
        served.house.hub.publish([Notice(str(connection.actor.account_id), "desk")])
    await asyncio.sleep(0.05)
    assert not any(event["type"] == "account.changed" for event in window.passing)
    connection.resumed()
    await window.until(lambda: any(event["type"] == "account.changed" for event in window.passing))
    await asyncio.sleep(0.05)
    assert [event["what"] for event in window.passing if event["type"] == "account.changed"] == ["desk"]
