"""Times on the wall and moments: the same clock time at each meeting of a series, whatever the clocks do between."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.meetings.schedule import (
    FARTHEST,
    LONGEST,
    SHORTEST,
    OnTheWall,
    Rule,
    Span,
    TimesWrong,
    Wrong,
    known_time_zones,
    spans,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = st.sampled_from(
    """
    Europe/Helsinki Europe/Bucharest America/New_York Australia/Lord_Howe Asia/Kathmandu UTC Africa/Casablanca
    Pacific/Chatham America/St_Johns Atlantic/Azores
    """.split()
)


def wall(text: str, minutes: int = 90, zone: str = "Europe/Helsinki") -> OnTheWall:
    starts = datetime.fromisoformat(text)
    return OnTheWall(starts, starts + timedelta(minutes=minutes), zone)


@given(
    starts=st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 31)),
    minutes=st.integers(5, 720),
    zone=ZONES,
    every=st.integers(1, 8),
    times=st.integers(1, 12),
)
def test_every_meeting_shows_the_same_time_on_the_wall(
    starts: datetime, minutes: int, zone: str, every: int, times: int
) -> None:
    first = OnTheWall(starts, starts + timedelta(minutes=minutes), zone)
    try:
        found = spans(first, Rule(every, times), NOW)
    except TimesWrong as wrong:
        assert wrong.reason is Wrong.CLOCK_CHANGE or starts + timedelta(weeks=every * times) > datetime(2028, 12, 1)
        return
    assert len(found) == times
    for number, span in enumerate(found):
        there = [moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in (span.starts_at, span.ends_at)]
        assert there == [first.starts + timedelta(weeks=every * number), first.ends + timedelta(weeks=every * number)]
        assert span.ends_at - span.starts_at == timedelta(minutes=minutes)
        assert span.starts_at.tzinfo is UTC
    assert not any(one.overlaps(other) for one, other in zip(found, found[1:], strict=False))


@given(starts=st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 31)), zone=ZONES)
def test_one_that_is_refused_for_the_clocks_really_meets_a_change_of_them(starts: datetime, zone: str) -> None:
    first = OnTheWall(starts, starts + timedelta(minutes=90), zone)
    offsets = {
        (first.starts + timedelta(minutes=15 * step)).replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset()
        for step in range(7)
        for fold in (0, 1)
    }
    try:
        spans(first, Rule(), NOW)
    except TimesWrong as wrong:
        assert wrong.reason is Wrong.CLOCK_CHANGE
        assert len(offsets) > 1
    else:
        assume(len(offsets) == 1)


def test_winter_and_summer_are_an_hour_apart_in_utc() -> None:
    found = spans(wall("2026-03-24T18:00"), Rule(1, 2), NOW)
    assert [span.starts_at.hour for span in found] == [16, 15]
    found = spans(wall("2026-10-20T18:00"), Rule(1, 2), NOW)
    assert [span.starts_at.hour for span in found] == [15, 16]


WRONG = [
    (wall("2026-03-29T03:30"), Wrong.CLOCK_CHANGE),  # an hour that does not exist
    (wall("2026-03-29T02:30"), Wrong.CLOCK_CHANGE),
    (wall("2026-10-25T03:30", 20), Wrong.CLOCK_CHANGE),  # an hour that there is twice
    (wall("2026-10-25T02:30", 180), Wrong.CLOCK_CHANGE),
    (wall("2026-02-01T18:00", -10), Wrong.ENDS_BEFORE_IT_STARTS),
    (wall("2026-02-01T18:00", 0), Wrong.ENDS_BEFORE_IT_STARTS),
    (wall("2026-02-01T18:00", 4), Wrong.TOO_SHORT),
    (wall("2026-02-01T06:00", 721), Wrong.TOO_LONG),
    (wall("2025-12-31T18:00"), Wrong.IN_THE_PAST),
    (wall("2029-12-31T18:00"), Wrong.TOO_FAR),
    (OnTheWall(datetime.min, datetime.min, "Europe/Helsinki"), Wrong.TOO_FAR),
    (OnTheWall(datetime.max, datetime.max, "Pacific/Kiritimati"), Wrong.TOO_FAR),
    (wall("2026-02-01T18:00", zone="Europe/Atlantis"), Wrong.UNKNOWN_TIME_ZONE),
    (wall("2026-02-01T18:00", zone="../../etc/passwd"), Wrong.UNKNOWN_TIME_ZONE),
    (wall("2026-02-01T18:00", zone="Europe"), Wrong.UNKNOWN_TIME_ZONE),
    (wall("2026-02-01T18:00", zone=""), Wrong.UNKNOWN_TIME_ZONE),
]


@pytest.mark.parametrize(("first", "reason"), WRONG)
def test_what_cannot_be_is_refused_with_its_reason(first: OnTheWall, reason: Wrong) -> None:
    with pytest.raises(TimesWrong) as caught:
        spans(first, Rule(), NOW)
    assert (caught.value.reason, caught.value.number) == (reason, 1)


def test_series_is_refused_whole_and_says_which_meeting_cannot_be() -> None:
    with pytest.raises(TimesWrong) as caught:
        spans(wall("2026-03-15T03:30"), Rule(1, 4), NOW)
    assert (caught.value.reason, caught.value.number) == (Wrong.CLOCK_CHANGE, 3)
    with pytest.raises(TimesWrong) as caught:
        spans(wall("2028-12-01T18:00"), Rule(8, 52), NOW)
    assert (caught.value.reason, caught.value.number) == (Wrong.TOO_FAR, 2)


def test_bounds_themselves_are_allowed() -> None:
    for length in (SHORTEST, LONGEST):
        starts = datetime(2026, 6, 1, 8)
        assert spans(OnTheWall(starts, starts + length, "UTC"), Rule(), NOW)[0].ends_at - length == starts.replace(
            tzinfo=UTC
        )
    edge = (NOW + FARTHEST).replace(tzinfo=None)
    assert spans(OnTheWall(edge, edge + SHORTEST, "UTC"), Rule(), NOW)
    assert "Europe/Helsinki" in known_time_zones()


def test_one_after_the_other_does_not_overlap() -> None:
    first = Span(NOW, NOW + timedelta(hours=1))
    assert not first.overlaps(Span(first.ends_at, first.ends_at + timedelta(hours=1)))
    assert first.overlaps(Span(first.ends_at - timedelta(seconds=1), first.ends_at + timedelta(hours=1)))
    assert first.overlaps(Span(NOW - timedelta(hours=1), NOW + timedelta(hours=2)))
