"""The lane: many commands, one commit, and none of them pays for another's mistake."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text

from server.actor import OPERATOR, Actor
from server.clock import FixedClock
from server.errors import ErrorCode, Refusal
from server.storage import database
from server.storage.database import Database
from server.storage.lane import Lane
from server.storage.outbox import Effect, RoomNews
from server.storage.sealing import Sealer
from server.storage.tx import Tx

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


class Told:
    """Collects what a lane publishes, and how many commands shared each commit."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []
        self.commits: list[int] = []

    def publish(self, effects: list[Effect]) -> None:
        self.effects += effects

    def observe(self, commands: int, seconds: float) -> None:
        self.commits.append(commands)


@asynccontextmanager
async def lane_on(url: str, told: Told) -> AsyncIterator[Lane]:
    engine = Database(url).writer()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE note (number INTEGER PRIMARY KEY, word TEXT NOT NULL)")
    lane = Lane(engine, FixedClock(NOW), Sealer(bytes(32)), told.publish, told.observe)
    lane.start()
    try:
        yield lane
    finally:
        await lane.stop()
        engine.dispose()


def write(tx: Tx, actor: Actor, number: int) -> int:
    tx.connection.exec_driver_sql(f"INSERT INTO note VALUES ({number}, 'kept')")
    tx.outbox.room_event("room", number, f"note {number}")
    return number


def write_and_refuse(tx: Tx, actor: Actor, number: int) -> None:
    write(tx, actor, number)
    raise Refusal(ErrorCode.ROOM_CLOSED)


def write_and_break(tx: Tx, actor: Actor, number: int) -> None:
    write(tx, actor, number)
    raise ZeroDivisionError("the words of somebody")


def count(tx: Tx, actor: Actor, _: Any) -> int:
    return int(tx.connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one())


async def test_result_comes_after_the_row_is_there_for_everyone(empty_database_url: str) -> None:
    async with lane_on(empty_database_url, Told()) as lane:
        assert await lane.run(write, OPERATOR, 7) == 7
        engine = Database(empty_database_url).reader()
        with engine.connect() as other:
            assert other.exec_driver_sql("SELECT number FROM note").scalar_one() == 7
        engine.dispose()


async def test_commands_that_wait_together_share_one_commit(empty_database_url: str) -> None:
    told = Told()
    async with lane_on(empty_database_url, told) as lane:
        await asyncio.gather(*(lane.run(write, OPERATOR, number) for number in range(300)))
        assert await lane.run(count, OPERATOR) == 300
    assert len(told.commits) < 100


@pytest.mark.parametrize("bad", [write_and_refuse, write_and_break])
async def test_command_that_fails_leaves_no_row_and_harms_no_neighbour(
    empty_database_url: str, bad: Callable[..., None]
) -> None:
    told = Told()
    async with lane_on(empty_database_url, told) as lane:
        cases = [bad if number % 3 == 0 else write for number in range(30)]
        results = await asyncio.gather(
            *(lane.run(case, OPERATOR, number) for number, case in enumerate(cases)), return_exceptions=True
        )
        assert await lane.run(count, OPERATOR) == 20
    assert [isinstance(result, Refusal) for result in results] == [case is bad for case in cases]
    assert sorted(effect.seq for effect in told.effects if isinstance(effect, RoomNews)) == [
        number for number in range(30) if number % 3
    ]


def remember(tx: Tx, actor: Actor, word: str) -> None:
    tx.cache["word"] = word


def recall(tx: Tx, actor: Actor, _: None) -> Any:
    return tx.cache.get("word")


def write_and_remember_and_refuse(tx: Tx, actor: Actor, number: int) -> None:
    write(tx, actor, number)
    tx.cache["word"] = "undone"
    raise Refusal(ErrorCode.ROOM_CLOSED)


async def test_lane_forgets_only_where_what_it_remembers_may_be_undone(empty_database_url: str) -> None:
    async with lane_on(empty_database_url, Told()) as lane:
        await lane.run(remember, OPERATOR, "kept")
        with pytest.raises(Refusal):
            await lane.run(write_and_refuse, OPERATOR, 1)
        assert await lane.run(recall, OPERATOR) == "kept"
        with pytest.raises(Refusal):
            await lane.run(write_and_remember_and_refuse, OPERATOR, 1)
        assert await lane.run(recall, OPERATOR) is None


