"""D5: a PostgreSQL that is killed, frozen, cut off or read-only under load: refused or delayed, told so, nothing lost."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from server.actor import ANYONE, Actor
from server.clock import SystemClock
from server.storage.database import Database
from server.storage.readers import Readers
from server.storage.sealing import Sealer
from server.storage.tx import Tx
from tests.faults.chance import IS_LONG, chance
from tests.faults.places import OwnPostgres
from tests.faults.talkers import Talkers, heard_by
from tests.harness.member import Member
from tests.hub.house import Served, serve_house

CUTS = 100 if IS_LONG else 12
pytestmark = pytest.mark.timeout(60 + 5 * CUTS)


@pytest.fixture
async def served(own_postgres: tuple[OwnPostgres, str], tmp_path: Path) -> AsyncIterator[Served]:
    server, name = own_postgres
    async with serve_house(server.url(name), tmp_path, people=5) as served:
        yield served


@pytest.fixture
async def talkers(served: Served) -> Talkers:
    members = [await served.enter(number) for number in range(4)]
    for member in members:
        await member.follow(served.room(0))
    talkers = Talkers(members, served.room(0))
    talkers.start()
    await talkers.get_further()
    return talkers


async def everything_is_there(served: Served, talkers: Talkers) -> None:
    """For those who were there all the time, and for somebody who comes now."""
    room = served.room(0)
    newcomer = await served.enter(4)
    await newcomer.ask("room.resume", room=room, after=0)
    await asyncio.sleep(0.1)
    for member in (talkers._members[0], newcomer):
        assert await heard_by(member, room, talkers.acked) == []


def errors_told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was logged as an error of ours. A room that could not be looked after for five seconds is rightly told."""
    errors = [line for line in capsys.readouterr().out.splitlines() if "[error" in line]
    return [line for line in errors if not ("not watched" in line and "TimeoutError" in line)]


async def ready_again(served: Served) -> float:
    began = time.monotonic()
    while not await served.house.readiness.is_ready():
        assert time.monotonic() - began < 20
        await asyncio.sleep(0.1)
    return time.monotonic() - began


async def test_killed_database_loses_nothing_and_is_found_again(
    own_postgres: tuple[OwnPostgres, str], served: Served, talkers: Talkers, capsys: pytest.CaptureFixture[str]
) -> None:
    server, _ = own_postgres
    for _ in range(3):
        await asyncio.to_thread(server.kill)
        await talkers.until_refused("storage_unavailable")
        await asyncio.sleep(1.1)
        assert not await served.house.readiness.is_ready()
        await asyncio.to_thread(server.resume)
        await ready_again(served)
        await talkers.get_further()
    await talkers.stop()
    await everything_is_there(served, talkers)
    assert errors_told(capsys) == []


@pytest.mark.parametrize("way", ["orm", "core", "driver"])
async def test_what_is_looked_up_together_while_the_database_is_killed_is_refused_and_answered_again_later(
    own_postgres: tuple[OwnPostgres, str], way: str
) -> None:
    """However a look-up reaches it: nothing of the lost transaction is in the way of the next one."""
    server, name = own_postgres
    engine = Database(server.url(name)).reader()
    readers = Readers(engine, SystemClock(), Sealer(bytes(32)), threads=1)
    begun = threading.Event()

    def look(tx: Tx, actor: Actor, seconds: float) -> None:
        begun.set()
        statement = f"SELECT pg_sleep({seconds})"
        if way == "driver":
            tx.cursor.execute(statement)
        else:
            (tx.session if way == "orm" else tx.connection).execute(text(statement))

    await readers.run(look, ANYONE, 0)
    begun.clear()
    looks = [asyncio.ensure_future(readers.run(look, ANYONE, 20)) for _ in range(4)]
    await asyncio.to_thread(begun.wait)
    await asyncio.to_thread(server.kill)
    refused = await asyncio.gather(*looks, return_exceptions=True)
    assert [getattr(one, "code", one) for one in refused] == ["storage_unavailable"] * 4
    await asyncio.to_thread(server.resume)
    await asyncio.gather(*(readers.run(look, ANYONE, 0) for _ in range(4)))
    await readers.stop()
    engine.dispose()


async def test_frozen_database_is_told_and_what_waited_for_it_is_kept_once(
    own_postgres: tuple[OwnPostgres, str], served: Served, talkers: Talkers, capsys: pytest.CaptureFixture[str]
) -> None:
    server, _ = own_postgres
    server.freeze()
    assert not await served.house.readiness.is_ready()
    before = len(talkers.acked)
    await asyncio.sleep(1)
    assert len(talkers.acked) == before
    server.thaw()
    await ready_again(served)
    await talkers.get_further()
    await talkers.stop()
    assert not talkers.refused
    await everything_is_there(served, talkers)
    assert errors_told(capsys) == []


async def test_connections_that_are_cut_again_and_again_lose_nothing(
    own_postgres: tuple[OwnPostgres, str], served: Served, talkers: Talkers
) -> None:
    server, name = own_postgres
    random = chance(5)
    for _ in range(CUTS):
        await asyncio.sleep(random.uniform(0.05, 0.3))
        await asyncio.to_thread(server.cut_everybody_off, name)
    await talkers.get_further()
    await talkers.stop()
    await everything_is_there(served, talkers)


async def test_read_only_database_refuses_and_is_told_apart_from_a_fault(
    own_postgres: tuple[OwnPostgres, str], served: Served, talkers: Talkers
) -> None:
    server, name = own_postgres
    await asyncio.to_thread(server.make_read_only, name, is_so=True)
    await talkers.until_refused("storage_unavailable")
    await asyncio.sleep(1.1)
    assert not await served.house.readiness.is_ready()
    reader = await served.enter(4)
    assert len((await reader.follow(served.room(0)))["events"]) > 0
    await asyncio.to_thread(server.make_read_only, name, is_so=False)
    await ready_again(served)
    await talkers.get_further()
    await talkers.stop()
    assert set(talkers.refused) <= {"storage_unavailable", "server_busy"}
    await everything_is_there(served, talkers)


async def test_control_database_that_answers_before_it_keeps_is_noticed(
    own_postgres: tuple[OwnPostgres, str], served: Served
) -> None:
    server, name = own_postgres
    await asyncio.to_thread(forget_at_a_kill, server, name)
    member: Member = await served.enter(0)
    lost = 0
    for _ in range(5):
        acked = [(await member.say(served.room(0), f"word {number} of many"))["seq"] for number in range(20)]
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.resume)
        await ready_again(served)
        lost += (await member.follow(served.room(0)))["head"] < acked[-1]
    assert lost


def forget_at_a_kill(server: OwnPostgres, name: str) -> None:
    """As `synchronous_commit=off` does: a commit is answered before it is written."""
    import psycopg

    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("SELECT pg_reload_conf()")
    server.cut_everybody_off(name)
