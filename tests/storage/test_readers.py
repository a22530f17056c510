"""What is looked up together sees one moment of the database, and no look-up sees one from before it was asked for."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from bench.seed import seed
from server.actor import ANYONE, Actor
from server.clock import SystemClock
from server.errors import ErrorCode, Refusal
from server.rooms.tables import Room
from server.storage.database import Database
from server.storage.readers import Readers
from server.storage.sealing import Sealer
from server.storage.tx import Tx


@asynccontextmanager
async def one_reader(database_url: str) -> AsyncIterator[Readers]:
    """One thread, so that what waits is taken together."""
    engine = Database(database_url).reader()
    readers = Readers(engine, SystemClock(), Sealer(bytes(32)), threads=1)
    yield readers
    await readers.stop()
    engine.dispose()


@pytest.fixture
async def readers(database_url: str) -> AsyncIterator[Readers]:
    async with one_reader(database_url) as readers:
        yield readers


def noted(tx: Tx, actor: Actor, word: str) -> list[str]:
    """Leaves a word for those who look at the same moment, and tells what was left before."""
    left: list[str] = tx.cache.setdefault("left", [])
    left.append(word)
    tx.connection.exec_driver_sql("SELECT 1")
    return list(left)


async def together(readers: Readers, *looks: Any) -> list[Any]:
    """What the looks give when one thread finds them all waiting."""
    may_go = threading.Event()

    def hold(tx: Tx, actor: Actor, command: None) -> None:
        may_go.wait(10)

    holding = asyncio.ensure_future(readers.run(hold, ANYONE))
    await asyncio.sleep(0.1)
    asked = [asyncio.ensure_future(readers.run(look, ANYONE, command)) for look, command in looks]
    await asyncio.sleep(0)
    may_go.set()
    await holding
    return await asyncio.gather(*asked, return_exceptions=True)


async def test_what_waits_together_is_one_moment(readers: Readers) -> None:
    assert await together(readers, (noted, "one"), (noted, "two")) == [["one"], ["one", "two"]]


async def test_a_moment_ends_with_those_who_looked_together(readers: Readers) -> None:
    assert await readers.run(noted, ANYONE, "one") == ["one"]
    assert await readers.run(noted, ANYONE, "two") == ["two"]


async def test_a_refusal_is_its_own_look_ups_alone(readers: Readers) -> None:
    def refuse(tx: Tx, actor: Actor, command: None) -> None:
        raise Refusal(ErrorCode.NOT_IN_ROOM)

    found = await together(readers, (noted, "one"), (refuse, None), (noted, "two"))
    assert isinstance(found[1], Refusal)
    assert [found[0], found[2]] == [["one"], ["one", "two"]]


async def test_a_broken_statement_spoils_no_look_up_beside_it(readers: Readers) -> None:
    def broken(tx: Tx, actor: Actor, command: None) -> None:
        tx.cursor.execute("SELECT nothing FROM nowhere")

    found = await together(readers, (noted, "one"), (broken, None), (noted, "two"))
    assert isinstance(found[1], Exception)
    assert [found[0], found[2]] == [["one"], ["two"]]


def head_by_the_orm(tx: Tx, actor: Actor, command: None) -> int:
    return tx.session.exec(select(Room.head_seq)).one()


def head_by_the_driver(tx: Tx, actor: Actor, command: None) -> int:
    return int(tx.cursor.execute("SELECT head_seq FROM room").fetchone()[0])


@pytest.fixture
def head(database_url: str, tmp_path: Path) -> int:
    """Of the only room."""
    seed(database_url, 1, 2, tmp_path / "people")
    with Database(database_url).reader().connect() as connection:
        return connection.execute(select(Room.head_seq)).scalar_one()


@pytest.fixture
def move(database_url: str) -> Any:
    """Somebody else changes what is looked at, while a thread is in the middle of what it looks up together."""

    def move(tx: Tx, actor: Actor, command: None) -> None:
        with Database(database_url).writer().begin() as connection:
            connection.execute(text("UPDATE room SET head_seq = head_seq + 1"))

    return move


async def test_what_changes_meanwhile_is_of_another_moment_however_it_is_looked_up(
    readers: Readers, head: int, move: Any
) -> None:
    looks = [head_by_the_orm, move, head_by_the_driver, head_by_the_orm]
    assert await together(readers, *((look, None) for look in looks)) == [head, None, head, head]
    assert await readers.run(head_by_the_orm, ANYONE) == head + 1


async def test_look_up_of_two_halves_is_of_one_moment_after_another_that_used_the_orm(
    readers: Readers, head: int, move: Any
) -> None:
    def halves(tx: Tx, actor: Actor, command: None) -> list[int]:
        first = head_by_the_driver(tx, actor, None)
        move(tx, actor, None)
        return [first, head_by_the_driver(tx, actor, None)]

    assert await together(readers, (head_by_the_orm, None), (halves, None)) == [head, [head, head]]


async def test_reader_keeps_what_it_has_prepared_however_it_is_looked_up(postgres_url: str) -> None:
    def prepared(tx: Tx, actor: Actor, command: None) -> int:
        head_of_none = select(Room.head_seq).where(Room.id == "none")
        tx.session.exec(head_of_none).all()
        asked = tx.cursor.execute("SELECT statement FROM pg_prepared_statements")
        return sum("FROM room" in statement for (statement,) in asked)

    async with one_reader(postgres_url) as readers:
        found = [await readers.run(prepared, ANYONE) for _ in range(10)]
    assert found[-1] == 1
