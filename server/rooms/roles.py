"""What somebody is in one room, the states a room is in, and how people sit there."""

from __future__ import annotations

from enum import StrEnum


class RoomState(StrEnum):
    """Where a room is in its sitting. Reading what one has already been part of stays possible in all of them."""

    CLOSED = "closed"
    LOBBY = "lobby"
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"
    ENDED = "ended"

    @property
    def takes_words(self) -> bool:
        """Whether participants can write."""
        return self is RoomState.OPEN or self is RoomState.CLOSING


class Mode(StrEnum):
    """How people sit. Sofa: anybody writes. Round table: whose turn it is. Classroom: few write, others ask."""

    SOFA = "sofa"
    ROUND_TABLE = "round_table"
    CLASSROOM = "classroom"


class RoomRole(StrEnum):
    """What somebody is in one room."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    MODERATOR = "moderator"
    PROFESSIONAL = "professional"

    @property
    def guides(self) -> bool:
        """Whether the role may do in its room what is reserved to those who guide it."""
        return self is RoomRole.FACILITATOR or self is RoomRole.MODERATOR

    @property
    def takes_a_seat(self) -> bool:
        """Whether the role counts against the room's capacity: staff do not take seats from those they came for."""
        return self is RoomRole.PARTICIPANT


GUIDES = frozenset({RoomRole.FACILITATOR, RoomRole.MODERATOR})
