"""A session that was announced is changed, and who was there is said by hand, over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.flows.calendar_clock import CalendarClock
from tests.flows.stage import Stage, Visitor, newcomer, open_stage
from tests.flows.test_sessions import BEGINS, FIRST, WORKSHOP, new_room, until_told

WEBINAR = {name: value for name, value in WORKSHOP.items() if name != "series"} | {"kind": "webinar", "capacity": 2}
LATER = {"starts": "2026-10-21T18:00", "ends": "2026-10-21T19:30", "time_zone": "Europe/Helsinki"}


@pytest.fixture
def clock() -> CalendarClock:
    return CalendarClock(BEGINS)


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path, clock: CalendarClock) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url, tmp_path, clock) as stage:
        yield stage


async def announced(stage: Stage) -> tuple[Visitor, dict[str, Visitor], dict[str, Any]]:
    """Who organises, who has signed up, and the session."""
    radu = await stage.organiser()
    room = await new_room(radu)
    people = {name: await newcomer(stage, radu, room, name) for name in ("Kuusi", "Meri", "Lumi")}
    people["Aino"] = await newcomer(stage, radu, room, "Aino", "facilitator")
    (card,) = (await radu.ask("POST", f"/api/rooms/{room}/meetings", WEBINAR, status=201))["meetings"]
    for name in ("Kuusi", "Meri", "Lumi"):
        await people[name].ask("POST", f"/api/meetings/{card['id']}/registration", {}, status=201)
    return radu, people, card


async def test_other_time_title_seats_and_link_reach_those_who_come_and_who_waits_moves_up(stage: Stage) -> None:
    radu, people, card = await announced(stage)
    path = f"/api/meetings/{card['id']}"
    await people["Lumi"].connect()
    change = {"version": 1, "title": "Rest", "capacity": 3, "link": "https://video.example/rest"} | LATER
    changed = await radu.ask("PATCH", path, change)
    assert (changed["version"], changed["starts_at"]) == (2, "2026-10-21T15:00:00Z")
    seen = await people["Lumi"].ask("GET", path)
    assert (seen["title"], seen["capacity"], seen["link"]) == ("Rest", 3, "https://video.example/rest")
    assert seen["mine"] == {"state": "registered", "listens": False, "place": None}
    assert {one["kind"] for one in await until_told(people["Lumi"], "changed")} == {"changed", "moved_up"}


@pytest.mark.parametrize(
    ("change", "code", "details"),
    [
        ({"version": 7}, "stale_version", {"version": 1}),
        ({"capacity": 1}, "seats_taken", {"registered": 2}),
        ({"starts": "2026-10-21T18:00"}, "bad_request", {"fields": ["ends", "time_zone"]}),
        (LATER | {"ends": "2026-10-21T17:00"}, "meeting_times_wrong", {"reason": "ends_before_it_starts", "number": 1}),
        ({"link": "http://video.example/"}, "bad_request", {"fields": ["link"]}),
        ({"title": " "}, "bad_request", {"fields": ["title"]}),
    ],
)
async def test_change_that_cannot_be_is_refused_and_changes_nothing(
    stage: Stage, change: dict[str, Any], code: str, details: dict[str, Any]
) -> None:
    radu, people, card = await announced(stage)
    path = f"/api/meetings/{card['id']}"
    before = await radu.ask("GET", path)
    response = await radu.http.patch(path, json={"version": 1, "about": "Bring a blanket."} | change)
    error = response.json()["error"]
    assert (error["code"], error["details"]) == (code, details)
    assert await radu.ask("GET", path) == before
    for name in ("Aino", "Kuusi"):
        assert await people[name].refused("PATCH", path, {"version": 1, "title": "Mine"}) == "not_permitted"


async def test_facilitator_says_who_was_there_and_nobody_else_does(stage: Stage, clock: CalendarClock) -> None:
    radu, people, card = await announced(stage)
    listed = (await people["Aino"].ask("GET", f"/api/meetings/{card['id']}/registrations"))["people"]
    path = f"/api/registrations/{listed[0]['registration']}/attendance"
    assert await people["Aino"].refused("PUT", path, {"attended": True}) == "meeting_not_begun"
    clock.go_to(FIRST + timedelta(minutes=1))
    assert await people["Meri"].refused("PUT", path, {"attended": True}) == "not_permitted"
    assert await people["Aino"].refused("PUT", path, {}) == "bad_request"
    await people["Aino"].ask("PUT", path, {"attended": True}, status=204)
    assert (await people["Kuusi"].ask("GET", f"/api/meetings/{card['id']}"))["mine"]["state"] == "attended"
    await radu.ask("PUT", path, {"attended": False}, status=204)
    assert (await people["Kuusi"].ask("GET", f"/api/meetings/{card['id']}"))["mine"]["state"] == "registered"
