"""On PostgreSQL a command that is undone costs the others nothing of what was prepared for them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text

from server.actor import OPERATOR, Actor
from server.clock import SystemClock
from server.errors import ErrorCode, Refusal
from server.storage.database import Database
from server.storage.lane import Lane
from server.storage.sealing import Sealer
from server.storage.tx import Tx

TIMES = 7  # after five of them psycopg prepares a statement


@asynccontextmanager
async def one_lane(database_url: str) -> AsyncIterator[Lane]:
    engine = Database(database_url).writer()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE chair (number INTEGER PRIMARY KEY)"))
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), publish=lambda effects: None)
    lane.start()
    yield lane
    await lane.stop()
    engine.dispose()


def sit(tx: Tx, actor: Actor, number: int) -> None:
    tx.connection.execute(text("INSERT INTO chair VALUES (:number)"), {"number": number})


def sit_and_be_refused(tx: Tx, actor: Actor, number: int) -> None:
    sit(tx, actor, number)
    raise Refusal(ErrorCode.NAME_TAKEN)


def sit_by_the_orm_and_be_refused(tx: Tx, actor: Actor, number: int) -> None:
    tx.session.execute(text("INSERT INTO chair VALUES (:number)"), {"number": number})
    raise Refusal(ErrorCode.NAME_TAKEN)


def sit_on_nothing(tx: Tx, actor: Actor, number: int) -> None:
    tx.connection.execute(text("INSERT INTO stool VALUES (:number)"), {"number": number})


def prepared(tx: Tx, actor: Actor, command: None) -> int:
    found = tx.cursor.execute("SELECT statement FROM pg_prepared_statements")
    return sum("INSERT INTO chair" in statement for (statement,) in found.fetchall())


def seated(tx: Tx, actor: Actor, command: None) -> list[int]:
    return sorted(tx.connection.execute(text("SELECT number FROM chair")).scalars())


async def refused(lane: Lane, use_case: Any, number: int) -> None:
    with pytest.raises(Refusal):
        await lane.run(use_case, OPERATOR, number)


@pytest.mark.parametrize("use_case", [sit_and_be_refused, sit_by_the_orm_and_be_refused, sit_on_nothing])
async def test_undone_command_leaves_what_is_prepared(empty_postgres_url: str, use_case: Any) -> None:
    async with one_lane(empty_postgres_url) as lane:
        for number in range(TIMES):
            await lane.run(sit, OPERATOR, number)
        assert await lane.run(prepared, OPERATOR) == 1
        await refused(lane, use_case, 100)
        await lane.run(sit, OPERATOR, TIMES)
        assert await lane.run(prepared, OPERATOR) == 1
        assert await lane.run(seated, OPERATOR) == list(range(TIMES + 1))


async def test_what_was_first_prepared_in_an_undone_command_goes_on_working(empty_postgres_url: str) -> None:
    async with one_lane(empty_postgres_url) as lane:
        for number in range(TIMES):
            await refused(lane, sit_and_be_refused, number)
        assert await lane.run(prepared, OPERATOR) == 1
        await lane.run(sit, OPERATOR, 0)
        assert await lane.run(seated, OPERATOR) == [0]


@pytest.mark.parametrize("statement", ["DEALLOCATE ALL", "DISCARD PLANS; DEALLOCATE ALL", "DROP TABLE chair"])
async def test_what_is_thrown_away_is_not_taken_for_prepared(empty_postgres_url: str, statement: str) -> None:
    def throw_away(tx: Tx, actor: Actor, command: None) -> None:
        tx.connection.exec_driver_sql(statement)

    async with one_lane(empty_postgres_url) as lane:
        for number in range(TIMES):
            await lane.run(sit, OPERATOR, number)
        await lane.run(throw_away, OPERATOR)
        assert await lane.run(prepared, OPERATOR) == 0
        if "chair" not in statement:
            await lane.run(sit, OPERATOR, 100)
            assert 100 in await lane.run(seated, OPERATOR)