async def test_unexpected_error_is_told_as_internal_and_without_its_words(
    empty_sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with lane_on(empty_sqlite_url, Told()) as lane:
        with pytest.raises(Refusal) as refused:
            await lane.run(write_and_break, OPERATOR, 1)
    assert refused.value.code is ErrorCode.INTERNAL
    written = capsys.readouterr()
    assert "words" not in written.out + written.err + str(refused.value.as_dict())


async def test_effects_are_published_before_the_command_is_answered(empty_sqlite_url: str) -> None:
    told = Told()
    seen: list[int] = []
    async with lane_on(empty_sqlite_url, told) as lane:
        answered = asyncio.Event()

        def done(result: Any, error: BaseException | None) -> None:
            seen.append(len(told.effects))
            answered.set()

        lane.submit(write, OPERATOR, 1, done)
        await answered.wait()
    assert seen == [1]


async def test_commit_that_fails_is_told_and_publishes_nothing(empty_sqlite_url: str) -> None:
    told = Told()
    async with lane_on(empty_sqlite_url, told) as lane:
        await lane.run(write, OPERATOR, 1)
        engine = lane._engine
        event.listen(engine, "commit", _fail)
        with pytest.raises(Refusal) as refused:
            await lane.run(write, OPERATOR, 2)
        assert refused.value.code is ErrorCode.STORAGE_UNAVAILABLE
        event.remove(engine, "commit", _fail)
        assert await lane.run(count, OPERATOR) == 1
    assert len(told.effects) == 1


def _fail(connection: Any) -> None:
    from sqlite3 import OperationalError

    raise OperationalError("disk I/O error")


async def test_row_that_somebody_holds_costs_only_the_commands_that_need_it(
    empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.3)

    def change(tx: Tx, actor: Actor, number: int) -> int:
        tx.session.execute(text("UPDATE note SET word = 'changed' WHERE number = :number"), {"number": number})
        return number

    async with lane_on(empty_postgres_url, Told()) as lane:
        await asyncio.gather(*(lane.run(write, OPERATOR, number) for number in range(3)))
        with psycopg.connect(empty_postgres_url.replace("+psycopg", "")) as somebody:
            somebody.execute("SELECT 1 FROM note WHERE number = 1 FOR UPDATE")
            changes = (lane.run(change, OPERATOR, number % 3, key=str(number % 3)) for number in range(6))
            done = await asyncio.wait_for(asyncio.gather(*changes, return_exceptions=True), 20)
            assert [getattr(one, "code", one) for one in done] == [0, ErrorCode.SERVER_BUSY, 2] * 2
            somebody.rollback()
        assert await lane.run(change, OPERATOR, 1, key="1") == 1


async def test_process_that_sleeps_in_a_transaction_loses_what_it_holds(
    empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LONGEST_SLEEP", 0.3)

    def sleep_once(tx: Tx, actor: Actor, naps: list[float]) -> int:
        tx.connection.exec_driver_sql("UPDATE note SET word = 'mine'")
        time.sleep(naps.pop() if naps else 0)
        return int(tx.connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one())

    async with lane_on(empty_postgres_url, Told()) as sleeper:
        await sleeper.run(write, OPERATOR, 1)
        assert await sleeper.run(sleep_once, OPERATOR, [1.0]) == 1  # cut off, and done again
        assert sleeper.failed_commits == 1


async def test_stopping_finishes_what_was_queued(empty_sqlite_url: str) -> None:
    told = Told()
    async with lane_on(empty_sqlite_url, told) as lane:
        waiting = [asyncio.ensure_future(lane.run(write, OPERATOR, number)) for number in range(50)]
        await asyncio.sleep(0)
        await lane.stop()
        assert sorted(await asyncio.gather(*waiting)) == list(range(50))
        with pytest.raises(Refusal) as refused:
            await lane.run(write, OPERATOR, 51)
    assert refused.value.code is ErrorCode.SERVER_BUSY
