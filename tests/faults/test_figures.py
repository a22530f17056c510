"""Each figure moves when its thing happens: these would have told of every fault in this folder."""

import asyncio
import math
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.actor import OPERATOR
from server.errors import ErrorCode, Refusal
from server.hub import repair, valkey
from server.hub.backplane import HintsLost, Noticed
from server.protocol.envelope import LogEvent
from server.storage.outbox import RoomNews
from tests.faults.asking import ask
from tests.faults.bare import Bare
from tests.harness.member import Member, Refused
from tests.harness.valkey import ValkeyServer
from tests.hub.house import Served, serve_house


@pytest.fixture
async def served(empty_sqlite_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serve_house(empty_sqlite_url, tmp_path, rooms=1, people=3) as served:
        yield served


def figures(served: Served) -> dict[str, float]:
    lines = [line for line in served.house.metrics.render().decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


class Happened(LogEvent, tag="test.happened", frozen=True, kw_only=True):
    """Something with a number."""


async def until(is_so: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < 20
        await asyncio.sleep(0.05)


async def talking(served: Served) -> Member:
    member = await served.enter(0)
    await member.follow(served.room(0))
    return member


async def test_a_message_moves_the_figures_of_its_way(served: Served) -> None:
    member = await talking(served)
    before = figures(served)
    for number in range(10):
        await member.say(served.room(0), f"word {number} of many")
    after = figures(served)
    for name in ("sohva_ack_seconds_count", "sohva_fan_out_seconds_count"):
        assert after[name] - before[name] == 10
    assert after["sohva_commit_seconds_count"] > before["sohva_commit_seconds_count"]
    assert after["sohva_commands_per_commit_sum"] - before["sohva_commands_per_commit_sum"] >= 10
    assert after['sohva_ack_seconds_bucket{le="+Inf"}'] == after["sohva_ack_seconds_count"]
    assert 0 < after["sohva_ack_seconds_sum"] < 10
    assert after["sohva_wal_bytes"] > 0
    assert after["sohva_disk_free_bytes"] > 1_000_000
    assert after["sohva_unnoticed_total"] == 0
    assert (after["sohva_connections"], after["sohva_rooms"], after["sohva_behind"]) == (1, 1, 0)


async def test_refusals_are_counted_by_code_on_every_way_in(served: Served) -> None:
    member = await talking(served)
    with pytest.raises(Refused):
        await member.ask("room.follow", room="0" * 26)
    port = served.house.settings.port
    assert await asyncio.to_thread(ask, port, "GET", "/api/me") == 401
    assert (await Bare.connect(port, "sohva=made-up")).status == 401
    found = figures(served)
    assert found['sohva_refusals_total{code="not_in_room"}'] == 1
    assert found['sohva_refusals_total{code="not_signed_in"}'] == 2


async def test_reader_who_stalls_is_seen_behind_and_then_aborted(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.hub.heartbeat.STALL", 2.0)
    member = await talking(served)
    sleeper = await Bare.connect(served.house.settings.port, served.people[1][0], is_small=True)
    sleeper.send(type="room.follow", id="f", room=served.room(0))
    sleeper.stall()
    while not figures(served)["sohva_stalled"]:
        await member.say(served.room(0), "long " * 750)
    for _ in range(3):
        await member.say(served.room(0), "and on")
    assert figures(served)["sohva_behind"] >= 3
    await until(lambda: figures(served)["sohva_stalled_aborts_total"] == 1)
    sleeper.close()


async def test_long_absence_is_a_ring_miss_and_pages(served: Served) -> None:
    member = await talking(served)
    for number in range(120):
        await member.say(served.room(0), f"word {number} of many")
    late = await served.enter(1)
    served.house.hub.channels[served.room(0)].ring.skip_to(120)  # as after a restart
    await late.ask("room.resume", room=served.room(0), after=0)
    await late.until(lambda: len(late.seqs(served.room(0))) == 120)
    found = figures(served)
    assert found["sohva_ring_misses_total"] >= 1
    assert found["sohva_resume_pages_total"] >= 2


async def test_event_whose_predecessor_is_missing_is_a_gap_and_a_repair(served: Served) -> None:
    await talking(served)
    hub, room = served.house.hub, served.room(0)
    hub.publish([RoomNews(room, 5, Happened(room=room, seq=5, at=datetime.now(UTC)))])
    await until(lambda: figures(served)["sohva_repairs_total"] >= 1)
    assert figures(served)["sohva_gaps_total"] == 1


async def test_commit_that_fails_is_counted(served: Served) -> None:
    def fail(tx: object, actor: object, command: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(Refusal) as refused:
        await served.house.services.lane.run(fail, OPERATOR)
    assert refused.value.code is ErrorCode.STORAGE_UNAVAILABLE
    assert figures(served)["sohva_failed_commits_total"] == 1
    assert (await (await talking(served)).say(served.room(0), "all the same"))["seq"] == 1


async def test_loop_that_is_held_up_and_evictions_are_seen(served: Served) -> None:
    member = await talking(served)
    await asyncio.sleep(0.3)
    time.sleep(0.6)
    await asyncio.sleep(0.3)
    found = figures(served)
    assert found["sohva_loop_lag_seconds_count"] > found['sohva_loop_lag_seconds_bucket{le="0.2"}']
    cookie = served.people[0][0]
    assert await asyncio.to_thread(ask, served.house.settings.port, "DELETE", "/api/logins/current", cookie) == 204
    await until(lambda: member.closed is not None)
    assert figures(served)["sohva_evictions_total"] == 1
    assert found["sohva_backplane_connected"] == 1


async def test_full_lane_is_seen_waiting(served: Served) -> None:
    held = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(tx: object, actor: object, command: object) -> None:
        loop.call_soon_threadsafe(held.set)
        time.sleep(0.5)

    lane = served.house.services.lane
    work = [asyncio.ensure_future(lane.run(slow, OPERATOR)) for _ in range(3)]
    await held.wait()
    work += [asyncio.ensure_future(lane.run(lambda tx, actor, command: None, OPERATOR)) for _ in range(7)]
    await asyncio.sleep(0)
    assert figures(served)["sohva_lane_waiting"] >= 7
    await asyncio.gather(*work)
    await until(lambda: figures(served)["sohva_lane_waiting"] == 0)  # timed work waits there too, now and then


async def test_the_one_process_leads(served: Served) -> None:
    await until(lambda: figures(served)["sohva_leads"] == 1)


async def test_backplane_that_goes_away_is_seen(
    postgres_url: str, own_valkey: ValkeyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repair, "COMPARE_EVERY", 0.5)
    async with serve_house(postgres_url, tmp_path, redis_url=own_valkey.url) as served:
        await until(lambda: figures(served)["sohva_backplane_connected"] == 1)
        assert math.isnan(figures(served)["sohva_disk_free_bytes"])
        own_valkey.stop()
        await until(lambda: figures(served)["sohva_backplane_connected"] == 0)
        assert figures(served)["sohva_backplane_losses_total"] == 1
        own_valkey.start()
        await until(lambda: figures(served)["sohva_backplane_connected"] == 1)


async def test_hints_that_are_given_up_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(valkey, "_MOST_WAITING", 10)
    backplane = valkey.ValkeyBackplane("unix:///nowhere")
    for number in range(25):
        backplane.publish(Noticed(f"account {number}", "desk"))
    assert backplane.dropped > 0
    assert backplane._others[0] == HintsLost()
    await backplane.stop()
