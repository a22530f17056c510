"""What messages need from the moderators' desk, which stands above them: given by the composition root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from moderation import Verdict
from moderation.reasons import ReasonCode
from server.actor import Actor
from server.rooms.standing import Seat
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Screened:
    """A message that a verdict was given on: posted, or held back where `is_held`."""

    room_id: str
    message_id: str
    seat: Seat
    verdict: Verdict
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Criticism:
    """A message that criticises the organisation, and why one of its staff wants it out of the room.

    A question as well, of which no case is to say whose it is: then `participation_id` is None.
    """

    room_id: str
    message_id: str
    participation_id: str | None
    reason: ReasonCode
    rule: str


class Desk(Protocol):
    """Runs in the transaction in which the message is stored: a case is there as soon as the message is."""

    def alert(self, tx: Tx, screened: Screened) -> None:
        """A verdict asks for a human: somebody may be in danger, or a rule could not be run."""

    def hold(self, tx: Tx, screened: Screened) -> None:
        """A message waits for a human."""

    def ask_outside(self, tx: Tx, actor: Actor, criticism: Criticism) -> bool:
        """Asks somebody who is not of the staff whether a message may be taken out; True where it now has been."""


class NoDesk:
    """Where there is nobody to tell: the command line, and trials of the messages alone."""

    def alert(self, tx: Tx, screened: Screened) -> None:
        """Nobody hears it."""

    def hold(self, tx: Tx, screened: Screened) -> None:
        """Nobody hears it."""

    def ask_outside(self, tx: Tx, actor: Actor, criticism: Criticism) -> bool:
        """Nobody can agree, so it stays."""
        return False
