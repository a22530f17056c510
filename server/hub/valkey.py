"""Hints through Valkey (or Redis), for several processes over one PostgreSQL."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.hub.backplane import Evicted, HeadMoved, Hint, HintsLost, Noticed, Passing

log = structlog.get_logger(__name__)

_CHANNEL = "sohva:hints:1"
_MOST_WAITING = 10_000
_PAUSE_AFTER_FAILURE = 0.5
_QUIET = 5.0  # seconds without a word, after which Valkey is asked, and after as long again given up
_decoder = msgspec.json.Decoder(HeadMoved | Passing | Noticed | Evicted | HintsLost)


def connect(url: str) -> Redis:
    """A client that fails soon: the default waits for seconds, with everybody waiting behind it."""
    return Redis.from_url(url, socket_timeout=2.0, socket_connect_timeout=1.0, retry=Retry(NoBackoff(), 0))


class ValkeyBackplane:
    """Publishes from one task, listens in another; both begin again whenever the connection is lost.

    What waits goes out in one piece. Of each room only the newest head waits; where more than 10,000 other hints
    wait, they are given up, and the other processes are told that they have missed something.
    """

    is_distributed = True

    def __init__(self, url: str) -> None:
        self._client = connect(url)
        self._name = secrets.token_hex(4).encode()
        self._heads: dict[str, Hint] = {}
        self._others: list[Hint] = []
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.is_connected = False
        self.losses = 0
        self.dropped = 0

    async def start(self, receive: Callable[[Hint], None], resubscribed: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._listen(receive, resubscribed)), loop.create_task(self._send())]

    def publish(self, hint: Hint) -> None:
        if isinstance(hint, HeadMoved):
            self._heads[hint.room_id] = hint
        elif len(self._others) < _MOST_WAITING:
            self._others.append(hint)
        else:
            self.dropped += len(self._others) + 1
            self._others = [HintsLost()]
        self._wake.set()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    async def _send(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            hints, self._heads, self._others = [*self._heads.values(), *self._others], {}, []
            await self._publish_all(hints)

    async def _publish_all(self, hints: list[Hint]) -> None:
        """Until they have gone out; a hint that is heard twice does no harm."""
        while True:
            try:
                async with self._client.pipeline(transaction=False) as pipeline:
                    commands: Any = pipeline
                    for hint in hints:
                        commands.publish(_CHANNEL, self._name + msgspec.json.encode(hint))
                    await pipeline.execute()
            except (RedisError, OSError) as error:
                log.warning("hints wait", kind=type(error).__name__)
                await asyncio.sleep(_PAUSE_AFTER_FAILURE)
            else:
                return

    async def _listen(self, receive: Callable[[Hint], None], resubscribed: Callable[[], None]) -> None:
        while True:
            try:
                await self._listen_once(receive, resubscribed)
            except (RedisError, OSError) as error:
                log.warning("backplane lost", kind=type(error).__name__)
            self.losses += self.is_connected
            self.is_connected = False
            await asyncio.sleep(_PAUSE_AFTER_FAILURE)

    async def _listen_once(self, receive: Callable[[Hint], None], resubscribed: Callable[[], None]) -> None:
        is_asked = False
        async with self._client.pubsub() as pubsub:
            await pubsub.subscribe(_CHANNEL)
            while True:
                message: Any = await pubsub.get_message(timeout=_QUIET)
                if message is None and is_asked:
                    raise TimeoutError("no answer")  # a connection that was cut looks like one where nothing is said
                is_asked = message is None
                if is_asked:
                    await pubsub.ping()
                elif message["type"] == "subscribe":
                    # the library reconnects silently, and what was said meanwhile is lost without an error
                    self.is_connected = True
                    resubscribed()
                elif message["type"] == "message" and not message["data"].startswith(self._name):
                    _hand_on(message["data"][len(self._name) :], receive)


def _hand_on(data: bytes, receive: Callable[[Hint], None]) -> None:
    """Nothing that is said on the channel ends the listening: another version may say what this one does not know."""
    try:
        receive(_decoder.decode(data))
    except Exception as error:  # noqa: BLE001  # its text might quote what was said
        log.error("hint not taken", kind=type(error).__name__)
