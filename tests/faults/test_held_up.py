"""A transaction on one room that does not end: its room is refused for now, and every other room goes on."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from server.storage import database
from tests.harness.member import Member, Refused
from tests.hub.house import Served, serve_house

SLOW = 6.0  # seconds: a lane waits two, once, and a machine may be busy


@pytest.fixture
async def served(postgres_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serve_house(postgres_url, tmp_path, rooms=2, people=2, lanes=1) as served:
        yield served


@contextmanager
def frozen(url: str, room: str) -> Iterator[None]:
    """Somebody has taken a room's row, and neither commits nor goes."""
    with psycopg.connect(url) as holder:
        holder.execute("SELECT 1 FROM room WHERE id = %s FOR UPDATE", [room])
        yield
        holder.rollback()


async def code_of(member: Member, room: str, **fields: str) -> str | None:
    """With what somebody's words are refused, None where they are posted."""
    try:
        await member.say(room, "how was your evening", **fields)
    except Refused as refused:
        assert refused.error["retry_after"] > 0
        return str(refused.error["code"])
    return None


async def test_frozen_room_is_refused_and_the_same_message_is_taken_later(served: Served, postgres_url: str) -> None:
    kuusi = await served.enter(0)
    await kuusi.follow(served.room(0))
    draft = str(uuid4())
    with frozen(postgres_url, served.room(0)):
        assert await code_of(kuusi, served.room(0), client_id=draft) == "server_busy"
    assert await code_of(kuusi, served.room(0), client_id=draft) is None
    assert kuusi.seqs(served.room(0)) == [1]


async def test_other_rooms_on_the_lane_go_on(served: Served, postgres_url: str) -> None:
    kuusi, meri = await served.enter(0), await served.enter(2)
    with frozen(postgres_url, served.room(0)):
        began = time.monotonic()
        together = [code_of(kuusi, served.room(0)) for _ in range(3)] + [
            code_of(meri, served.room(2)) for _ in range(3)
        ]
        assert await asyncio.gather(*together) == ["server_busy"] * 3 + [None] * 3
        assert time.monotonic() - began < SLOW
        began = time.monotonic()
        later = [code_of(kuusi, served.room(0)), code_of(meri, served.room(2))]
        assert await asyncio.gather(*later) == ["server_busy", None]
        assert time.monotonic() - began < 2.0  # nobody waits two seconds for the same frozen room again
    assert await code_of(kuusi, served.room(0)) is None


async def test_control_lane_without_patience_holds_up_every_room(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.0)  # PostgreSQL's word for "as long as it takes"
    async with serve_house(postgres_url, tmp_path, rooms=2, people=2, lanes=1) as served:
        kuusi, meri = await served.enter(0), await served.enter(2)
        with frozen(postgres_url, served.room(0)):
            both = [asyncio.create_task(code_of(*one)) for one in ((kuusi, served.room(0)), (meri, served.room(2)))]
            done, _ = await asyncio.wait(both, timeout=SLOW)
            assert not done
        assert await asyncio.gather(*both) == [None, None]


async def test_transaction_of_a_frozen_process_ends_by_itself(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LONGEST_SLEEP", 0.3)
    engine = database.Database(postgres_url).writer()
    with engine.connect() as frozen_one:
        frozen_one.exec_driver_sql("LOCK TABLE room IN EXCLUSIVE MODE")
        await asyncio.sleep(0.6)
        with psycopg.connect(postgres_url) as other:
            other.execute("SET lock_timeout = 3000")
            other.execute("LOCK TABLE room IN EXCLUSIVE MODE")
        frozen_one.invalidate()
    engine.dispose()
