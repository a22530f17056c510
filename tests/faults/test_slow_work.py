"""What takes long holds up nothing but itself: neither other jobs nor other rooms."""

import asyncio
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from server.app import JOBS
from server.storage import database
from server.web import watching
from server.web.services import Job, Services
from tests.flows.duty import HASTY, one_process, states, until_state
from tests.flows.stage import open_stage

pytestmark = pytest.mark.timeout(240)


async def test_job_that_takes_long_is_not_begun_twice_and_the_others_go_on(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done = [], []

    async def slow(services: Services) -> None:
        begun.append(services)
        await asyncio.Event().wait()

    async def quick(services: Services) -> None:
        done.append(services)
        if len(done) == 2:
            raise RuntimeError("once")

    monkeypatch.setattr("server.app.JOBS", [Job("slow", 0.1, slow), Job("quick", 0.1, quick)])
    monkeypatch.setattr("server.jobs._TICK", 0.1)
    async with open_stage(sqlite_url, tmp_path):
        until = asyncio.get_running_loop().time() + 20
        while len(done) < 5 and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.05)
    assert len(done) >= 5
    assert len(begun) == 1


@pytest.mark.parametrize("lanes", [1, 4])
async def test_room_that_somebody_holds_up_does_not_keep_others_from_being_watched(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lanes: int
) -> None:
    """Also where they share a lane, and where timed work that looks at every room begins meanwhile."""
    monkeypatch.setattr(watching, "_PATIENCE", 1.0)
    monkeypatch.setattr(database, "LONGEST_WAIT", 0.5)
    monkeypatch.setattr("server.app.JOBS", [replace(job, every=1.0) for job in JOBS])
    async with one_process(postgres_url, tmp_path, lanes=lanes, **HASTY) as doors:
        held, left = await doors.room("Held"), await doors.room("Left")
        aino, petri = await doors.guide(held, "Aino"), await doors.guide(left, "Petri")
        meri = await doors.participant(left, "Meri")
        await doors.begin(aino, held)
        await doors.begin(petri, left)
        await until_state(meri, left, "open")
        with psycopg.connect(postgres_url.replace("+psycopg", "")) as somebody:
            somebody.execute("SELECT 1 FROM room WHERE id = %s FOR UPDATE", [held])
            for guide in (aino, petri):
                guide.member.socket.transport.abort()
            await meri.until(lambda: ("paused", "moderator_absent") in states(meri, left))
            await until_state(meri, left, "ended")
            somebody.rollback()
        assert states(meri, left)[-2:] == [("paused", "moderator_absent"), ("ended", "moderator_absent")]
