"""The clock of somebody in distress goes on through a kill, and rings once though two processes both think they lead."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.distress import escalating
from server.distress.bodies import ContactToCall, SaveOnCall, Worried
from server.distress.contacts import save_on_call
from server.distress.tables import CallResult, ContactKind
from server.distress.worries import say_worried
from tests.distress.desk import steps
from tests.distress.listener import Listener, listening, status
from tests.harness.server_process import StartServer
from tests.hub.house import serve_settings, settings_for
from tests.rooms.cast import House, open_house

pytestmark = pytest.mark.timeout(180)


async def set_scene(house: House, began_at: datetime, *listeners: Listener) -> None:
    """Meri has been worried about Lumi since then, and somebody is on call."""
    house.clock.move(began_at - house.clock.now())
    room = await house.room()
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    people = [ContactToCall(kind=ContactKind.WEBHOOK, address=listener.url) for listener in listeners]
    await house.do(save_on_call, house["Radu"], SaveOnCall(contacts=people))
    await house.do(say_worried, house["Meri"], Worried(room=room, participation=lumi))


def deliveries(listener: Listener) -> list[str]:
    return [heard.headers["sohva-delivery"] for heard in listener.heard]


def key_of_the_cast(folder: Path) -> Path:
    """The key that `open_house` seals with, as a server finds it."""
    file = folder / "seal.key"
    file.touch(mode=0o600)
    file.write_bytes(bytes(32))
    return file


async def test_each_step_is_called_once_though_two_processes_lead(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What shows that this could fail is in tests/distress/test_clock.py: without asking the database, all call."""
    monkeypatch.setattr("server.jobs.lead", lambda tx, actor, holder: True)
    monkeypatch.setattr("server.jobs._TICK", 0.05)
    monkeypatch.setattr(escalating, "EVERY", timedelta(seconds=1))
    given = {"key_file": key_of_the_cast(tmp_path), "webhook_allow_private_networks": True}
    async with listening() as listener, open_house(postgres_url) as house, AsyncExitStack() as servers:
        await set_scene(house, datetime.now(UTC), listener)
        for _ in range(2):
            await servers.enter_async_context(serve_settings(settings_for(postgres_url, tmp_path, **given)))
        await listener.until(lambda: len(listener.heard) >= 6, seconds=60)
        found = await steps(house)
    sent, taken = deliveries(listener), [step for step in found if step.taken_at]
    assert len(sent) == len(set(sent)) == len(taken)
    assert [(step.step, step.attempts) for step in taken] == [(number, 1) for number in range(1, len(taken) + 1)]


async def test_server_that_is_killed_while_it_calls_is_followed_by_one_that_calls_again(
    sqlite_url: str, tmp_path: Path, start_server: StartServer
) -> None:
    """The contact hangs, the server dies with its call: the same delivery goes out again, once."""
    settings = {"DATABASE_URL": sqlite_url, "SOHVA_KEY_FILE": str(key_of_the_cast(tmp_path))}
    async with listening(None, status(204)) as listener, open_house(sqlite_url) as house:
        await set_scene(house, datetime.now(UTC) - timedelta(seconds=61), listener)
        server = await asyncio.to_thread(start_server, **settings, SOHVA_WEBHOOK_ALLOW_PRIVATE_NETWORKS="1")
        await listener.until(lambda: len(listener.heard) == 1, seconds=30)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        await listener.until(lambda: len(listener.heard) == 2, seconds=90)
        async with asyncio.timeout(20):
            while (first := (await steps(house))[0]).done_at is None:
                await asyncio.sleep(0.2)
        await asyncio.to_thread(server.kill)
    assert len(set(deliveries(listener)[:2])) == 1
    assert (first.step, first.attempts, first.result) == (1, 2, CallResult.REACHED)
