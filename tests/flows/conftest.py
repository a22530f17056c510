"""The stage of a flow: one process on SQLite, and two on PostgreSQL and Valkey, with staff at one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server.clock import Clock
from tests.flows.stage import Stage, open_stage, open_two_stages


@pytest.fixture
def rules() -> dict[str, Any]:
    """The settings of the house; a file may have its own."""
    return {"newcomer_rate": 1_000, "newcomer_burst": 1_000}


@pytest.fixture
def clock() -> Clock | None:
    """The clock of the house, the machine's own; a file may have another."""
    return None


@pytest.fixture
async def small_stage(
    sqlite_url: str, tmp_path: Path, clock: Clock | None, rules: dict[str, Any]
) -> AsyncIterator[Stage]:
    """One process, for what another has no part in."""
    async with open_stage(sqlite_url, tmp_path, clock, **rules) as stage:
        yield stage


@pytest.fixture
async def wide_stage(
    postgres_url: str, valkey_url: str, tmp_path: Path, clock: Clock | None, rules: dict[str, Any]
) -> AsyncIterator[Stage]:
    """Two processes."""
    async with open_two_stages(postgres_url, valkey_url, tmp_path, clock, **rules) as (staff, _):
        yield staff


@pytest.fixture(params=["small_stage", "wide_stage"], ids=["one process", "two processes"])
def stage(request: pytest.FixtureRequest) -> Stage:
    """One process, then two."""
    found: Stage = request.getfixturevalue(request.param)
    return found
