"""Calendars: an address that only its owner knows, and events that say nothing unless they are asked to."""

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar

from server.actor import ANYONE
from server.errors import ErrorCode
from server.meetings import bodies, calendars
from server.meetings.tables import CalendarFeed
from tests.meetings.sessions import FIRST, cancel, change, count, invite, plan, plan_one, sign_up, use
from tests.rooms.cast import House, refused


async def make(house: House, name: str, *, with_names: bool = False) -> str:
    """The secret of a new feed."""
    made: calendars.NewFeed = await house.do(
        calendars.make_feed, house[name], calendars.MakeFeed(with_names=with_names)
    )
    return made.path.removeprefix("/calendar/").removesuffix(".ics")


async def feed(house: House, secret: str) -> list[dict[str, Any]]:
    content = await house.read(calendars.read_calendar, ANYONE, calendars.OneFeed(secret=secret))
    calendar = Calendar.from_ical(content.decode())
    assert (str(calendar["version"]), str(calendar["prodid"])) == ("2.0", "-//Sohva//Sohva//EN")
    return [
        {name.lower(): event.decoded(name) if name.startswith("DT") else str(event[name]) for name in event}
        for event in calendar.walk("VEVENT")
    ]


async def test_feed_has_what_one_has_signed_up_for_and_follows_it(house: House) -> None:
    room = await house.room()
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    first, second, third = await plan(house, room, capacity=1, series=bodies.Series(count=3))
    secret = await make(house, "Kuusi")
    assert await feed(house, secret) == []
    await sign_up(house, "Meri", second.id)
    await sign_up(house, "Kuusi", first.id, whole_series=True)
    events = await feed(house, secret)
    assert [(event["dtstart"], event["status"]) for event in events] == [
        (first.starts_at, "CONFIRMED"),
        (second.starts_at, "TENTATIVE"),
        (third.starts_at, "CONFIRMED"),
    ]
    assert {event["summary"] for event in events} == {"Sohva"}
    later = {"starts": FIRST + timedelta(days=1), "ends": FIRST + timedelta(days=1, hours=1), "time_zone": "UTC"}
    await change(house, first, **later)
    await cancel(house, third)
    moved, _, off = await feed(house, secret)
    assert (moved["uid"], moved["dtstart"], moved["sequence"]) == (
        events[0]["uid"],
        datetime(2026, 12, 2, 18, tzinfo=UTC),
        "2",
    )
    assert (off["uid"], off["status"]) == (events[2]["uid"], "CANCELLED")


async def test_two_peoples_calendars_have_nothing_in_common_but_the_time(house: House) -> None:
    room = await house.room()
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    card = await plan_one(house, room)
    found = []
    for name in ("Kuusi", "Meri"):
        await sign_up(house, name, card.id)
        found += await feed(house, await make(house, name))
    assert found[0]["uid"] != found[1]["uid"]
    assert not {str(house[name].account_id) for name in ("Kuusi", "Meri")} & {event["uid"][:26] for event in found}


async def test_old_address_leads_nowhere_and_only_a_hash_is_kept(house: House) -> None:
    old = await make(house, "Kuusi")
    new = await make(house, "Kuusi", with_names=True)
    assert await count(house, CalendarFeed) == [1]
    async with refused(ErrorCode.NOT_FOUND):
        await feed(house, old)
    assert await feed(house, new) == []
    row = await house.read(lambda tx, actor, _: tx.session.get(CalendarFeed, house["Kuusi"].account_id), ANYONE)
    assert new not in str(row.model_dump())
    mine = await house.read(calendars.read_feed, house["Kuusi"])
    assert (mine.with_names, mine.made_at) == (True, house.clock.now())
    for _ in range(2):
        await house.do(calendars.end_feed, house["Kuusi"])
    async with refused(ErrorCode.NOT_FOUND):
        await feed(house, new)
    assert (await house.read(calendars.read_feed, house["Kuusi"])).made_at is None


async def test_title_that_would_break_a_line_stays_in_its_own(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Kuusi", room)
    title = "Unta; rauhaa, \\n BEGIN:VEVENT ääkköset äö"
    card = await plan_one(small_house, room, title=title)
    await sign_up(small_house, "Kuusi", card.id)
    (event,) = await feed(small_house, await make(small_house, "Kuusi", with_names=True))
    assert event["summary"] == title


async def test_one_meeting_as_a_file_for_those_who_come(small_house: House) -> None:
    room = await small_house.room()
    for name in ("Kuusi", "Meri"):
        await small_house.seat(name, room)
    card = await plan_one(small_house, room)
    await sign_up(small_house, "Kuusi", card.id)
    await use(small_house, "Petri", await invite(small_house, card.id))
    one = bodies.OneMeeting(meeting=card.id)
    for name in ("Kuusi", "Petri"):
        content = await small_house.read(calendars.read_meeting_file, small_house[name], one)
        (event,) = Calendar.from_ical(content.decode()).walk("VEVENT")
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (card.starts_at, card.ends_at)
    for name in ("Meri", "Tammi"):
        async with refused(ErrorCode.NOT_FOUND):
            await small_house.read(calendars.read_meeting_file, small_house[name], one)
    (visit,) = await feed(small_house, await make(small_house, "Petri"))
    assert visit["status"] == "CONFIRMED"


async def test_what_is_long_past_leaves_the_feed(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Kuusi", room)
    card = await plan_one(small_house, room)
    await sign_up(small_house, "Kuusi", card.id)
    secret = await make(small_house, "Kuusi")
    small_house.clock.move(card.ends_at + timedelta(days=30) - small_house.clock.now())
    assert await feed(small_house, secret) == []
