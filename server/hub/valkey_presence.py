"""Presence through Valkey (or Redis): leases that end by Valkey's own clock, so that no process's clock matters."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from redis.exceptions import RedisError

from server.hub.presence import LEASE, Place, PresenceUnknown
from server.hub.valkey import connect

_RENEW = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for _, member in ipairs({unpack(ARGV, 2)}) do redis.call('ZADD', KEYS[1], now + ARGV[1], member) end
redis.call('EXPIRE', KEYS[1], ARGV[1] * 4)
"""
_PEOPLE = "return redis.call('ZRANGEBYSCORE', KEYS[1], tonumber(redis.call('TIME')[1]), '+inf')"
_MOST_AT_ONCE = 1_000  # members in one call


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
        rooms = groupby(sorted(places), key=lambda place: place[0])
        try:
            async with self._client.pipeline(transaction=False) as pipeline:
                for room_id, places_there in rooms:
                    members = [self._member(participation_id) for _, participation_id in places_there]
                    for first in range(0, len(members), _MOST_AT_ONCE):
                        some = members[first : first + _MOST_AT_ONCE]
                        commands: Any = pipeline
                        commands.eval(_RENEW, 1, _key(room_id), str(int(LEASE)), *some)
                await pipeline.execute()
        except (RedisError, OSError) as error:
            raise PresenceUnknown from error

    async def people(self, room_id: str) -> set[str]:
        try:
            found: Any = await self._client.eval(_PEOPLE, 1, _key(room_id))
        except (RedisError, OSError) as error:
            raise PresenceUnknown from error
        return {member.decode().partition("@")[0] for member in found}

    async def close(self) -> None:
        await self._client.aclose()

    def _member(self, participation_id: str) -> str:
        return f"{participation_id}@{self._name}"


def _key(room_id: str) -> str:
    return f"sohva:presence:{room_id}"
