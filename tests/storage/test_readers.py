"""What is looked up together sees one moment of the database, and no look-up sees one from before it was asked for."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from server.actor import ANYONE, Actor
from server.clock import SystemClock
from server.errors import ErrorCode, Refusal
from server.storage.database import Database
from server.storage.readers import Readers
from server.storage.sealing import Sealer
from server.storage.tx import Tx


@pytest.fixture
async def readers(database_url: str) -> AsyncIterator[Readers]:
    """One thread, so that what waits is taken together."""
    engine = Database(database_url).reader()
    readers = Readers(engine, SystemClock(), Sealer(bytes(32)), threads=1)
    yield readers
    await readers.stop()
    engine.dispose()


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
