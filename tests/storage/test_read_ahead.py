"""What was read for all commands of a commit stays true for the others, or is forgotten."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from server.actor import OPERATOR, Actor
from server.errors import ErrorCode, Refusal
from server.storage.tx import Tx
from tests.storage.opened import Storage, open_storage

NOW = datetime(2026, 11, 3, 18, tzinfo=UTC)


def read_ahead(tx: Tx, commands: Sequence[Any]) -> dict[Any, Any]:
    return {"read": "for all"}


@pytest.fixture
async def storage(empty_database_url: str) -> AsyncIterator[Storage]:
    async with open_storage(empty_database_url, NOW, look_ahead=read_ahead) as storage:
        yield storage


def known(tx: Tx, actor: Actor, command: None) -> dict[Any, Any]:
    return dict(tx.ahead)


def refuse(tx: Tx, actor: Actor, command: None) -> None:
    raise Refusal(ErrorCode.NOT_YOUR_TURN)


def change_and_refuse(tx: Tx, actor: Actor, command: None) -> None:
    tx.connection.execute(text("CREATE TABLE chair (number INTEGER)"))
    raise Refusal(ErrorCode.NOT_YOUR_TURN)


async def after(storage: Storage, use_case: Any) -> Any:
    """What a command knows that shares a commit with another, which comes first."""
    first, second = (storage.lanes.run(one, OPERATOR) for one in (use_case, known))
    return (await asyncio.gather(first, second, return_exceptions=True))[1]


async def test_refusal_that_has_changed_nothing_takes_nothing_from_the_others(storage: Storage) -> None:
    assert await after(storage, refuse) == {"read": "for all"}


async def test_what_was_read_ahead_is_not_relied_on_when_something_has_been_undone(storage: Storage) -> None:
    assert await after(storage, change_and_refuse) == {}
