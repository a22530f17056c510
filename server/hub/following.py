"""Join is follow first, read second: from one moment of the database a snapshot, from there on the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.hub.background import Background
from server.hub.channel import Channel
from server.hub.commands import FollowRoom, PageRoom, ResumeRoom, UnfollowRoom
from server.hub.connection import Connection, Follow
from server.hub.presence import PresenceUnknown
from server.hub.source import RoomSource, Standing
from server.protocol.envelope import LogEvent
from server.storage.tx import Tx

if TYPE_CHECKING:
    from server.hub.hub import Hub

log = structlog.get_logger(__name__)

_FIRST_PAGE = 50
_MOST_ROOMS = 50


class Following:
    """Carries out the hub's own commands. Their look-ups run on the readers."""

    def __init__(self, hub: Hub, source: RoomSource) -> None:
        self._hub = hub
        self._source = source
        self._background = Background()

    def take(self, connection: Connection, command: Any) -> None:
        """Begins a command; its answer comes later."""
        self._background.spawn(self._carry_out(connection, command))

    async def _carry_out(self, connection: Connection, command: Any) -> None:
        try:
            result = await self._perform(connection, command)
        except Refusal as refusal:
            self._hub.dispatch.answer(connection, command.id, None, refusal)
        except Exception as error:  # noqa: BLE001  # whoever asked must hear something
            log.error("command failed", command=type(command).__name__, kind=type(error).__name__)
            self._hub.dispatch.answer(connection, command.id, None, error)
        else:
            self._finish(connection, command, result)

    async def _perform(self, connection: Connection, command: Any) -> Any:
        readers, actor = self._hub.readers, connection.actor
        if isinstance(command, UnfollowRoom):
            return {}
        if isinstance(command, PageRoom):
            return await readers.run(self._read_before, actor, command)
        if command.room not in connection.follows and len(connection.follows) >= _MOST_ROOMS:
            raise Refusal(ErrorCode.SERVER_BUSY)
        while True:
            evictions, unheard = self._hub.evictions, self._hub.unheard
            standing, reply = await readers.run(self._read_standing, actor, command)
            reply["present"] = await self._present(command.room)
            if evictions == self._hub.evictions:  # else what was read may have ended before it could begin
                return standing, reply, unheard

    def _finish(self, connection: Connection, command: Any, result: Any) -> None:
        """From here to the reply nothing awaits: what comes after the snapshot comes after its reply."""
        if isinstance(command, UnfollowRoom):
            self._hub.unfollow(connection, command.room)
        elif not isinstance(command, PageRoom):
            standing, result, unheard = result
            cursor = max(command.after, standing.from_seq) if isinstance(command, ResumeRoom) else standing.head
            if not connection.is_closing:
                channel = self._channel(command.room, standing.head, unheard)
                self._begin(connection, channel, standing, cursor)
        self._hub.dispatch.answer(connection, command.id, result, None)

    def _channel(self, room_id: str, head: int, unheard: int) -> Channel:
        """The room's channel. A new one asks for what was told while nobody here listened."""
        channel = self._hub.channels.get(room_id)
        if channel is None:
            channel = self._hub.channels[room_id] = Channel(room_id, head)
            if unheard != self._hub.unheard:
                self._hub.repair.begin(channel)
        return channel

    def _begin(self, connection: Connection, channel: Channel, standing: Standing, cursor: int) -> None:
        follow = Follow(connection, standing.participation_id, cursor)
        connection.follows[channel.room_id] = follow
        channel.add(follow)
        self._hub.presence_keeper.came((channel.room_id, standing.participation_id))
        self._hub.pump.room_moved(channel)

    async def _present(self, room_id: str) -> list[str] | None:
        try:
            return sorted(await self._hub.presence.people(room_id))
        except PresenceUnknown:
            return None

    def _read_standing(self, tx: Tx, actor: Actor, command: Any) -> tuple[Standing, dict[str, Any]]:
        standing = self._source.standing(tx, actor, command.room)
        reply = {**standing.snapshot, "head": standing.head}
        if isinstance(command, ResumeRoom):
            if command.after > standing.head or command.history not in {None, self._hub.history}:
                raise Refusal(ErrorCode.HISTORY_CHANGED)
        elif isinstance(command, FollowRoom):
            events = self._source.before(tx, command.room, standing.head + 1, _FIRST_PAGE)
            reply |= _page(events, standing)
        return standing, reply

    def _read_before(self, tx: Tx, actor: Actor, command: PageRoom) -> dict[str, Any]:
        standing = self._source.standing(tx, actor, command.room)
        before = min(command.before, standing.head + 1)
        return _page(self._source.before(tx, command.room, before, command.limit), standing)

    async def stop(self) -> None:
        await self._background.stop()


def _page(events: list[LogEvent], standing: Standing) -> dict[str, Any]:
    mine = [event for event in events if event.seq > standing.from_seq]
    has_more = bool(mine) and mine[0].seq > standing.from_seq + 1
    return {"events": mine, "has_more": has_more}
