"""What a use case wants said once its rows are on disk. Nothing in here leaves before the commit.

Structs and not dataclasses: every message makes one, and a frozen dataclass takes ten times as long to make.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class RoomNews(msgspec.Struct, frozen=True):
    """A numbered event of a room's log."""

    room_id: str
    seq: int
    event: Any


class PassingNews(msgspec.Struct, frozen=True):
    """An event without a number: whoever is not there misses it, and misses nothing that lasts."""

    topic: str
    event: Any


class Notice(msgspec.Struct, frozen=True):
    """Something of an account's own is another now: its clients should look again. Never what it is.

    It waits where a client does not read, and whoever comes back looks anyway, so none is lost.
    """

    account_id: str
    what: str


class Ended(StrEnum):
    """What an eviction ends."""

    LOGIN = "login"
    ACCOUNT = "account"
    PARTICIPATION = "participation"
    READING = "reading"
    ENTRY = "entry"


class Eviction(msgspec.Struct, frozen=True):
    """A right that has just ended: open connections lose it now, not at their next request."""

    what: Ended
    subject_id: str
    room_id: str = ""


Effect = RoomNews | PassingNews | Notice | Eviction


class Outbox:
    """Collects effects in the order in which they were made."""

    __slots__ = ("effects",)

    def __init__(self) -> None:
        self.effects: list[Effect] = []

    def room_event(self, room_id: str, seq: int, event: Any) -> None:
        self.effects.append(RoomNews(room_id, seq, event))

    def passing(self, topic: str, event: Any) -> None:
        self.effects.append(PassingNews(topic, event))

    def notice(self, account_id: str, what: str) -> None:
        self.effects.append(Notice(account_id, what))

    def end_login(self, login_id: str) -> None:
        self.effects.append(Eviction(Ended.LOGIN, login_id))

    def end_account(self, account_id: str) -> None:
        self.effects.append(Eviction(Ended.ACCOUNT, account_id))

    def end_participation(self, account_id: str, room_id: str) -> None:
        self.effects.append(Eviction(Ended.PARTICIPATION, account_id, room_id))

    def end_reading(self, account_id: str, room_id: str) -> None:
        """Somebody stays in a room, and reads on only once they have accepted what it asks of them now."""
        self.effects.append(Eviction(Ended.READING, account_id, room_id))

    def end_entry(self, account_id: str, room_id: str) -> None:
        """Somebody may not be in a room for a time, or for good."""
        self.effects.append(Eviction(Ended.ENTRY, account_id, room_id))
