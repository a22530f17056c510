"""A side room by itself: what may be done in it at a moment. Pure: the time is an argument."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

OFFER_LASTS = timedelta(minutes=10)
LASTS = timedelta(minutes=30)


class SideState(StrEnum):
    """How a side room stands."""

    OFFERED = "offered"
    OPEN = "open"
    DECLINED = "declined"
    CLOSED = "closed"


class Sided(Protocol):
    """A side room's times."""

    accepted_at: datetime | None
    declined_at: datetime | None
    ends_at: datetime
    closed_at: datetime | None


def state_at(room: Sided, at: datetime) -> SideState:
    """It ends by time alone: nobody has to act for it, and nobody writes a second longer."""
    if room.declined_at is not None:
        return SideState.DECLINED
    if room.closed_at is not None or room.ends_at <= at:
        return SideState.CLOSED
    return SideState.OFFERED if room.accepted_at is None else SideState.OPEN
