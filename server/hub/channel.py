"""One room as this process sees it: its ring, who follows it, and how far that is known."""

from __future__ import annotations

from server.hub.connection import Connection, Follow
from server.hub.ring import Ring


class Channel:
    """Exists while somebody here follows the room."""

    __slots__ = ("_windows", "follows", "is_repairing", "ring", "room_id")

    def __init__(self, room_id: str, head: int) -> None:
        self.room_id = room_id
        self.ring = Ring(head)
        self.follows: dict[Connection, Follow] = {}
        self._windows: dict[str, int] = {}  # how many connections a participation follows from
        self.is_repairing = False

    def add(self, follow: Follow) -> None:
        """A place in the room, instead of the one that the same connection had."""
        self.remove(follow.connection)
        self.follows[follow.connection] = follow
        self._windows[follow.participation_id] = self._windows.get(follow.participation_id, 0) + 1

    def remove(self, connection: Connection) -> None:
        """Nothing where the connection does not follow."""
        follow = self.follows.pop(connection, None)
        if follow is not None:
            left = self._windows.pop(follow.participation_id) - 1
            if left:
                self._windows[follow.participation_id] = left

    def participations(self) -> set[str]:
        return set(self._windows)

    def has(self, participation_id: str) -> bool:
        return participation_id in self._windows

    def behind(self) -> int:
        """How many events the reader who is furthest behind has not been sent."""
        return max((self.ring.head - follow.cursor for follow in self.follows.values()), default=0)
