"""D5: Valkey killed, frozen, or cut again and again costs seconds, and neither words nor rights."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis import Redis
from websockets.exceptions import ConnectionClosed

from server.hub import repair, valkey
from server.hub.hub import Hub
from server.hub.repair import Repair
from server.protocol.closing import Close
from tests.faults.asking import ask
from tests.faults.talkers import Talkers, heard_by
from tests.harness.member import Member
from tests.harness.valkey import ValkeyServer
from tests.hub.house import Served, serve_house, serve_settings, settings_for

CUTS = 50
pytestmark = pytest.mark.timeout(240)


@dataclass
class Two:
    """Two servers over one PostgreSQL and one Valkey."""

    one: Served
    other: Served

    @property
    def room(self) -> str:
        return self.one.room(0)


@asynccontextmanager
async def two(database_url: str, redis_url: str, folder: Path) -> AsyncIterator[Two]:
    async with serve_house(database_url, folder, people=6, redis_url=redis_url) as one:
        async with serve_settings(settings_for(database_url, folder, redis_url=redis_url)) as (house, server):
            other = Served(house, server, house.settings.public_url, one.people)
            await connected(one, other)
            yield Two(one, other)


async def connected(*all_served: Served, is_so: bool = True) -> float:
    began = time.monotonic()
    while any(served.house.hub.backplane.is_connected is not is_so for served in all_served):
        assert time.monotonic() - began < 30
        await asyncio.sleep(0.02)
    return time.monotonic() - began


@pytest.fixture
async def houses(
    postgres_url: str, own_valkey: ValkeyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Two]:
    monkeypatch.setattr(valkey, "_PAUSE_AFTER_FAILURE", 0.05)
    monkeypatch.setattr(valkey, "_QUIET", 0.5)
    monkeypatch.setattr(repair, "COMPARE_EVERY", 1.0)
    async with two(postgres_url, own_valkey.url, tmp_path) as houses:
        yield houses


def cut(server: ValkeyServer) -> None:
    """Ends every subscription."""
    with Redis.from_url(server.url) as client:
        client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")


async def follow(served: Served, number: int, room: str) -> Member:
    member = await served.enter(number)
    await member.follow(room)
    return member


async def test_subscription_that_is_cut_fifty_times_loses_nothing(houses: Two, own_valkey: ValkeyServer) -> None:
    listeners = [await follow(houses.one, 0, houses.room), await follow(houses.other, 1, houses.room)]
    talkers = Talkers([await houses.one.enter(2), await houses.other.enter(3)], houses.room)
    talkers.start()
    for _ in range(CUTS):
        await asyncio.to_thread(cut, own_valkey)
        await asyncio.sleep(0.1)
    await talkers.stop()
    for listener in listeners:
        assert await heard_by(listener, houses.room, talkers.acked) == []
    assert houses.other.house.hub.backplane.losses >= 10
    asked = [event for event in listeners[1].passing if event == {"type": "account.changed", "what": "everything"}]
    assert 1 <= len(asked) <= 8  # once in five seconds, however often it came and went


@pytest.mark.parametrize("is_deaf", [False, True])
async def test_last_word_said_while_nobody_listened_comes_unless_nothing_is_compared(
    postgres_url: str, own_valkey: ValkeyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_deaf: bool
) -> None:
    """With `is_deaf`, the control: no comparison, and a new subscription does not look back."""
    monkeypatch.setattr(repair, "COMPARE_EVERY", 1.0)
    if is_deaf:
        monkeypatch.setattr(Repair, "keep", lambda self: asyncio.sleep(3600))
        monkeypatch.setattr(Hub, "missed_hints", lambda self: None)
    async with two(postgres_url, own_valkey.url, tmp_path) as houses:
        listener = await follow(houses.other, 1, houses.room)
        await asyncio.to_thread(cut, own_valkey)
        await (await houses.one.enter(0)).say(houses.room, "the last word")
        await connected(houses.one, houses.other)
        await asyncio.sleep(2.5)
        assert listener.seqs(houses.room) == ([] if is_deaf else [1])


async def test_without_valkey_words_arrive_later_and_login_that_ends_is_over(
    houses: Two, own_valkey: ValkeyServer
) -> None:
    near, far = await follow(houses.one, 0, houses.room), await follow(houses.other, 1, houses.room)
    window = await houses.other.enter(2)
    await asyncio.to_thread(own_valkey.stop)
    await connected(houses.one, houses.other, is_so=False)
    began = time.monotonic()
    assert (await near.say(houses.room, "is anybody there"))["seq"] == 1
    assert time.monotonic() - began < 1.0
    await far.until(lambda: far.seqs(houses.room) == [1])
    assert (await houses.other.enter(3)) is not None
    assert (await (await houses.other.enter(3)).follow(houses.room))["present"] is None
    port, cookie = houses.one.house.settings.port, houses.one.people[2][0]
    assert await asyncio.to_thread(ask, port, "DELETE", "/api/logins/current", cookie) == 204
    with pytest.raises(ConnectionClosed) as closed:
        await window.until(lambda: False)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == Close.LOGIN_ENDED
    assert "sohva_backplane_connected 0.0" in houses.one.house.metrics.render().decode()
    await asyncio.to_thread(own_valkey.start)
    await connected(houses.one, houses.other)
    assert len((await far.ask("room.resume", room=houses.room, after=1))["present"]) >= 2


async def test_frozen_valkey_is_noticed_and_delays_no_answer(houses: Two, own_valkey: ValkeyServer) -> None:
    near, far = await follow(houses.one, 0, houses.room), await follow(houses.other, 1, houses.room)
    own_valkey.freeze()
    slowest = 0.0
    for number in range(20):
        began = time.monotonic()
        await near.say(houses.room, f"word {number} of many")
        slowest = max(slowest, time.monotonic() - began)
    await far.until(lambda: len(far.seqs(houses.room)) == 20)
    await connected(houses.one, houses.other, is_so=False)
    own_valkey.thaw()
    await connected(houses.one, houses.other)
    assert slowest < 1.0
    await near.say(houses.room, "and on we go")
    await far.until(lambda: far.seqs(houses.room) == list(range(1, 22)))


async def test_words_that_nobody_understands_end_nothing(houses: Two, own_valkey: ValkeyServer) -> None:
    near, far = await follow(houses.one, 0, houses.room), await follow(houses.other, 1, houses.room)
    with Redis.from_url(own_valkey.url) as client:
        for words in (
            b"",
            b"\xff\xfe" * 20,
            b'00000000{"k":"from another version"}',
            b'00000000{"k":"e","what":"none"}',
        ):
            client.publish(valkey._CHANNEL, words)
    await near.say(houses.room, "still here")
    await far.until(lambda: far.seqs(houses.room) == [1])
    assert houses.other.house.hub.backplane.losses == 0
