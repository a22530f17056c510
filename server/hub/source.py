"""What the hub must be able to ask about a room, without knowing what a room is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from server.actor import Actor
from server.protocol.envelope import LogEvent
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor's place in a room at one moment.

    `from_seq` is the last event before they joined: nothing up to and including it is theirs to read.
    `head` is the newest event's number. `snapshot` goes into the reply of a follow as it is:
    `{"room": card, "you": {...}, "people": [...]}`.
    """

    participation_id: str
    from_seq: int
    head: int
    snapshot: dict[str, Any]


class RoomSource(Protocol):
    """The rooms, seen from the hub. All methods run on a reader's thread."""

    def standing(self, tx: Tx, actor: Actor, room_id: str) -> Standing:
        """Raises Refusal not_in_room, for rooms that do not exist as well."""

    def after(self, tx: Tx, room_id: str, seq: int, limit: int) -> list[LogEvent]:
        """The events seq+1, seq+2 …, oldest first, from rows as they are now."""

    def before(self, tx: Tx, room_id: str, seq: int, limit: int) -> list[LogEvent]:
        """The last `limit` events with a number below `seq`, oldest first."""

    def heads(self, tx: Tx, room_ids: list[str]) -> dict[str, int]:
        """The newest number of each room that exists."""
