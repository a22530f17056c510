"""When somebody on call wants to be called: windows of a week, by the clock on their wall.

Hours say who is called first, never that nobody is: see `server.distress.escalating.to_call`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, Field

from server.web.endpoints import Body


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("must be the name of a time zone")
    return name


Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Day = Annotated[int, Field(ge=1, le=7)]
Zone = Annotated[str, Field(max_length=60), AfterValidator(_zone)]


class Window(Body):
    """On these days (1 is Monday), from `begins` until `ends`; where that is not later, until then on the next day."""

    days: Annotated[list[Day], Field(min_length=1, max_length=7)]
    begins: Clock
    ends: Clock


class ActiveHours(Body):
    """`begins` and `ends` are as the clock on the wall shows them in `time_zone`, an IANA name."""

    time_zone: Zone
    windows: Annotated[list[Window], Field(min_length=1, max_length=14)]


def is_within(kept: dict[str, Any] | None, at: datetime) -> bool:
    """Whether somebody with these hours, as a row keeps them, wants to be called at a moment; without any: always."""
    if kept is None:
        return True
    try:
        wall = at.astimezone(ZoneInfo(kept["time_zone"]))
    except ZoneInfoNotFoundError:
        return True  # this machine knows the zone no more: a call too many is the smaller harm
    today, clock = wall.isoweekday(), wall.strftime("%H:%M")
    return any(_covers(window, today, clock) for window in kept["windows"])


def _covers(window: dict[str, Any], today: int, clock: str) -> bool:
    days, begins, ends = window["days"], window["begins"], window["ends"]
    if begins < ends:
        return today in days and begins <= clock < ends
    yesterday = (today - 2) % 7 + 1
    return (today in days and begins <= clock) or (yesterday in days and clock < ends)
