"""Sessions where two servers share a PostgreSQL and a Valkey: one line of people, and one end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.flows.calendar_clock import CalendarClock
from tests.flows.stage import PASSWORD, Stage, Visitor, newcomer, open_room, open_two_stages
from tests.harness.member import Refused

BEGINS = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SESSION: dict[str, Any] = {
    "kind": "support_group",
    "title": "Sleep, and what helps",
    "starts": "2026-11-24T15:00",
    "ends": "2026-11-24T16:00",
    "time_zone": "Europe/Helsinki",
    "capacity": 4,
    "influence": "heard",
    "decision_maker": "Radu",
}
IONESCU = {"display_name": "Dr Ionescu", "profession": "Nurse", "organisation": "Toivo", "checked": "Her card."}
NAMES = "Kuusi Meri Lumi Tammi Koivu Haapa Pihlaja".split()


@pytest.fixture
def clock() -> CalendarClock:
    return CalendarClock(BEGINS)


@pytest.fixture
async def stages(
    postgres_url: str, valkey_url: str, tmp_path: Path, clock: CalendarClock
) -> AsyncIterator[tuple[Stage, Stage]]:
    async with open_two_stages(postgres_url, valkey_url, tmp_path, clock, pause_after_seconds=3_600) as stages:
        yield stages


async def planned(one: Stage) -> tuple[Visitor, str, str]:
    radu = await one.organiser()
    room = await open_room(radu, capacity=10)
    (card,) = (await radu.ask("POST", f"/api/rooms/{room}/meetings", SESSION, status=201))["meetings"]
    return radu, room, card["id"]


async def test_seats_are_given_once_and_the_next_in_line_hears_it_wherever_they_are(
    stages: tuple[Stage, Stage],
) -> None:
    """S20, the waiting list, where the people sit at two servers."""
    one, two = stages
    radu, room, meeting = await planned(one)
    people = [await newcomer(one, radu, room, name) for name in NAMES]
    seats = [two.returning(person) if number % 2 else person for number, person in enumerate(people)]
    path = f"/api/meetings/{meeting}/registration"
    await asyncio.gather(*(person.ask("POST", path, {}, status=201) for person in seats for _ in range(2)))
    listed = (await radu.ask("GET", f"/api/meetings/{meeting}/registrations"))["people"]
    assert sorted((one["state"], one["place"] or 0) for one in listed) == [
        *[("registered", 0)] * 4,
        ("waiting", 1),
        ("waiting", 2),
        ("waiting", 3),
    ]
    by_name = {one["display_name"]: one for one in listed}
    first = next(name for name in NAMES if by_name[name]["place"] == 1)
    lucky = two.returning(people[NAMES.index(first)])
    member = await lucky.connect()
    leaver = next(name for name in NAMES if by_name[name]["state"] == "registered")
    await people[NAMES.index(leaver)].ask("DELETE", path)
    await member.until(lambda: {"type": "account.changed", "what": "meetings"} in member.passing)
    assert (await lucky.ask("GET", f"/api/meetings/{meeting}"))["mine"]["state"] == "registered"
    assert [one["kind"] for one in (await lucky.ask("GET", "/api/reminders"))["reminders"]] == ["moved_up"]


async def test_professional_at_one_server_is_out_when_the_other_ends_the_session(
    stages: tuple[Stage, Stage], clock: CalendarClock
) -> None:
    one, two = stages
    radu, room, meeting = await planned(one)
    made = await radu.ask("POST", f"/api/meetings/{meeting}/professionals", IONESCU, status=201)
    body = {"secret": made["path"].partition("#")[2], "pseudonym": "Quiet Pine", "password": PASSWORD}
    doctor = two.visitor()
    await doctor.ask("POST", "/api/professionals/redeem", body, status=201)
    members = [await doctor.connect(), await one.returning(doctor).connect()]
    clock.go_to(BEGINS + timedelta(hours=1))
    for member in members:
        async with asyncio.timeout(20):
            while True:
                try:
                    await member.follow(room)
                    break
                except Refused:
                    await asyncio.sleep(0.2)
    await radu.ask("POST", f"/api/rooms/{room}/close", {})
    for member in members:
        await member.until(lambda member=member: any(one["type"] == "follow.ended" for one in member.passing))  # type: ignore[misc]
        with pytest.raises(Refused, match="not_in_room"):
            await member.follow(room)
    joined = [one["room"] for one in (await doctor.ask("GET", "/api/meetings"))["meetings"]]
    assert joined == [room]
