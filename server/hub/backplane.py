"""What server processes tell each other: hints. The database holds the truth, so a lost hint costs time, not words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec


class Hint(msgspec.Struct, tag_field="k", frozen=True):
    """Anything said between processes."""


class HeadMoved(Hint, tag="h", frozen=True):
    """A room's log is at `seq` now."""

    room_id: str
    seq: int


class Passing(Hint, tag="p", frozen=True):
    """An event without a number, as JSON, for those who follow a topic."""

    topic: str
    payload: str


class Noticed(Hint, tag="n", frozen=True):
    """Something of an account's own is another now."""

    account_id: str
    what: str


class Evicted(Hint, tag="e", frozen=True):
    """A login, an account or a participation has ended."""

    what: str
    subject_id: str
    room_id: str


class HintsLost(Hint, tag="l", frozen=True):
    """More was to be said than could be: whoever hears this looks again."""


class Backplane(Protocol):
    """One of two: within this process, or Valkey between several.

    `is_connected` says whether this process hears the others now; `losses` counts the times it stopped to, `dropped`
    the hints it gave up.
    """

    is_distributed: bool
    is_connected: bool
    losses: int
    dropped: int

    async def start(self, receive: Callable[[Hint], None], resubscribed: Callable[[], None]) -> None:
        """`receive` gets what others say; `resubscribed` is called when hints may have been missed."""

    def publish(self, hint: Hint) -> None:
        """Tells the other processes; never waits, never raises."""

    async def stop(self) -> None: ...


class LocalBackplane:
    """One process: there is nobody else to tell."""

    is_distributed = False
    is_connected = True
    losses = dropped = 0

    async def start(self, receive: Callable[[Hint], None], resubscribed: Callable[[], None]) -> None:
        """Nothing to connect to."""

    def publish(self, hint: Hint) -> None:
        """Nobody to tell."""

    async def stop(self) -> None:
        """Nothing to disconnect."""
