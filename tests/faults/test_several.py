"""Several processes over one PostgreSQL and one Valkey: one conversation, one presence, one law."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4
from zlib import crc32

import psycopg
import pytest
from websockets.exceptions import ConnectionClosed

from bench.seed import seed
from server.protocol.closing import Close
from tests.faults.asking import ask
from tests.faults.warm import Forked, Warm
from tests.harness.member import Member, Refused

LEASE = 3
pytestmark = pytest.mark.timeout(180)


@dataclass
class House:
    servers: list[Forked]
    people: list[tuple[str, str]]
    members: list[Member] = field(default_factory=list)

    async def enter(self, number: int, server: int) -> Member:
        self.members.append(await Member.connect(self.servers[server].url, self.people[number][0]))
        return self.members[-1]

    async def leave(self) -> None:
        for member in self.members:
            await member.close()

    def room(self, number: int) -> str:
        return self.people[number][1]


@pytest.fixture
async def house(warm: Callable[..., Warm], postgres_url: str, valkey_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Three processes, six rooms, six people in each."""
    parent = warm(f"lease={LEASE}")
    house = await serve(parent, postgres_url, valkey_url, tmp_path)
    yield house
    await house.leave()


async def serve(parent: Warm, database_url: str, valkey_url: str, folder: Path, count: int = 3) -> House:
    await asyncio.to_thread(seed, database_url, 6, 6, folder / "people")
    people = [tuple(line.split("\t")) for line in (folder / "people").read_text().splitlines()]
    data = folder / "data"
    servers = [parent.server(data, database_url=database_url, redis_url=valkey_url) for _ in range(count)]
    for server in servers:
        await asyncio.to_thread(server.start)
    return House(servers, people)


async def settled(members: list[Member], room: str, head: int) -> None:
    for member in members:
        await member.until(lambda member=member: bool(member.seqs(room)) and member.seqs(room)[-1] >= head)


async def test_people_on_three_processes_have_one_conversation(house: House) -> None:
    members = [await house.enter(number, number % 3) for number in range(6)]
    room = house.room(0)
    for member in members:
        await member.follow(room)

    async def talk(member: Member, name: int) -> None:
        for number in range(30):
            await member.say(room, f"{name} says {number} of what there is to say")

    await asyncio.gather(*(talk(member, name) for name, member in enumerate(members)))
    await settled(members, room, 180)
    first = [event["message"]["id"] for event in members[0].log[room]]
    assert len(set(first)) == 180
    for member in members:
        assert member.seqs(room) == list(range(1, 181))
        assert [event["message"]["id"] for event in member.log[room]] == first


async def test_each_of_ten_thousand_retries_is_the_same_message(house: House) -> None:
    """D3: one person, two processes, five hundred messages, each sent twenty times at once."""
    windows = [await house.enter(0, 0), await house.enter(0, 1)]
    room, random = house.room(0), Random(3)
    said = [(str(uuid4()), f"word {number} of many") for number in range(500)]
    retries = said * 20
    random.shuffle(retries)

    async def send(number: int, client_id: str, text: str) -> tuple[str, int]:
        window = windows[number % 2]
        posted = await window.send(post(f"r{number}", room, client_id, text))
        return client_id, int(posted["seq"])

    answers = []
    for start in range(0, len(retries), 1000):
        some = enumerate(retries[start : start + 1000], start)
        answers += await asyncio.gather(*(send(number, *words) for number, words in some))
    assert len(answers) == 10_000
    assert len(set(answers)) == 500
    assert sorted(seq for _, seq in set(answers)) == list(range(1, 501))
    with pytest.raises(Refused, match="same_id_other_text"):
        await windows[1].send(post("other", room, said[7][0], "something else"))


def post(id_: str, room: str, client_id: str, text: str) -> dict[str, Any]:
    common = {"type": "message.post", "id": id_, "room": room, "insisted": True}
    return common | {"client_id": client_id, "text": text}


