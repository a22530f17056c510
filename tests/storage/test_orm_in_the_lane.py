"""A row that the database refuses costs its own command, and nobody else in the same commit."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, select

from server.actor import OPERATOR, Actor
from server.clock import SystemClock
from server.errors import ErrorCode, Refusal
from server.storage.database import Database
from server.storage.lane import Lane
from server.storage.sealing import Sealer
from server.storage.tx import Tx


class Chair(SQLModel, table=True):
    number: int = Field(primary_key=True)


# a table of this test alone, so that no other test finds it in the metadata
SQLModel.metadata.remove(Chair.__table__)


@pytest.fixture
async def lane(empty_database_url: str) -> AsyncIterator[Lane]:
    engine = Database(empty_database_url).writer()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE chair (number INTEGER PRIMARY KEY)")
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), publish=lambda effects: None)
    yield lane
    await lane.stop()
    engine.dispose()


def take(tx: Tx, actor: Actor, number: int) -> None:
    tx.session.add(Chair(number=number))
    try:
        tx.session.flush()
    except IntegrityError:
        raise Refusal(ErrorCode.NAME_TAKEN) from None


def take_carelessly(tx: Tx, actor: Actor, number: int) -> None:
    tx.session.add(Chair(number=number))


def taken(tx: Tx, actor: Actor, command: None) -> list[int]:
    return sorted(tx.session.exec(select(Chair.number)))


async def attempt(lane: Lane, use_case, number: int) -> ErrorCode | None:
    try:
        await lane.run(use_case, OPERATOR, number)
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(("use_case", "told"), [(take, ErrorCode.NAME_TAKEN), (take_carelessly, ErrorCode.INTERNAL)])
async def test_refused_row_costs_only_its_own_command(lane: Lane, use_case, told: ErrorCode) -> None:
    together = [asyncio.create_task(attempt(lane, use_case, number)) for number in (1, 2, 1, 3)]
    await asyncio.sleep(0)
    lane.start()
    assert await asyncio.gather(*together) == [None, None, told, None]
    assert await lane.run(taken, OPERATOR) == [1, 2, 3]
