"""Who is in a room now, as leases: whoever is not renewed is gone, also when their process died without a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

LEASE = 45.0  # seconds
RENEWAL = 15.0

Place = tuple[str, str]
"""(room id, participation id)"""


class PresenceUnknown(Exception):
    """The store cannot be asked. Unknown is not empty: whoever asked changes nothing."""


class Presence(Protocol):
    """Across processes. Each process renews the places of its own connections."""

    async def enter(self, place: Place) -> bool:
        """Takes or renews a lease; whether nobody held that place before. Raises PresenceUnknown."""

    async def leave(self, place: Place) -> bool:
        """Gives this process's lease back; whether the place is empty now. Raises PresenceUnknown."""

    async def renew(self, places: Iterable[Place]) -> None:
        """Raises PresenceUnknown."""

    async def people(self, room_id: str) -> set[str]:
        """The participations present in a room. Raises PresenceUnknown."""

    async def close(self) -> None: ...


class LocalPresence:
    """One process: the connections themselves are the leases."""

    def __init__(self) -> None:
        self._rooms: dict[str, dict[str, None]] = {}  # a dict of a few people is a quarter of a set of them

    async def enter(self, place: Place) -> bool:
        room_id, participation_id = place
        people = self._rooms.setdefault(room_id, {})
        is_new = participation_id not in people
        people[participation_id] = None
        return is_new

    async def leave(self, place: Place) -> bool:
        room_id, participation_id = place
        people = self._rooms.get(room_id, {})
        people.pop(participation_id, None)
        if not people:
            self._rooms.pop(room_id, None)
        return True

    async def renew(self, places: Iterable[Place]) -> None:
        """Nothing expires here."""

    async def people(self, room_id: str) -> set[str]:
        return set(self._rooms.get(room_id, ()))

    async def close(self) -> None:
        """Nothing to disconnect."""
