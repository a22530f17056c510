"""The hub: knows who is connected and which rooms they follow, and brings news from the lane to them.

It knows no feature. A room is a topic with a numbered log; what the numbers mean is the slices' business.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog

from server.actor import Actor
from server.clock import Clock
from server.errors import ErrorCode, Refusal
from server.hub.admission import Admission, HubLimits
from server.hub.backplane import Backplane, Evicted, HeadMoved, Hint, HintsLost, Noticed, Passing
from server.hub.channel import Channel
from server.hub.connection import Connection
from server.hub.dispatch import Dispatch
from server.hub.following import Following
from server.hub.frames import LARGEST_MESSAGE, frame
from server.hub.heartbeat import INTERVAL, Heartbeat
from server.hub.presence import Presence
from server.hub.presence_keeper import PresenceKeeper
from server.hub.pump import Pump
from server.hub.repair import Repair
from server.hub.rights import Rights, StillHeld
from server.hub.source import RoomSource
from server.protocol.closing import Close
from server.protocol.envelope import Command, FollowEnded, Hello, Limits, PresenceChanged
from server.storage.lane import UseCase
from server.storage.lanes import Lanes
from server.storage.outbox import Effect, Ended, Eviction, Notice, PassingNews, RoomNews
from server.storage.readers import Readers

log = structlog.get_logger(__name__)

LONGEST_TEXT = 4000
EVERYTHING = "everything"
_TELL_EVERY = 5.0  # seconds
_DRAIN = 3.0  # seconds to answer what was asked before a restart
_encode = msgspec.json.Encoder().encode
_WHY = {
    Ended.PARTICIPATION: ErrorCode.NOT_IN_ROOM,
    Ended.READING: ErrorCode.AGREEMENT_REQUIRED,
    Ended.ENTRY: ErrorCode.SUSPENDED,
}


@dataclass(frozen=True)
class HubParts:
    """What the composition root gives the hub."""

    clock: Clock
    readers: Readers
    source: RoomSource
    commands: Mapping[type[Command], UseCase]
    backplane: Backplane
    presence: Presence
    limits: HubLimits
    logins: StillHeld
    participations: StillHeld
    reading: StillHeld
    history: str


class Hub:
    """Made on the event loop it lives on; `lane` is set before the first connection comes."""

    lane: Lanes

    def __init__(self, parts: HubParts) -> None:
        self.clock, self.readers, self.history = parts.clock, parts.readers, parts.history
        self.backplane, self.presence = parts.backplane, parts.presence
        self.channels: dict[str, Channel] = {}
        self.stalled: set[Connection] = set()
        self.stalled_aborts = 0
        self.admission = Admission(parts.limits)
        self.repair = Repair(self, parts.source)
        self.rights = Rights(self, parts)
        self.pump = Pump(self.repair.read_page)
        self.dispatch = Dispatch(self, parts.commands)
        self.following = Following(self, parts.source)
        self.presence_keeper = PresenceKeeper(self)
        self.heartbeat = Heartbeat(self)
        self.evictions = 0
        self.unheard = 0  # news of rooms that nobody followed at that moment
        self._is_draining = False
        self._telling: asyncio.TimerHandle | None = None
        self._told_at = 0.0
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self.backplane.start(self.hear, self.missed_hints)
        loop = asyncio.get_running_loop()
        work = (self.heartbeat.beat(), self.presence_keeper.keep(), self.repair.keep())
        self._tasks = [loop.create_task(part) for part in work]

    async def stop(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.following.stop()
        await self.presence_keeper.stop()
        await self.repair.stop()
        await self.rights.stop()
        await self.pump.stop()
        await self.backplane.stop()
        await self.presence.close()

    # connections come and go

    def admit(self, actor: Actor) -> Connection:
        """A connection for a signed-in actor, not open yet. Raises Refusal server_busy or too_many_attempts."""
        if self._is_draining:
            raise Refusal(ErrorCode.SERVER_BUSY, retry_after=5.0)
        self.admission.check(actor.account_id or "")
        return Connection(self, actor, self.admission.pace())

    def opened(self, connection: Connection) -> None:
        self.admission.add(connection)
        self.heartbeat.add(connection)
        limits = Limits(text=LONGEST_TEXT, frame=LARGEST_MESSAGE)
        connection.send(
            frame(_encode(Hello(heartbeat=INTERVAL, limits=limits, now=self.clock.now(), history=self.history)))
        )

    def resumed(self, connection: Connection) -> None:
        self.stalled.discard(connection)
        self.pump.connection_resumed(connection, self.channels)

    def closed(self, connection: Connection) -> None:
        self.admission.remove(connection)
        self.heartbeat.remove(connection)
        self.stalled.discard(connection)
        self.dispatch.forget(connection)
        for room_id in list(connection.follows):
            self.unfollow(connection, room_id)

    def unfollow(self, connection: Connection, room_id: str) -> None:
        follow = connection.follows.pop(room_id, None)
        channel = self.channels.get(room_id)
        if follow is None or channel is None:
            return
        channel.remove(connection)
        self.presence_keeper.went((room_id, follow.participation_id))
        if not channel.follows:
            self.channels.pop(room_id, None)

    # news

    def publish(self, effects: list[Effect]) -> None:
        """What a commit has made true. Called on the loop, in the order of the commands."""
        for effect in effects:
            if isinstance(effect, RoomNews):
                self._room_news(effect)
            elif isinstance(effect, PassingNews):
                self._pass(effect)
            elif isinstance(effect, Notice):
                self._notice(effect.account_id, effect.what)
                self.backplane.publish(Noticed(effect.account_id, effect.what))
            else:
                self.evict(effect)
                self.backplane.publish(Evicted(effect.what.value, effect.subject_id, effect.room_id))

    def _room_news(self, news: RoomNews) -> None:
        channel = self.channels.get(news.room_id)
        if channel is None:
            self.unheard += 1
        else:
            self.repair.offer(channel, news.event)
        if self.backplane.is_distributed:
            self.backplane.publish(HeadMoved(news.room_id, news.seq))

    def _pass(self, news: PassingNews) -> None:
        payload = _encode(news.event)
        self._tell_topic(news.topic, frame(payload))
        self.backplane.publish(Passing(news.topic, payload.decode()))

    def _tell_topic(self, topic: str, framed: bytes) -> None:
        kind, _, subject_id = topic.partition(":")
        if kind == "room":
            self.tell_room(subject_id, framed)
        elif kind == "account":
            for connection in self.admission.of_account(subject_id):
                connection.send(framed)

    def _notice(self, account_id: str, what: str) -> None:
        for connection in self.admission.of_account(account_id):
            connection.notice(what)

    def missed_hints(self) -> None:
        """Other processes may have said something that was not heard: rooms and rights are compared, leases renewed,
        and everybody looks again."""
        self.repair.everything()
        self.rights.look_again()
        self.presence_keeper.renew_now()
        if self._telling is None:
            loop = asyncio.get_running_loop()
            self._telling = loop.call_at(max(loop.time(), self._told_at + _TELL_EVERY), self._tell_everybody)

    def _tell_everybody(self) -> None:
        """At most every five seconds: a backplane that comes and goes must not have everybody ask without end."""
        self._telling, self._told_at = None, asyncio.get_running_loop().time()
        for connection in self.admission.connections:
            connection.notice(EVERYTHING)

    def tell_room(self, room_id: str, framed: bytes) -> None:
        """Sends something passing to all who follow a room and read."""
        channel = self.channels.get(room_id)
        if channel is not None:
            for connection in channel.follows:
                if connection.is_writable:
                    connection.send(framed)

    def hear(self, hint: Hint) -> None:
        """What another process says."""
        if isinstance(hint, HeadMoved):
            self.repair.hint(hint.room_id, hint.seq)
        elif isinstance(hint, Noticed):
            self._notice(hint.account_id, hint.what)
        elif isinstance(hint, Evicted):
            self.evict(Eviction(Ended(hint.what), hint.subject_id, hint.room_id))
        elif isinstance(hint, HintsLost):
            self.missed_hints()
        elif isinstance(hint, Passing) and hint.topic == "presence":
            self.presence_keeper.heard(msgspec.json.decode(hint.payload, type=PresenceChanged))
        elif isinstance(hint, Passing):
            self._tell_topic(hint.topic, frame(hint.payload.encode()))

    def evict(self, eviction: Eviction) -> None:
        """Ends here what has ended."""
        self.evictions += 1
        if eviction.what is Ended.LOGIN:
            for connection in self.admission.of_login(eviction.subject_id):
                connection.close(Close.LOGIN_ENDED)
            return
        for connection in self.admission.of_account(eviction.subject_id):
            if eviction.what is Ended.ACCOUNT:
                connection.close(Close.LOGIN_ENDED)
            elif eviction.room_id in connection.follows:
                self.unfollow(connection, eviction.room_id)
                connection.send(frame(_encode(FollowEnded(room=eviction.room_id, code=_WHY[eviction.what]))))

    # the end

    async def drain(self) -> None:
        """Answers what was asked, then sends everyone away with a delay of their own, so that they do not all return
        in the same instant."""
        self._is_draining = True
        for connection in self.admission.connections:
            if not connection.is_closing:
                connection.writer.hold_reading(True)
        await self._answered()
        longest = max(1_000, 2 * len(self.admission.connections))  # milliseconds
        for connection in list(self.admission.connections):
            connection.close(Close.RESTART, f"retry={secrets.randbelow(longest)}")

    async def _answered(self) -> None:
        patience = asyncio.get_running_loop().time() + _DRAIN
        while any(connection.unanswered for connection in self.admission.connections):
            if asyncio.get_running_loop().time() > patience:
                log.warning("drained with commands unanswered")
                return
            await asyncio.sleep(0.02)
        await asyncio.sleep(0)

    def describe(self) -> dict[str, Any]:
        """Figures for the metrics."""
        return {
            "connections": len(self.admission.connections),
            "rooms": len(self.channels),
            "stalled": len(self.stalled),
            "stalled_aborts": self.stalled_aborts,
            "ring_misses": self.pump.ring_misses,
            "repairs": self.repair.repairs,
            "gaps": self.repair.gaps,
            "resume_pages": self.repair.pages,
            "behind": max((channel.behind() for channel in self.channels.values()), default=0),
            "evictions": self.evictions,
            "backplane_connected": int(self.backplane.is_connected),
            "backplane_losses": self.backplane.losses,
            "backplane_dropped": self.backplane.dropped,
        }
