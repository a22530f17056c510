"""People whose phones stop reading cost the others nothing, and are gone soon."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

import pytest

from bench.seed import seed
from tests.faults.bare import Bare, leave, many
from tests.faults.warm import Forked, Warm
from tests.harness.member import Member

STALLED, HEALTHY, STALL = 1000, 50, 3
GONE_WITHIN = 15.0  # seconds after the last of them has stalled
MOST_MEMORY = 150_000_000


async def serve(warm: Warm, folder: Path) -> tuple[Forked, list[tuple[str, str]]]:
    server = warm.server(folder / "server")
    seed(str(server.settings["database_url"]), 1, 60, folder / "people")
    await asyncio.to_thread(server.start)
    return server, [tuple(line.split("\t")) for line in (folder / "people").read_text().splitlines()]


async def fall_silent(server: Forked, cookies: list[str], room: str) -> list[Bare]:
    sleepers = await many(server.port, cookies, is_small=True)
    for sleeper in sleepers:
        sleeper.send(type="room.follow", id="f", room=room)
        sleeper.stall()
    return sleepers


@pytest.mark.timeout(240)
async def test_thousand_stalled_readers_are_gone_and_nobody_else_waits(
    warm: Callable[..., Warm], tmp_path: Path
) -> None:
    server, people = await serve(warm(), tmp_path)
    room = people[0][1]
    healthy = [await Member.connect(server.url, cookie) for cookie, _ in people[:HEALTHY]]
    for member in healthy:
        await member.follow(room)
    before = server.memory()
    sleepers = await fall_silent(server, [people[50 + n % 10][0] for n in range(STALLED)], room)
    took, last, most, all_stalled_at = [], 0, before, 0.0
    while (there := await asyncio.to_thread(server.figure, "sohva_connections")) > HEALTHY:
        if not all_stalled_at and there - await asyncio.to_thread(server.figure, "sohva_stalled") <= HEALTHY:
            all_stalled_at = time.monotonic()
        assert not all_stalled_at or time.monotonic() - all_stalled_at < GONE_WITHIN
        for _ in range(5):
            began = time.perf_counter()
            last = (await healthy[0].say(room, "long words and " * 200))["seq"]
            await healthy[1].until(lambda: bool(healthy[1].seqs(room)) and healthy[1].seqs(room)[-1] == last)  # noqa: B023
            took.append(time.perf_counter() - began)
        most = max(most, server.memory())
    gone_after = time.monotonic() - all_stalled_at
    for member in healthy:
        await member.until(lambda member=member: member.seqs(room)[-1:] == [last])
        assert member.seqs(room) == list(range(1, last + 1))
    slowest = quantiles(took, n=100)[98]
    print(f"FIGURE stalled: gone {gone_after:.1f} s after the last of them stalled,", end=" ")
    print(f"p99 of the healthy {slowest * 1000:.0f} ms, memory +{(most - before) / 1e6:.0f} MB")
    assert all_stalled_at
    assert slowest < 0.5
    assert most - before < MOST_MEMORY
    assert await asyncio.to_thread(server.figure, "sohva_stalled_aborts_total") > 0.9 * STALLED  # or did not answer
    for member in healthy:
        await member.close()
    await leave(sleepers)


@pytest.mark.timeout(240)
async def test_control_stalled_readers_that_nobody_gives_up_stay(warm: Callable[..., Warm], tmp_path: Path) -> None:
    server, people = await serve(warm("stall=600"), tmp_path)
    room = people[0][1]
    loud = await Member.connect(server.url, people[0][0])
    sleepers = await fall_silent(server, [cookie for cookie, _ in people[1:41]], room)
    while await asyncio.to_thread(server.figure, "sohva_stalled") < len(sleepers):
        for _ in range(20):
            await loud.say(room, "long words and " * 200)
    await asyncio.sleep(STALL + 2)
    assert await asyncio.to_thread(server.figure, "sohva_connections") == len(sleepers) + 1
    await loud.close()
    await leave(sleepers)
