"""Timed work is done by one of several processes, and by another when that one is gone."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from server.web.services import Job, Services
from tests.faults.test_valkey_gone import two


@pytest.mark.parametrize("all_lead", [False, True])
@pytest.mark.timeout(240)
async def test_work_is_done_by_one_process_unless_all_think_they_lead(
    postgres_url: str, valkey_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, all_lead: bool
) -> None:
    """With `all_lead`, the control: nobody asks the database who leads."""
    done: list[Any] = []

    async def work(services: Services) -> None:
        done.append(services)

    monkeypatch.setattr("server.app.JOBS", [Job("count", 0.1, work)])
    monkeypatch.setattr("server.jobs._TICK", 0.2)
    if all_lead:
        monkeypatch.setattr("server.jobs.lead", lambda tx, actor, holder: True)
    async with two(postgres_url, valkey_url, tmp_path):
        until = asyncio.get_running_loop().time() + 20
        while len(done) < 10 and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.1)
    assert len(done) >= 10
    assert len({id(services) for services in done}) == (2 if all_lead else 1)
