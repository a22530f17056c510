"""D7: SIGTERM under load. Everybody is told when to come back, stalled phones delay nobody, nothing acked is lost."""

import asyncio
import signal
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from bench.seed import seed
from server.protocol.closing import Close
from tests.faults.bare import Bare, leave, many
from tests.faults.test_kill import texts_of
from tests.faults.warm import Forked, Warm
from tests.harness.member import Member, Refused

QUIET, STALLED, TALKERS = 800, 200, 5


async def serve(warm: Warm, folder: Path) -> tuple[Forked, list[tuple[str, str]]]:
    server = warm.server(folder / "server")
    seed(str(server.settings["database_url"]), 2, 30, folder / "people")
    await asyncio.to_thread(server.start)
    people = [line.split("\t") for line in (folder / "people").read_text().splitlines()]
    return server, [(cookie, room) for cookie, room in people]


async def stalled(server: Forked, cookies: list[str], room: str) -> list[Bare]:
    """People who follow a room and read nothing, while it is loud enough for the server to notice."""
    sleepers = await many(server.port, cookies, is_small=True)
    for sleeper in sleepers:
        sleeper.send(type="room.follow", id="f", room=room)
        await asyncio.sleep(0)
        sleeper.stall()
    loud = await Member.connect(server.url, cookies[0])
    until = time.monotonic() + 60
    while await asyncio.to_thread(server.figure, "sohva_stalled") < len(sleepers):
        assert time.monotonic() < until
        for _ in range(20):
            await loud.say(room, "long " * 750)
    await loud.close()
    return sleepers


@pytest.mark.timeout(240)
async def test_everybody_is_sent_away_in_time_and_nothing_is_lost(warm: Callable[..., Warm], tmp_path: Path) -> None:
    server, people = await serve(warm("stall=600"), tmp_path)
    room, loud_room = people[0][1], people[30][1]
    quiet = await many(server.port, [people[n % 30][0] for n in range(QUIET)])
    sleepers = await stalled(server, [people[30 + n % 30][0] for n in range(STALLED)], loud_room)
    talkers = [await Member.connect(server.url, people[n][0]) for n in range(TALKERS)]
    acked: dict[str, int] = {}

    async def talk(name: int, member: Member) -> None:
        for number in range(1_000_000):
            text = f"{name} says {number} of what there is to say"
            try:
                acked[text] = (await member.say(room, text, client_id=str(uuid4())))["seq"]
            except (ConnectionClosed, Refused):
                return

    talking = [asyncio.create_task(talk(name, member)) for name, member in enumerate(talkers)]
    await asyncio.sleep(0.5)
    began = time.monotonic()
    server.send(signal.SIGTERM)
    code = await asyncio.to_thread(server.ended)
    took = time.monotonic() - began
    await asyncio.gather(*talking)
    for bare in quiet:
        await bare.until(lambda bare=bare: bare.is_closed)
    told = [bare.last_words() for bare in quiet]
    assert code in {0, -signal.SIGTERM}  # uvicorn hands the signal on when everything is done
    print(f"FIGURE SIGTERM: ended after {took:.1f} s, {len(acked)} acknowledged")
    assert took < 15
    assert {words[0] for words in told if words} == {Close.RESTART}
    assert len(told) == QUIET
    assert None not in told
    assert len({words[1] for words in told if words}) > QUIET / 4
    assert {member.closed.rcvd.code for member in talkers if member.closed and member.closed.rcvd} == {Close.RESTART}
    log = await texts_of(server.data, room)
    assert {text: log[seq - 1] for text, seq in acked.items()} == {text: text for text in acked}
    await leave(sleepers)


async def test_control_server_that_just_ends_is_noticed(warm: Callable[..., Warm], tmp_path: Path) -> None:
    server, people = await serve(warm("undrained"), tmp_path)
    quiet = await many(server.port, [cookie for cookie, _ in people[:20]])
    server.send(signal.SIGTERM)
    await asyncio.to_thread(server.ended)
    for bare in quiet:
        await bare.until(lambda bare=bare: bare.is_closed)
    assert {bare.last_words() for bare in quiet} == {None}
