"""Those who go together are ended in slices and leave nothing behind; whoever has two windows leaves with the second."""

import asyncio
from pathlib import Path

from server.actor import Actor
from server.hub.bucket import Bucket
from server.hub.channel import Channel
from server.hub.connection import Connection, Follow
from tests.faults.bare import Bare
from tests.hub.house import Served, serve_house


async def until_empty(served: Served) -> None:
    """Returns once the hub and uvicorn know of nobody; fails after five seconds."""
    async with asyncio.timeout(5):
        while served.house.hub.describe()["connections"] or served.server.server_state.connections:
            await asyncio.sleep(0.02)


async def test_two_hundred_who_leave_at_once_leave_nothing_behind(empty_sqlite_url: str, tmp_path: Path) -> None:
    async with serve_house(empty_sqlite_url, tmp_path, people=2) as served:
        port, cookie = served.house.settings.port, served.people[0][0]
        people = [await Bare.connect(port, cookie) for _ in range(100)]
        assert served.house.hub.describe()["connections"] == 100
        for number, person in enumerate(people):
            if number % 2:
                person.transport.abort()
            else:
                person.transport.write_eof()
        await until_empty(served)
        await asyncio.sleep(0.05)
        assert all(person.is_closed for person in people)


def follow(channel: Channel, participation: str) -> Follow:
    connection = Connection(None, Actor("somebody"), Bucket(1, 1))  # type: ignore[arg-type]
    place = Follow(connection, participation, 0)
    channel.add(place)
    return place


def test_a_person_is_there_until_the_last_window_closes() -> None:
    channel = Channel("room", 0)
    first, second = follow(channel, "kuusi"), follow(channel, "kuusi")
    follow(channel, "meri")
    channel.remove(first.connection)
    assert channel.has("kuusi")
    channel.remove(first.connection)
    assert channel.participations() == {"kuusi", "meri"}
    channel.remove(second.connection)
    assert not channel.has("kuusi")
    assert channel.participations() == {"meri"}


def test_following_again_from_the_same_window_is_one_place() -> None:
    channel = Channel("room", 0)
    first = follow(channel, "kuusi")
    again = Follow(first.connection, "kuusi", 7)
    channel.add(again)
    assert list(channel.follows.values()) == [again]
    channel.remove(first.connection)
    assert not channel.has("kuusi")
