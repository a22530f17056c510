"""When meetings are: from what the clock on the wall shows to moments, kept across changes of the clocks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=12)
FARTHEST = timedelta(days=3 * 366)
_FIRST_YEAR, _LAST_YEAR = 2000, 2200  # beyond them neither a calendar nor the arithmetic of time zones can be trusted


class Wrong(StrEnum):
    """Why meetings cannot be at such a time."""

    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    IN_THE_PAST = "in_the_past"
    TOO_FAR = "too_far"
    CLOCK_CHANGE = "clock_change"


class TimesWrong(Exception):
    """`number` says which meeting of a series it is, from 1."""

    def __init__(self, reason: Wrong, number: int) -> None:
        super().__init__(reason.value)
        self.reason, self.number = reason, number


@dataclass(frozen=True, slots=True)
class OnTheWall:
    """A beginning and an end as people write them down: without an offset, in a named time zone."""

    starts: datetime
    ends: datetime
    time_zone: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Every so many weeks, so many times."""

    every_weeks: int = 1
    count: int = 1


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another, in UTC."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Span) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@lru_cache(maxsize=1)
def known_time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def spans(first: OnTheWall, rule: Rule, now: datetime) -> list[Span]:
    """When the meetings are; the clock on the wall shows the same at each of them. Raises TimesWrong."""
    if first.time_zone not in known_time_zones():
        raise TimesWrong(Wrong.UNKNOWN_TIME_ZONE, 1)
    weeks = [timedelta(weeks=rule.every_weeks * number) for number in range(rule.count)]
    found = [_span(first, ahead, number, now) for number, ahead in enumerate(weeks, 1)]
    if found[0].starts_at < now:
        raise TimesWrong(Wrong.IN_THE_PAST, 1)
    return found


def _span(first: OnTheWall, ahead: timedelta, number: int, now: datetime) -> Span:
    if not all(_FIRST_YEAR <= moment.year <= _LAST_YEAR for moment in (first.starts, first.ends)):
        raise TimesWrong(Wrong.TOO_FAR, number)
    starts, ends = (_moment(wall + ahead, first.time_zone, number) for wall in (first.starts, first.ends))
    if starts.utcoffset() != ends.utcoffset():
        raise TimesWrong(Wrong.CLOCK_CHANGE, number)
    span = Span(starts.astimezone(UTC), ends.astimezone(UTC))
    wrong = _wrong_length(span.ends_at - span.starts_at)
    if wrong is not None or span.starts_at > now + FARTHEST:
        raise TimesWrong(wrong or Wrong.TOO_FAR, number)
    return span


def _moment(wall: datetime, time_zone: str, number: int) -> datetime:
    """What a clock on the wall shows, which it must show exactly once on that day."""
    zone = ZoneInfo(time_zone)
    moment, other = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if moment.utcoffset() != other.utcoffset():
        raise TimesWrong(Wrong.CLOCK_CHANGE, number)
    return moment


def _wrong_length(length: timedelta) -> Wrong | None:
    if length <= timedelta(0):
        return Wrong.ENDS_BEFORE_IT_STARTS
    if length < SHORTEST:
        return Wrong.TOO_SHORT
    return Wrong.TOO_LONG if length > LONGEST else None
