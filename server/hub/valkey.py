"""Hints and presence through Valkey (or Redis), for several processes over one PostgreSQL."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.hub.backplane import Evicted, HeadMoved, Hint, Noticed, Passing
from server.hub.presence import LEASE, Place, PresenceUnknown

log = structlog.get_logger(__name__)

_CHANNEL = "sohva:hints:1"
_MOST_WAITING = 10_000
_PAUSE_AFTER_FAILURE = 0.5
_decoder = msgspec.json.Decoder(HeadMoved | Passing | Noticed | Evicted)


def connect(url: str) -> Redis:
    """A client that fails soon: the default waits for seconds, with everybody waiting behind it."""
    return Redis.from_url(url, socket_timeout=2.0, socket_connect_timeout=1.0, retry=Retry(NoBackoff(), 0))


class ValkeyBackplane:
    """Publishes from one task, listens in another; both begin again whenever the connection is lost."""

    is_distributed = True

    def __init__(self, url: str) -> None:
        self._client = connect(url)
        self._name = secrets.token_hex(4)
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(_MOST_WAITING)
        self._tasks: list[asyncio.Task[None]] = []
        self.is_connected = False
        self.dropped = 0

    async def start(self, receive: Callable[[Hint], None], resubscribed: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._listen(receive, resubscribed)), loop.create_task(self._send())]

    def publish(self, hint: Hint) -> None:
        try:
            self._waiting.put_nowait(self._name.encode() + msgspec.json.encode(hint))
        except asyncio.QueueFull:
            self.dropped += 1  # others notice when they compare heads

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    async def _send(self) -> None:
        while True:
            message = await self._waiting.get()
            try:
                await self._client.publish(_CHANNEL, message)
            except (RedisError, OSError):
                self.dropped += 1
                await asyncio.sleep(_PAUSE_AFTER_FAILURE)

    async def _listen(self, receive: Callable[[Hint], None], resubscribed: Callable[[], None]) -> None:
        while True:
            try:
                await self._listen_once(receive, resubscribed)
            except (RedisError, OSError) as error:
                log.warning("backplane lost", kind=type(error).__name__)
            self.is_connected = False
            await asyncio.sleep(_PAUSE_AFTER_FAILURE)

    async def _listen_once(self, receive: Callable[[Hint], None], resubscribed: Callable[[], None]) -> None:
        own = self._name.encode()
        async with self._client.pubsub() as pubsub:
            await pubsub.subscribe(_CHANNEL)
            while True:
                message: Any = await pubsub.get_message(timeout=30.0)
                if message is None:
                    await pubsub.ping()
                elif message["type"] == "subscribe":
                    # the library reconnects silently, and what was said meanwhile is lost without an error
                    self.is_connected = True
                    resubscribed()
                elif message["type"] == "message" and not message["data"].startswith(own):
                    receive(_decoder.decode(message["data"][len(own) :]))


class ValkeyPresence:
    """A sorted set per room: member `participation@process`, score the second at which the lease ends."""

    def __init__(self, url: str) -> None:
        self._client = connect(url)
        self._name = secrets.token_hex(4)

    async def enter(self, place: Place) -> bool:
        room_id, participation_id = place
        before = await self.people(room_id)
        await self.renew([place])
        return participation_id not in before

    async def leave(self, place: Place) -> bool:
        room_id, participation_id = place
        try:
            await self._client.zrem(_key(room_id), self._member(participation_id))
        except (RedisError, OSError) as error:
            raise PresenceUnknown from error
        return participation_id not in await self.people(room_id)

    async def renew(self, places: Iterable[Place]) -> None:
        ends_at = time.time() + LEASE
        try:
            async with self._client.pipeline(transaction=False) as pipeline:
                for room_id, participation_id in places:
                    commands: Any = pipeline
                    commands.zadd(_key(room_id), {self._member(participation_id): ends_at})
                    commands.expire(_key(room_id), int(LEASE * 4))
                await pipeline.execute()
        except (RedisError, OSError) as error:
            raise PresenceUnknown from error

    async def people(self, room_id: str) -> set[str]:
        try:
            members: Any = await self._client.zrangebyscore(_key(room_id), time.time(), "+inf")
        except (RedisError, OSError) as error:
            raise PresenceUnknown from error
        return {member.decode().partition("@")[0] for member in members}

    async def close(self) -> None:
        await self._client.aclose()

    def _member(self, participation_id: str) -> str:
        return f"{participation_id}@{self._name}"


def _key(room_id: str) -> str:
    return f"sohva:presence:{room_id}"
