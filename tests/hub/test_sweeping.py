"""A room with more readers than one slice: everybody gets everything once, also who comes in the middle of a sweep."""

import asyncio

import pytest

from server.actor import Actor
from server.hub.bucket import Bucket
from server.hub.channel import Channel
from server.hub.connection import Connection, Follow
from server.hub.pump import Pump


class Ear:
    """A way out that remembers what went through it."""

    def __init__(self) -> None:
        self.heard = b""

    def write(self, data: bytes) -> bool:
        self.heard += data
        return True


class Lobby:
    """A pump and a room, without a house around them."""

    def __init__(self) -> None:
        self.pump = Pump(self._no_page)
        self.channel = Channel("room", 0)

    async def _no_page(self, room_id: str, after: int) -> tuple[int, bytes]:
        raise AssertionError("the ring reaches back far enough")

    def enter(self, cursor: int) -> Ear:
        ear = Ear()
        connection = Connection(self, Actor("somebody"), Bucket(1, 1))  # type: ignore[arg-type]
        connection.writer = ear  # type: ignore[assignment]
        follow = connection.follows["room"] = Follow(connection, "", cursor)
        self.channel.add(follow)
        self.pump.room_moved(self.channel)
        return ear

    def say(self, word: bytes) -> None:
        self.channel.ring.offer(self.channel.ring.head + 1, word)
        self.pump.room_moved(self.channel)


@pytest.mark.parametrize("people", [3, 128, 129, 1_500])
async def test_everybody_hears_everything_once_however_many_they_are(people: int) -> None:
    lobby = Lobby()
    ears = [lobby.enter(0) for _ in range(people)]
    for word in (b"one ", b"two ", b"three "):
        lobby.say(word)
        await asyncio.sleep(0)
    late = lobby.enter(1)
    for _ in range(40):
        await asyncio.sleep(0)
    assert {ear.heard for ear in ears} == {b"one two three "}
    assert late.heard == b"two three "


async def test_everybody_who_is_told_something_hears_it_once_however_many_they_are() -> None:
    lobby = Lobby()
    ears = [lobby.enter(0) for _ in range(1_500)]
    for connection in lobby.channel.follows:
        connection.send(b"beat ")
    for connection in lobby.channel.follows:
        connection.send(b"again ")
    for _ in range(40):
        await asyncio.sleep(0)
    assert {ear.heard for ear in ears} == {b"beat again "}
