"""What many commands of one commit change is written once, and a refused command's share of it not at all."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, bindparam, insert, select, update

from server.actor import OPERATOR, Actor
from server.clock import SystemClock
from server.errors import ErrorCode, Refusal
from server.storage.database import Database
from server.storage.lane import Lane, UseCase
from server.storage.prepared import Prepared
from server.storage.sealing import Sealer
from server.storage.tx import Tx

shelf = Table("shelf", MetaData(), Column("books", Integer))
note = Table("note", MetaData(), Column("number", Integer))
BOOKS = Prepared(select(shelf.c.books))
PUT = Prepared(update(shelf).values(books=bindparam("count")))
NOTE = Prepared(insert(note).values(number=bindparam("number")))
NOTES = Prepared(select(note.c.number).order_by(note.c.number))


@dataclass(frozen=True)
class Books:
    count: int

    @classmethod
    def write_all(cls, tx: Tx, states: Mapping[str, "Books"]) -> None:
        for state in states.values():
            tx.run(PUT, count=state.count)
            tx.run(NOTE, number=state.count)


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


def add_row_and_refuse(tx: Tx, actor: Actor, _: None) -> None:
    add(tx, actor, None)
    tx.add_row(NOTE, number=-1)
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


async def test_row_of_a_refused_command_is_never_written(lane: Lane) -> None:
    first, refused, last = await together(lane, add, add_row_and_refuse, add)
    assert isinstance(refused, Refusal)
    assert (first, last) == (1, 2)
    assert await lane.run(read, OPERATOR) == (2, [2])


def jot(number: int) -> UseCase:
    def jot_down(tx: Tx, actor: Actor, _: None) -> list[int]:
        tx.add_row(NOTE, number=number)
        return [row[0] for row in tx.run(NOTES).fetchall()] if number % 10 == 0 else []

    return jot_down


def jot_wrongly(tx: Tx, actor: Actor, _: None) -> None:
    tx.add_row(NOTE, number=1)


async def test_rows_are_written_together_and_seen_by_whoever_looks(lane: Lane) -> None:
    seen = await together(lane, *(jot(number) for number in range(75)))
    assert [seen[number] for number in range(0, 75, 10)] == [list(range(number + 1)) for number in range(0, 75, 10)]
    assert await lane.run(read, OPERATOR) == (0, list(range(75)))


async def test_row_that_the_database_refuses_costs_only_its_own_command(lane: Lane) -> None:
    with lane._engine.begin() as connection:
        connection.exec_driver_sql("CREATE UNIQUE INDEX one_of_each ON note (number)")
    done = await together(lane, jot(1), jot(2), jot_wrongly, jot(3))
    assert [isinstance(one, Refusal) for one in done] == [False, False, True, False]
    assert await lane.run(read, OPERATOR) == (0, [1, 2, 3])


async def test_row_refused_while_somebody_else_looks_costs_not_them_but_its_own_command(lane: Lane) -> None:
    with lane._engine.begin() as connection:
        connection.exec_driver_sql("CREATE UNIQUE INDEX one_of_each ON note (number)")
    done = await together(lane, jot(1), jot_wrongly, jot(10))
    assert [isinstance(one, Refusal) for one in done] == [False, True, False]
    assert await lane.run(read, OPERATOR) == (0, [1, 10])
