"""The ladder of sanctions: what each one bars, which bind at a moment, and what is proposed next.

Nobody is sanctioned by address: a whole day centre shares one. A reversed sanction counts as never given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum


class SanctionKind(IntEnum):
    """The steps of the ladder, mildest first."""

    NOTE = 1
    WARNING = 2
    MUTE = 3
    SUSPENSION = 4
    EXCLUSION = 5


class Barred(StrEnum):
    """What a binding sanction takes away."""

    WRITE = "write"
    ENTER = "enter"


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sanction as it was given. `room` None binds everywhere; `ends_at` None has no end by itself."""

    kind: SanctionKind
    starts_at: datetime
    ends_at: datetime | None = None
    room: str | None = None
    acknowledged_at: datetime | None = None
    reversed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The step the ladder proposes; a person decides. `lasts` None: until acknowledged, or without an end."""

    kind: SanctionKind
    lasts: timedelta | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """How long each timed step lasts, and for how long an earlier step is remembered."""

    mute: timedelta = timedelta(hours=24)
    suspension: timedelta = timedelta(days=7)
    remembered: timedelta = timedelta(days=180)


def bars(sanction: Sanction, at: datetime, room: str) -> Barred | None:
    """What the sanction takes away in `room` at this moment: nothing, writing, or being there at all.

    A note never binds; a warning until it is acknowledged; the rest from `starts_at` until before `ends_at`.
    """
    if sanction.room not in {None, room} or not _is_in_force(sanction, at):
        return None
    if sanction.kind is SanctionKind.NOTE:
        return None
    if sanction.kind is SanctionKind.WARNING:
        return None if sanction.acknowledged_at is not None and sanction.acknowledged_at <= at else Barred.WRITE
    return Barred.WRITE if sanction.kind is SanctionKind.MUTE else Barred.ENTER


def binding(sanctions: Iterable[Sanction], at: datetime, room: str) -> list[Sanction]:
    """The sanctions that bar something in `room` now, gravest first; of the same step the latest first."""
    bound = [sanction for sanction in sanctions if bars(sanction, at, room) is not None]
    return sorted(bound, key=lambda sanction: (-sanction.kind, -sanction.starts_at.timestamp()))


def propose(
    history: Iterable[Sanction], at: datetime, ladder: Ladder = Ladder(), *, is_grave: bool = False
) -> Proposal:
    """One step above the gravest that is remembered, a note when there is none; never two steps at once.

    `is_grave`, a danger to somebody else, begins at a mute. What was reversed is not remembered.
    """
    remembered = [each.kind for each in history if _is_remembered(each, at, ladder.remembered)]
    step = min(max(remembered, default=0) + 1, SanctionKind.EXCLUSION)
    kind = SanctionKind(max(step, SanctionKind.MUTE) if is_grave else step)
    return Proposal(kind, {SanctionKind.MUTE: ladder.mute, SanctionKind.SUSPENSION: ladder.suspension}.get(kind))


def _is_in_force(sanction: Sanction, at: datetime) -> bool:
    if sanction.reversed_at is not None and sanction.reversed_at <= at:
        return False
    return sanction.starts_at <= at and (sanction.ends_at is None or at < sanction.ends_at)


def _is_remembered(sanction: Sanction, at: datetime, memory: timedelta) -> bool:
    is_reversed = sanction.reversed_at is not None and sanction.reversed_at <= at
    return not is_reversed and at - memory < sanction.starts_at <= at
