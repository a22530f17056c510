"""One room as this process sees it: its ring, who follows it, and how far that is known."""

from __future__ import annotations

from server.hub.connection import Connection, Follow
from server.hub.ring import Ring


class Channel:
    """Exists while somebody here follows the room."""

    __slots__ = ("follows", "is_repairing", "ring", "room_id")

    def __init__(self, room_id: str, head: int) -> None:
        self.room_id = room_id
        self.ring = Ring(head)
        self.follows: dict[Connection, Follow] = {}
        self.is_repairing = False

    def participations(self) -> set[str]:
        return {follow.participation_id for follow in self.follows.values()}

    def has(self, participation_id: str) -> bool:
        return any(follow.participation_id == participation_id for follow in self.follows.values())

    def behind(self) -> int:
        """How many events the reader who is furthest behind has not been sent."""
        return max((self.ring.head - follow.cursor for follow in self.follows.values()), default=0)
