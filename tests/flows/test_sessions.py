"""A series of sessions as people live it, over the wire, from the first sign-up to the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.flows.calendar_clock import CalendarClock
from tests.flows.stage import Stage, Visitor, newcomer

BEGINS = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
FIRST = datetime(2026, 10, 20, 15, 0, tzinfo=UTC)  # six in the evening in Helsinki, until the clocks are changed
WORKSHOP = {
    "kind": "workshop",
    "title": "Sleep, and what helps",
    "starts": "2026-10-20T18:00",
    "ends": "2026-10-20T19:30",
    "time_zone": "Europe/Helsinki",
    "capacity": 8,
    "influence": "co_decide",
    "decision_maker": "Radu",
    "what_you_get": "A voucher of 15 EUR for each session.",
    "series": {"every_weeks": 1, "count": 6},
}
NAMES = "Kuusi Meri Lumi Tammi Koivu Haapa Leppä Pihlaja Vaahtera Saarni Tuomi".split()


@pytest.fixture
def clock() -> CalendarClock:
    return CalendarClock(BEGINS)


async def new_room(radu: Visitor, **about: Any) -> str:
    fields = {"name": "Sleep school", "purpose": "To sleep better.", "language": "en", "capacity": 12} | about
    return str((await radu.ask("POST", "/api/rooms", fields, status=201))["id"])


async def until_told(visitor: Visitor, kind: str) -> list[dict[str, Any]]:
    """Waits for a reminder, as a client that is told to look again; all that there are."""
    member = visitor.members[-1]

    def notices() -> int:
        return sum(event.get("what") == "meetings" for event in member.passing)

    while True:
        seen = notices()
        found = (await visitor.ask("GET", "/api/reminders"))["reminders"]
        if any(one["kind"] == kind for one in found):
            return list(found)
        await member.until(lambda seen=seen: notices() > seen)  # type: ignore[misc]


async def test_series_fills_up_moves_up_reminds_and_lands_in_a_calendar(stage: Stage, clock: CalendarClock) -> None:
    """S20, up to the evening itself."""
    radu = await stage.organiser()
    room = await new_room(radu)
    people = {name: await newcomer(stage, radu, room, name) for name in NAMES}
    cards = (await radu.ask("POST", f"/api/rooms/{room}/meetings", WORKSHOP, status=201))["meetings"]
    assert [card["starts_at"] for card in cards[:2]] == ["2026-10-20T15:00:00Z", "2026-10-27T16:00:00Z"]
    first = f"/api/meetings/{cards[0]['id']}"
    places = []
    for visitor in people.values():
        mine = await visitor.ask("POST", f"{first}/registration", {"whole_series": True}, status=201)
        places.append(mine["mine"]["place"])
    assert places == [None] * 8 + [1, 2, 3]
    await people["Vaahtera"].connect()
    await people["Kuusi"].ask("DELETE", f"{first}/registration")
    (told,) = await until_told(people["Vaahtera"], "moved_up")
    assert told["meeting"]["mine"] == {"state": "registered", "listens": False, "place": None}
    assert (await people["Saarni"].ask("GET", first))["mine"]["place"] == 1
    assert await people["Meri"].refused("GET", f"{first}/registrations") == "not_permitted"
    listed = (await radu.ask("GET", f"{first}/registrations"))["people"]
    assert [one["display_name"] for one in listed if one["state"] == "waiting"] == ["Saarni", "Tuomi"]
    await _remind(stage, clock, people["Meri"], cards[0])
    await _calendar(people["Meri"], cards)


async def _remind(stage: Stage, clock: CalendarClock, meri: Visitor, card: dict[str, Any]) -> None:
    await meri.connect()
    clock.go_to(FIRST - timedelta(hours=23))
    (tomorrow,) = await until_told(meri, "tomorrow")
    await meri.ask("DELETE", f"/api/reminders/{tomorrow['id']}", status=204)
    clock.go_to(FIRST - timedelta(minutes=5))
    (starting,) = await until_told(meri, "starting")
    assert starting["meeting"]["id"] == card["id"]
    clock.go_to(FIRST + timedelta(minutes=95))
    missed, _ = await until_told(meri, "missed")
    assert missed["meeting"]["mine"]["state"] == "missed"
    door = await meri.ask("GET", f"/api/rooms/{card['room']}/door")
    assert (door["opens_at"], door["situations"]) == ("2026-10-27T16:00:00Z", ["closed", "nobody_on_duty"])
    assert door["instead"] == ["come_at_opening", "sign_up", "help"]
    assert (await stage.visitor().ask("GET", f"/api/rooms/{card['room']}/door"))["instead"] == ["help"]


async def _calendar(meri: Visitor, cards: list[dict[str, Any]]) -> None:
    feed = await meri.ask("POST", "/api/calendar", {}, status=201)
    nobody = Visitor(meri.url, type(meri.http)(base_url=meri.url, trust_env=False))
    response = await nobody.http.get(feed["path"])
    await nobody.http.aclose()
    assert response.headers["content-type"].startswith("text/calendar")
    assert response.headers["cache-control"] == "no-store"
    events = Calendar.from_ical(response.text).walk("VEVENT")
    starts = sorted(event.decoded("dtstart") for event in events)
    assert starts == [datetime.fromisoformat(card["starts_at"]) for card in cards[1:]]
    assert {str(event["summary"]) for event in events} == {"Sohva"}
    assert "Sleep" not in response.text
    assert "Meri" not in response.text
    file = await meri.http.get(f"/api/meetings/{cards[1]['id']}/calendar.ics")
    (event,) = Calendar.from_ical(file.text).walk("VEVENT")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
    again = await meri.ask("POST", "/api/calendar", {"with_names": True}, status=201)
    assert (await meri.http.get(feed["path"])).status_code == 404
    assert "SUMMARY:Sleep\\, and what helps" in (await meri.http.get(again["path"])).text
    await meri.ask("DELETE", "/api/calendar", status=204)
    assert (await meri.http.get(again["path"])).status_code == 404


WRONG: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({"ends": "2026-10-20T17:00"}, "meeting_times_wrong", {"reason": "ends_before_it_starts", "number": 1}),
    (
        {"starts": "2026-10-06T18:00", "ends": "2026-10-06T19:30"},
        "meeting_times_wrong",
        {"reason": "in_the_past", "number": 1},
    ),
    (
        {"starts": "2026-10-18T02:30", "ends": "2026-10-18T04:30"},
        "meeting_times_wrong",
        {"reason": "clock_change", "number": 2},
    ),
    ({"time_zone": "Nowhere/Special"}, "meeting_times_wrong", {"reason": "unknown_time_zone", "number": 1}),
    ({"starts": "2026-10-27T19:00", "ends": "2026-10-27T20:00"}, "meetings_overlap", {"number": 1}),
    ({"starts": "2026-10-20T18:00:00Z"}, "bad_request", {"fields": ["starts"]}),
    ({"capacity": 0}, "bad_request", {"fields": ["capacity"]}),
    ({"link": "https://video.example/x"}, "bad_request", {"fields": ["link"]}),
]


async def test_what_cannot_be_planned_is_refused_with_a_code_and_nothing_of_it_is_there(small_stage: Stage) -> None:
    radu = await small_stage.organiser()
    room = await new_room(radu)
    path = f"/api/rooms/{room}/meetings"
    await radu.ask("POST", path, WORKSHOP, status=201)
    for about, code, details in WRONG:
        response = await radu.http.post(path, json=WORKSHOP | about)
        error = response.json()["error"]
        assert (error["code"], error["details"]) == (code, details), about
    assert len((await radu.ask("GET", path))["meetings"]) == 6
    kuusi = await newcomer(small_stage, radu, room, "Kuusi")
    assert await kuusi.refused("POST", path, WORKSHOP) == "not_permitted"
    assert await small_stage.visitor().refused("GET", path) == "not_signed_in"
