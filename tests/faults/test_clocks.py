"""D9: clocks that jump, and clocks that disagree: order by number, nothing over before its time."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.seed import seed
from server.app import House
from server.clock import FixedClock
from server.errors import Refusal
from server.hub import presence, valkey_presence
from server.messages.pace import Pace
from server.messages.policy import MessagesPolicy
from server.serving import make_server
from tests.harness.member import Member, Refused
from tests.hub.house import Served, settings_for

JUMPS = [timedelta(hours=1), timedelta(hours=-3), timedelta(days=2), timedelta(days=-30), timedelta(seconds=-1)]


@asynccontextmanager
async def serve(url: str, folder: Path, clock: FixedClock, **settings: object) -> AsyncIterator[Served]:
    await asyncio.to_thread(seed, url, 1, 3, folder / "people")
    house = House(settings_for(url, folder, **settings), clock)
    server = make_server(house)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    people = [tuple(line.split("\t")) for line in (folder / "people").read_text().splitlines()]
    yield Served(house, server, house.settings.public_url, people)
    server.should_exit = True
    await serving


async def test_order_and_logins_survive_a_clock_that_jumps(
    empty_sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody looks after the room meanwhile: two days without its host would pause it, and rightly."""
    monkeypatch.setattr("server.app.JOBS", [])
    clock = FixedClock(datetime.now(UTC))
    async with serve(empty_sqlite_url, tmp_path, clock) as served:
        room = served.room(0)
        speaker, listener = await served.enter(0), await served.enter(1)
        for member in (speaker, listener):
            await member.follow(room)
        for jump in JUMPS:
            clock.move(jump)
            for _ in range(5):
                await speaker.say(room, f"after a jump of {jump}")
            late = await served.enter(2)
            assert (await late.follow(room))["head"] == speaker.seqs(room)[-1]
            await late.close()
        await listener.until(lambda: len(listener.seqs(room)) == 5 * len(JUMPS))
        assert listener.seqs(room) == list(range(1, 5 * len(JUMPS) + 1))
        page = await speaker.ask("room.page", room=room, before=100, limit=100)
        assert [event["seq"] for event in page["events"]] == listener.seqs(room)


async def test_pace_of_writing_is_not_the_wall_clocks(empty_sqlite_url: str, tmp_path: Path) -> None:
    """A clock that went back an hour would otherwise silence whoever has just written, for an hour."""
    clock = FixedClock(datetime.now(UTC))
    async with serve(empty_sqlite_url, tmp_path, clock, message_rate=20, message_burst=3) as served:
        member = await served.enter(0)
        for jump in (timedelta(0), timedelta(hours=-1), timedelta(hours=1)):
            clock.move(jump)
            await until_paced(member, served.room(0))
            await asyncio.sleep(0.3)


def test_control_pace_by_the_wall_clock_silences_for_an_hour() -> None:
    clock, pace = FixedClock(datetime.now(UTC)), Pace(per_second=1.5, burst=3)
    for seconds, longest in ((time.monotonic, 1), (lambda: clock.now().timestamp(), 3_601)):
        policy = MessagesPolicy(pace=pace, seconds=seconds)
        for _ in range(pace.burst):
            policy.note(pace, "kuusi")
        clock.move(timedelta(hours=-1))
        with pytest.raises(Refusal) as refused:
            policy.require(pace, "kuusi")
        assert longest - 1 < (refused.value.retry_after or 0) < longest


async def until_paced(member: Member, room: str) -> None:
    for number in range(20):
        try:
            await member.say(room, f"word {number} of many")
        except Refused as refused:
            assert refused.code == "too_fast"
            assert 0 < refused.error["retry_after"] < 1
            return
    pytest.fail("nobody was paced")


async def test_lease_ends_by_valkeys_clock_whatever_this_process_thinks(
    valkey_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(valkey_presence, "LEASE", 2.0)
    one, other = valkey_presence.ValkeyPresence(valkey_url), valkey_presence.ValkeyPresence(valkey_url)
    assert presence.LEASE == 45.0
    now = time.time
    for skew in (3600.0, -3600.0):
        monkeypatch.setattr(time, "time", lambda skew=skew: now() + skew)
        await one.enter(("room", "kuusi"))
        monkeypatch.setattr(time, "time", now)
        assert await other.people("room") == {"kuusi"}
        await asyncio.sleep(3.2)
        assert await other.people("room") == set()
    await one.close()
    await other.close()
