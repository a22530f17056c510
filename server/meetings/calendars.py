"""Use cases of calendars: a feed under an address that only its owner knows, and a file of one meeting (RFC 5545).

Neither says what the meetings are about, unless their owner asks for it: calendars are shared, synchronised and shown on
screens where others look.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated

from icalendar import Calendar, Event
from pydantic import Field
from sqlmodel import col, select

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.meetings.bodies import OneMeeting
from server.meetings.rights import invited_to, see_meeting
from server.meetings.seats import ACTIVE
from server.meetings.tables import CalendarFeed, Coming, Meeting, Professional, Registration, Visit
from server.storage.tx import Tx
from server.web.endpoints import Body, Result

_SECRET_BYTES = 24
_LOOKING_BACK = timedelta(days=30)
_NEUTRAL = "Sohva"


class MakeFeed(Body):
    """`with_names`: the feed says what each meeting is called."""

    with_names: bool = False


class OneFeed(Body):
    secret: Annotated[str, Field(max_length=100, repr=False)]


class NewFeed(Result):
    """`path` is shown this once: the secret in it is kept nowhere."""

    path: str
    with_names: bool


class MyFeed(Result):
    """`made_at` is null where I have no feed."""

    made_at: datetime | None
    with_names: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in somebody's calendar. `id` is its own there, so that two calendars have nothing in common."""

    id: str
    meeting: Meeting
    is_certain: bool = True


def make_feed(tx: Tx, actor: Actor, command: MakeFeed) -> NewFeed:
    """Makes my feed, or a new address for it: the old one leads nowhere any more."""
    secret, account_id = secrets.token_urlsafe(_SECRET_BYTES), actor.account_id or ""
    feed = tx.session.get(CalendarFeed, account_id)
    if feed is None:
        feed = CalendarFeed(account_id=account_id, secret_hash="", with_names=False, made_at=tx.now)
    feed.secret_hash, feed.with_names, feed.made_at = _hash(secret), command.with_names, tx.now
    tx.session.add(feed)
    return NewFeed(path=f"/calendar/{secret}.ics", with_names=feed.with_names)


def read_feed(tx: Tx, actor: Actor, command: None) -> MyFeed:
    """Whether I have a feed, and what it tells."""
    feed = tx.session.get(CalendarFeed, actor.account_id)
    return MyFeed(made_at=feed.made_at if feed else None, with_names=feed is not None and feed.with_names)


def end_feed(tx: Tx, actor: Actor, command: None) -> None:
    """Ends my feed; there is none: nothing changes."""
    feed = tx.session.get(CalendarFeed, actor.account_id)
    if feed is not None:
        tx.session.delete(feed)


def read_calendar(tx: Tx, actor: Actor, command: OneFeed) -> bytes:
    """A feed, for whoever knows its address: what its owner has signed up for, from thirty days ago on.

    Refusal: not_found.
    """
    feed = tx.session.exec(select(CalendarFeed).where(CalendarFeed.secret_hash == _hash(command.secret))).first()
    if feed is None:
        raise Refusal(ErrorCode.NOT_FOUND)
    recent = col(Meeting.ends_at) > tx.now - _LOOKING_BACK
    coming = select(Registration, Meeting).where(
        Registration.meeting_id == Meeting.id, Registration.account_id == feed.account_id, recent
    )
    found = tx.session.exec(coming.where(col(Registration.state).in_(ACTIVE)).order_by(col(Meeting.starts_at)))
    entries = [Entry(one.id, meeting, one.state is not Coming.WAITING) for one, meeting in found]
    invited = select(Visit, Meeting).where(
        Visit.meeting_id == Meeting.id,
        Visit.professional_id == Professional.id,
        Professional.account_id == feed.account_id,
        col(Professional.revoked_at).is_(None),
        recent,
    )
    entries += [Entry(visit.id, meeting) for visit, meeting in tx.session.exec(invited)]
    return _written(entries, tx.now, with_names=feed.with_names)


def read_meeting_file(tx: Tx, actor: Actor, command: OneMeeting) -> bytes:
    """One meeting as a file for a calendar, for who has signed up or is invited. Refusal: not_found."""
    meeting = see_meeting(tx, actor, command.meeting)
    mine = select(Registration).where(
        Registration.meeting_id == meeting.id,
        Registration.account_id == (actor.account_id or ""),
        col(Registration.state).in_(ACTIVE),
    )
    one = tx.session.exec(mine).first()
    if one is None and meeting.id not in invited_to(tx, actor, meeting.room_id):
        raise Refusal(ErrorCode.NOT_FOUND)
    entry = Entry(one.id if one else meeting.id, meeting, one is None or one.state is not Coming.WAITING)
    return _written([entry], tx.now, with_names=False)


def _written(entries: Sequence[Entry], now: datetime, *, with_names: bool) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Sohva//Sohva//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _NEUTRAL)
    for entry in entries:
        calendar.add_component(_event(entry, now, with_names=with_names))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime, *, with_names: bool) -> Event:
    meeting, event = entry.meeting, Event()
    event.add("uid", f"{entry.id}@sohva")
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("sequence", meeting.version)
    event.add("summary", meeting.title if with_names else _NEUTRAL)
    status = "CONFIRMED" if entry.is_certain else "TENTATIVE"
    event.add("status", status if meeting.cancelled_at is None else "CANCELLED")
    event.add("class", "PRIVATE")
    return event


def _hash(secret: str) -> str:
    """Plain, since nobody guesses 192 bits."""
    return sha256(f"calendar:{secret}".encode()).hexdigest()