async def test_control_without_unique_ids_retries_are_many_messages(
    warm: Callable[..., Warm], postgres_url: str, valkey_url: str, tmp_path: Path
) -> None:
    house = await serve(warm("no-unique-id"), postgres_url, valkey_url, tmp_path, 2)
    client_id, room = str(uuid4()), house.room(0)
    answers = [
        await (await house.enter(0, server)).send(post(str(server), room, client_id, "once")) for server in (0, 1)
    ]
    assert answers[0]["seq"] != answers[1]["seq"]
    await house.leave()


async def test_login_that_ends_at_one_process_is_over_at_the_others_within_a_second(house: House) -> None:
    windows = [await house.enter(0, 1), await house.enter(0, 2)]
    bystander = await house.enter(1, 1)
    ended = time.monotonic()
    status = await asyncio.to_thread(ask, house.servers[0].port, "DELETE", "/api/logins/current", house.people[0][0])
    assert status == 204
    for window in windows:
        with pytest.raises(ConnectionClosed) as closed:
            await window.until(lambda: False)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Close.LOGIN_ENDED
    print(f"FIGURE eviction at another process: {(time.monotonic() - ended) * 1000:.0f} ms, request included")
    assert time.monotonic() - ended < 1.0
    await bystander.follow(house.room(1))


async def test_whoever_leaves_at_one_process_hears_nothing_more_at_another(house: House) -> None:
    leaver, stayer = await house.enter(0, 1), await house.enter(1, 2)
    room = house.room(0)
    for member in (leaver, stayer):
        await member.follow(room)
    left = time.monotonic()
    path = f"/api/rooms/{room}/leave"
    assert await asyncio.to_thread(ask, house.servers[0].port, "POST", path, house.people[0][0], {}) == 204
    await leaver.until(lambda: any(event["type"] == "follow.ended" for event in leaver.passing))
    assert time.monotonic() - left < 1.0
    await stayer.say(room, "now that we are among ourselves")
    await asyncio.sleep(0.3)
    assert all(event["type"] != "message.posted" for event in leaver.log.get(room, []))


async def test_people_of_a_killed_process_are_gone_when_its_lease_is(house: House) -> None:
    ghost, watcher = await house.enter(0, 2), await house.enter(1, 0)
    room = house.room(0)
    who = (await ghost.follow(room))["you"]["participation"]
    assert who in (await watcher.follow(room))["present"]
    died = time.monotonic()
    await asyncio.to_thread(house.servers[2].kill)
    await watcher.until(lambda: leavings(watcher, who))
    assert LEASE - 1.5 < time.monotonic() - died < 3 * LEASE
    assert who not in (await watcher.ask("room.resume", room=room, after=0))["present"]


def leavings(watcher: Member, who: str) -> bool:
    return any(event.get("participation") == who and not event["is_present"] for event in watcher.passing)


async def test_one_process_leads_and_another_follows_it_when_it_dies(house: House) -> None:
    async def leaders() -> list[int]:
        alive = [server for server in house.servers if server.pid]
        return [n for n, server in enumerate(alive) if await asyncio.to_thread(server.figure, "sohva_leads")]

    until = time.monotonic() + 20
    while len(found := await leaders()) != 1 and time.monotonic() < until:
        await asyncio.sleep(0.3)
    [leader] = found
    await asyncio.to_thread(house.servers[leader].kill)
    house.servers.pop(leader)
    assert await leaders() == []
    until = time.monotonic() + 40  # the lease is 15 seconds
    while not (found := await leaders()) and time.monotonic() < until:
        await asyncio.sleep(0.5)
    assert len(found) == 1


async def test_a_room_that_is_held_up_does_not_hold_up_the_others(house: House, postgres_url: str) -> None:
    room = house.room(0)
    elsewhere = next(number for number in range(6, 36, 6) if lane_of(house.room(number)) != lane_of(room))
    one, other = await house.enter(0, 0), await house.enter(elsewhere, 0)
    with psycopg.connect(postgres_url) as somebody:
        somebody.execute("SELECT 1 FROM room WHERE id = %s FOR UPDATE", [room])
        held = asyncio.create_task(one.say(room, "I have to wait"))
        assert (await other.say(house.room(elsewhere), "I do not"))["seq"] == 1
        await asyncio.sleep(0.2)
        assert not held.done()
        somebody.rollback()
    assert (await held)["seq"] == 1


def lane_of(room: str) -> int:
    return crc32(room.encode()) % 4
