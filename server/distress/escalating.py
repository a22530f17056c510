"""The clock of a distress case: which step is due when, and whom it calls. Pure: times come in as arguments.

Each step calls one contact. The clock has no end of its own: after the last contact comes the first again. It is a
human's claim, or the end of the case, that makes it silent; a claim that lapses lets it ring again at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from moderation.verdict import Risk

EVERY = timedelta(seconds=60)
LEASE = timedelta(seconds=30)
"""For how long a call counts as being made. It is longer than any call can take."""


OTHERS_AFTER = timedelta(minutes=5)
"""For how long only those are called who want to be called at this hour, where there are any."""


class Speaks(Protocol):
    """Somebody on call, as far as the order of calls needs it."""

    @property
    def languages(self) -> Sequence[str]: ...


Contact = TypeVar("Contact", bound=Speaks)


@dataclass(frozen=True, slots=True)
class Step:
    """What the clock does next: the first step is 1."""

    number: int
    due_at: datetime

    def is_due(self, at: datetime, is_claimed: bool) -> bool:
        return not is_claimed and self.due_at <= at


def first_step(opened_at: datetime, risk: Risk) -> Step:
    """The desk has `EVERY` to claim the case; where somebody may act on it now, a contact is called at once."""
    return Step(1, opened_at if risk is Risk.IMMINENT else opened_at + EVERY)


def step_after(step: Step, taken_at: datetime) -> Step:
    """The next step, once this one has been taken.

    It keeps the rhythm, but for what was missed while no server ran, which is not made up for in a burst.
    """
    is_late = taken_at - step.due_at > EVERY / 2
    return Step(step.number + 1, (taken_at if is_late else step.due_at) + EVERY)


def hastened(following: Step, failed_at: datetime, contacts: int) -> Step:
    """The next step where the one before it reached nobody: at once, until each contact has been tried."""
    if contacts <= 1 or (following.number - 1) % contacts == 0:
        return following
    return Step(following.number, min(following.due_at, failed_at))


def in_order(contacts: Sequence[Contact], language: str) -> list[Contact]:
    """As the organiser ordered them, but whoever speaks the room's language first. Nobody is left out."""
    return sorted(contacts, key=lambda contact: language not in contact.languages)


def to_call(contacts: Sequence[Contact], is_awake: Callable[[Contact], bool], waited: timedelta) -> list[Contact]:
    """Those whose hours it is. Where there are none, or nobody came for `OTHERS_AFTER`, all the others after them."""
    awake = [contact for contact in contacts if is_awake(contact)]
    if awake and waited < OTHERS_AFTER:
        return awake
    return awake + [contact for contact in contacts if contact not in awake]


def called_at(step: int, contacts: Sequence[Contact]) -> Contact | None:
    """Whom a step calls, None where there is nobody."""
    return contacts[(step - 1) % len(contacts)] if contacts else None
