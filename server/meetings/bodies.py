"""What comes in and goes out over HTTP about meetings. Lengths are counted in characters, moments are in UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, NaiveDatetime

from server.meetings.promises import Gift, Influence, Line, Words
from server.meetings.tables import Coming, MeetingKind, ReminderKind
from server.web.endpoints import Body, Result

Id = Annotated[str, Field(max_length=64)]
Seats = Annotated[int, Field(ge=1, le=5_000)]
Zone = Annotated[str, Field(max_length=60)]
Hours = Annotated[int, Field(ge=0, le=24 * 30)]


def _https(text: str) -> str:
    if not text:
        return text
    try:
        parts = urlsplit(text)
        is_fine = parts.scheme == "https" and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        is_fine = False
    if not is_fine or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("must be an https address")
    return text


Link = Annotated[str, Field(max_length=500), AfterValidator(_https)]


class Series(Body):
    """`count` meetings, one every `every_weeks` weeks, at the same time by the clock on the wall."""

    every_weeks: Annotated[int, Field(ge=1, le=8)] = 1
    count: Annotated[int, Field(ge=2, le=52)]


class PlanMeeting(Body):
    """`starts` and `ends` as the clock on the wall shows them in `time_zone` (an IANA name), without an offset.

    `by_registration`: only who has signed up to share may write; left out, it is so for workshops and webinars.
    `link`: a video room elsewhere, for webinars; shown to those who have a place.
    `sign_up_hours_before`: signing up ends that long before the start; left out, when the meeting ends.
    """

    room: Id
    kind: MeetingKind
    title: Line
    about: Words = ""
    starts: NaiveDatetime
    ends: NaiveDatetime
    time_zone: Zone
    capacity: Seats = 8
    by_registration: bool | None = None
    link: Link = ""
    influence: Influence
    decision_maker: Line
    what_you_get: Gift = ""
    sign_up_hours_before: Hours | None = None
    series: Series | None = None


class ChangeMeeting(Body):
    """What is left out stays as it is. `version` is the one that was seen. New times come as all three of them."""

    meeting: Id
    version: int
    kind: MeetingKind | None = None
    title: Line | None = None
    about: Words | None = None
    starts: NaiveDatetime | None = None
    ends: NaiveDatetime | None = None
    time_zone: Zone | None = None
    capacity: Seats | None = None
    by_registration: bool | None = None
    link: Link | None = None
    influence: Influence | None = None
    decision_maker: Line | None = None
    what_you_get: Gift | None = None


class CancelMeeting(Body):
    """`rest_of_series`: with all that come after it."""

    meeting: Id
    version: int
    rest_of_series: bool = False


class OneMeeting(Body):
    meeting: Id


class MeetingsOf(Body):
    """`past`: those that are over instead, the newest first."""

    room: Id
    past: bool = False


class Register(Body):
    """`whole_series`: also for all later meetings of the series."""

    meeting: Id
    listens: bool = False
    whole_series: bool = False


class Attendance(Body):
    registration: Id
    attended: bool


class OneReminder(Body):
    reminder: Id


class Speaker(Result):
    """A professional, checked by the organiser."""

    display_name: str
    profession: str
    organisation: str


class Mine(Result):
    """My registration. `place` counts those who wait, from 1; null where I do not wait."""

    state: Coming
    listens: bool
    place: int | None


class MeetingCard(Result):
    """A meeting as somebody sees it who may come. `link` only where they have a place; `is_open`: one can sign up."""

    id: str
    room: str
    room_name: str
    series: str | None
    number: int
    kind: MeetingKind
    title: str
    about: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    capacity: int
    free_seats: int
    waiting: int
    by_registration: bool
    influence: Influence
    decision_maker: str
    what_you_get: str
    registration_closes_at: datetime
    is_open: bool
    is_cancelled: bool
    has_link: bool
    link: str | None
    professionals: list[Speaker]
    mine: Mine | None
    version: int


class Meetings(Result):
    meetings: list[MeetingCard]


class Registered(Result):
    """Somebody who has signed up, by the name they have in the room."""

    registration: str
    participation: str
    display_name: str
    listens: bool
    state: Coming
    place: int | None
    registered_at: datetime


class Registrations(Result):
    people: list[Registered]


class ReminderCard(Result):
    """What I was told about a meeting, and when."""

    id: str
    kind: ReminderKind
    at: datetime
    meeting: MeetingCard


class Reminders(Result):
    reminders: list[ReminderCard]
