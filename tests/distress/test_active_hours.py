"""Who wants to be called when: hours say who comes first, and leave nobody without a call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server.distress import contacts
from server.distress.active_hours import ActiveHours, is_within
from server.distress.bodies import ContactToCall, OnCall, SaveOnCall
from server.distress.escalating import OTHERS_AFTER, to_call
from server.distress.tables import CallResult, ContactKind
from server.rooms.roles import RoomRole
from tests.distress.desk import FIRST, SECOND, answered, on_call, ring, whom, worry
from tests.rooms.cast import TUESDAY, House

THIRD = "https://1.1.1.1/third"
HELSINKI = "Europe/Helsinki"
EVENINGS = {"time_zone": HELSINKI, "windows": [{"days": [1, 2, 3, 4, 5], "begins": "18:00", "ends": "23:00"}]}
NIGHTS = {"time_zone": HELSINKI, "windows": [{"days": [5], "begins": "22:00", "ends": "06:00"}]}
SUNDAYS = {"time_zone": "UTC", "windows": [{"days": [7], "begins": "00:00", "ends": "00:00"}]}


@pytest.mark.parametrize(
    ("hours", "at", "is_so"),
    [
        (None, "2026-11-24T03:00+02:00", True),
        (EVENINGS, "2026-11-24T17:59+02:00", False),
        (EVENINGS, "2026-11-24T18:00+02:00", True),
        (EVENINGS, "2026-11-24T22:59+02:00", True),
        (EVENINGS, "2026-11-24T23:00+02:00", False),
        (EVENINGS, "2026-11-28T20:00+02:00", False),  # a Saturday
        (EVENINGS, "2026-07-21T18:00+03:00", True),  # the clocks have been changed, and the hours with them
        (NIGHTS, "2026-11-27T23:30+02:00", True),
        (NIGHTS, "2026-11-28T05:59+02:00", True),
        (NIGHTS, "2026-11-28T06:00+02:00", False),
        (NIGHTS, "2026-11-28T23:30+02:00", False),
        (SUNDAYS, "2026-11-29T00:00+00:00", True),
        (SUNDAYS, "2026-11-29T23:59+00:00", True),
        (SUNDAYS, "2026-11-30T00:00+00:00", False),
        (SUNDAYS | {"time_zone": "Nowhere/Any_More"}, "2026-11-30T00:00+00:00", True),
    ],
)
def test_hours_are_those_of_the_clock_on_the_wall(hours: dict[str, Any] | None, at: str, is_so: bool) -> None:
    assert is_within(hours, datetime.fromisoformat(at).astimezone(UTC)) is is_so


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Nowhere/Special"},
        {"time_zone": ""},
        {"windows": []},
        {"windows": [{"days": [], "begins": "18:00", "ends": "23:00"}]},
        {"windows": [{"days": [0], "begins": "18:00", "ends": "23:00"}]},
        {"windows": [{"days": [8], "begins": "18:00", "ends": "23:00"}]},
        {"windows": [{"days": [1], "begins": "24:00", "ends": "23:00"}]},
        {"windows": [{"days": [1], "begins": "6:00", "ends": "23:00"}]},
    ],
)
def test_hours_that_no_clock_shows_do_not_come_in(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ActiveHours.model_validate(EVENINGS | wrong)


@given(awake=st.lists(st.booleans(), max_size=6), waited=st.integers(0, 900))
def test_nobodys_hours_leave_a_person_without_a_call(awake: list[bool], waited: int) -> None:
    everybody = [ContactToCall(kind=ContactKind.MAIL, id=str(n)) for n in range(len(awake))]
    called = to_call(everybody, lambda one: awake[int(one.id or "")], timedelta(seconds=waited))
    assert bool(called) == bool(everybody)
    order = [int(one.id or "") for one in called]
    first = [n for n, is_awake in enumerate(awake) if is_awake]
    assert order[: len(first)] == first
    if waited >= OTHERS_AFTER.total_seconds() or not first:
        assert sorted(order) == list(range(len(awake)))
    else:
        assert order == first


async def hours(house: House, saved: OnCall, *wanted: dict[str, Any] | None) -> None:
    """Says when each contact on the list wants to be called."""
    people = [
        ContactToCall.model_validate({"id": one.id, "kind": one.kind, "hours": kept})
        for one, kept in zip(saved.contacts, wanted, strict=True)
    ]
    await house.do(contacts.save_on_call, house["Radu"], SaveOnCall(contacts=people))


async def rung(house: House, times: int, result: CallResult = CallResult.REACHED) -> list[str]:
    called = []
    for _ in range(times):
        [call] = await ring(house, 60)
        await answered(house, call, result)
        called.append(whom(call))
    return called


async def test_who_is_off_is_called_after_those_whose_hours_it_is_have_not_come(house: House) -> None:
    assert datetime(2026, 11, 24, 18, 0, tzinfo=UTC) == TUESDAY  # eight in the evening in Helsinki
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Meri", room)
    await hours(house, await on_call(house, FIRST, SECOND, THIRD), NIGHTS, EVENINGS, SUNDAYS)
    await worry(house, "Meri", room, await house.seat("Lumi", room))
    assert await rung(house, 4) == [SECOND] * 4
    assert set(await rung(house, 3)) == {FIRST, SECOND, THIRD}


async def test_where_it_is_nobodys_hour_all_are_called_in_their_order(house: House) -> None:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Meri", room)
    await hours(house, await on_call(house, FIRST, SECOND), NIGHTS, SUNDAYS)
    await worry(house, "Meri", room, await house.seat("Lumi", room))
    assert await rung(house, 3) == [FIRST, SECOND, FIRST]


async def test_hours_stay_until_they_are_changed_also_with_another_address(house: House) -> None:
    saved = await on_call(house, FIRST)
    await hours(house, saved, EVENINGS)
    first = saved.contacts[0].id

    async def save(**about: Any) -> ActiveHours | None:
        one = ContactToCall(kind=ContactKind.WEBHOOK, **about)
        kept: OnCall = await house.do(contacts.save_on_call, house["Radu"], SaveOnCall(contacts=[one]))
        return kept.contacts[0].hours

    evenings = ActiveHours.model_validate(EVENINGS)
    assert await save(id=first) == evenings
    assert await save(id=first, address=SECOND) == evenings
    read: OnCall = await house.read(contacts.read_on_call, house["Radu"])
    assert read.contacts[0].hours == evenings
    assert await save(id=read.contacts[0].id, hours=None) is None
