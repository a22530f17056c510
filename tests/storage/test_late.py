"""What many commands of one commit change is written once, and a refused command's share of it not at all."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, insert, select, update

from server.actor import OPERATOR, Actor
from server.clock import SystemClock
from server.errors import ErrorCode, Refusal
from server.storage.database import Database
from server.storage.lane import Lane
from server.storage.prepared import Prepared
from server.storage.sealing import Sealer
from server.storage.tx import Tx

shelf = Table("shelf", MetaData(), Column("books", Integer))
note = Table("note", MetaData(), Column("number", Integer))
BOOKS = Prepared(select(shelf.c.books))
PUT = Prepared(update(shelf).values(books=bindparam("count")))
NOTE = Prepared(insert(note).values(number=bindparam("number")))


@dataclass(frozen=True)
class Books:
    count: int

    def write(self, tx: Tx, key: str) -> None:
        tx.run(PUT, count=self.count)
        tx.run(NOTE, number=self.count)


@pytest.fixture
async def lane(empty_database_url: str) -> AsyncIterator[Lane]:
    engine = Database(empty_database_url).writer()
    with engine.begin() as connection:
        for statement in ("CREATE TABLE shelf (books INTEGER)", "CREATE TABLE note (number INTEGER)"):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("INSERT INTO shelf VALUES (0)")
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), publish=lambda effects: None)
    yield lane
    await lane.stop()
    engine.dispose()


def add(tx: Tx, actor: Actor, _: None) -> int:
    held = tx.late("shelf")
    count = held.count if isinstance(held, Books) else tx.run(BOOKS).fetchone()[0]
    tx.write_late("shelf", Books(count + 1))
    return int(count) + 1


def add_and_refuse(tx: Tx, actor: Actor, _: None) -> None:
    add(tx, actor, None)
    raise Refusal(ErrorCode.ROOM_CLOSED)


def refuse_after_the_last(tx: Tx, actor: Actor, _: None) -> None:
    add(tx, actor, None)
    tx.run_last(NOTE, number=-1)
    raise Refusal(ErrorCode.ROOM_CLOSED)


def read(tx: Tx, actor: Actor, _: None) -> tuple[int, list[int]]:
    notes = tx.connection.exec_driver_sql("SELECT number FROM note ORDER BY number")
    return tx.run(BOOKS).fetchone()[0], list(notes.scalars())


async def together(lane: Lane, *cases) -> list[object]:
    waiting = [asyncio.create_task(lane.run(case, OPERATOR)) for case in cases]
    await asyncio.sleep(0)
    lane.start()
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_each_command_sees_what_those_before_it_did_and_one_write_tells_of_all(lane: Lane) -> None:
    assert await together(lane, add, add, add) == [1, 2, 3]
    assert await lane.run(read, OPERATOR) == (3, [3])


async def test_refused_command_leaves_no_trace_in_what_is_written_late(lane: Lane) -> None:
    first, refused, last = await together(lane, add, add_and_refuse, add)
    assert isinstance(refused, Refusal)
    assert (first, last) == (1, 2)
    assert await lane.run(read, OPERATOR) == (2, [2])


async def test_command_refused_after_its_last_change_still_leaves_nothing_and_harms_nobody(lane: Lane) -> None:
    first, refused, last = await together(lane, add, refuse_after_the_last, add)
    assert isinstance(refused, Refusal)
    assert (first, last) == (1, 2)
    assert await lane.run(read, OPERATOR) == (2, [1, 2])
