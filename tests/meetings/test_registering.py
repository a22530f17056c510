"""Seats are never given twice; who waits sees their place, moves up by themselves, and is told."""

import asyncio
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.actor import OPERATOR
from server.errors import ErrorCode
from server.meetings import bodies, planning, registering, running
from server.meetings.tables import Coming, Meeting, Registration, Reminder
from server.rooms.roles import RoomRole
from server.storage.outbox import Notice
from tests.actions.test_recorded import recorded
from tests.meetings.sessions import (
    FIRST,
    change,
    coming,
    count,
    plan,
    plan_one,
    see,
    sign_up,
    tick,
    time_passes,
    told,
    withdraw,
)
from tests.rooms.cast import House, refused

FOUR = ("Kuusi", "Meri", "Lumi", "Tammi")


async def gather(house: House, **about: object) -> tuple[str, bodies.MeetingCard]:
    """A room with four people in it, and a workshop with two seats."""
    room = await house.room()
    for name in FOUR:
        await house.seat(name, room)
    return room, await plan_one(house, room, **{"capacity": 2} | about)


async def test_full_means_waiting_with_a_place_that_one_sees(house: House) -> None:
    _, card = await gather(house)
    seen = [(await sign_up(house, name, card.id)).mine for name in FOUR]
    assert [(one.state, one.place) for one in seen if one] == [
        (Coming.REGISTERED, None),
        (Coming.REGISTERED, None),
        (Coming.WAITING, 1),
        (Coming.WAITING, 2),
    ]
    after = await see(house, "Radu", card.id)
    assert (after.free_seats, after.waiting, after.mine) == (0, 2, None)


async def test_cancelling_moves_the_first_up_at_once_and_tells_them(house: House) -> None:
    _, card = await gather(house)
    for name in FOUR:
        await sign_up(house, name, card.id)
    house.told.clear()
    await withdraw(house, "Kuusi", card.id)
    assert await coming(house, card.id) == {
        "Meri": ("registered", None),
        "Lumi": ("registered", None),
        "Tammi": ("waiting", 1),
    }
    assert (await told(house, "Lumi"), await told(house, "Tammi")) == (["moved_up"], [])
    notices = [one.account_id for one in house.told if isinstance(one, Notice) and one.what == "meetings"]
    assert {house["Kuusi"].account_id, house["Lumi"].account_id, house["Tammi"].account_id} <= set(notices)
    back = await sign_up(house, "Kuusi", card.id)
    assert back.mine is not None
    assert back.mine.place == 2


async def test_all_who_sign_up_at_once_get_exactly_the_seats_there_are(house: House) -> None:
    _, card = await gather(house)
    await asyncio.gather(*(sign_up(house, name, card.id) for name in FOUR for _ in range(3)))
    states = sorted(await coming(house, card.id), key=str)
    assert states == sorted(FOUR)
    assert sorted((await coming(house, card.id)).values(), key=str) == [
        ("registered", None),
        ("registered", None),
        ("waiting", 1),
        ("waiting", 2),
    ]
    assert await count(house, Registration) == [4]


async def test_more_seats_let_more_people_up(house: House) -> None:
    _, card = await gather(house)
    for name in FOUR:
        await sign_up(house, name, card.id)
    await change(house, card, capacity=4)
    assert {state for state, _ in (await coming(house, card.id)).values()} == {"registered"}
    assert await told(house, "Tammi") == ["moved_up"]


async def test_one_can_listen_instead_and_keeps_the_seat(small_house: House) -> None:
    _, card = await gather(small_house)
    first = await sign_up(small_house, "Kuusi", card.id)
    again = await sign_up(small_house, "Kuusi", card.id, listens=True)
    assert (first.mine and first.mine.listens, again.mine and again.mine.listens) == (False, True)
    assert again.free_seats == 1


async def test_whole_series_is_signed_up_for_from_here_on(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Kuusi", room)
    cards = await plan(small_house, room, series=bodies.Series(count=4))
    await sign_up(small_house, "Kuusi", cards[1].id, whole_series=True)
    mine = await small_house.read(planning.list_my_meetings, small_house["Kuusi"])
    assert [card.number for card in mine.meetings] == [2, 3, 4]


async def test_only_the_people_of_the_room_who_need_a_seat_sign_up(small_house: House) -> None:
    room, card = await gather(small_house)
    await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    for name, code in (
        ("Aino", ErrorCode.NOT_PERMITTED),
        ("Radu", ErrorCode.NOT_IN_ROOM),
        ("Petri", ErrorCode.NOT_FOUND),
    ):
        async with refused(code):
            await sign_up(small_house, name, card.id)
    async with refused(ErrorCode.NOT_FOUND):
        await withdraw(small_house, "Kuusi", card.id)


async def test_who_leaves_the_room_gives_their_seats_back(house: House) -> None:
    room, card = await gather(house)
    for name in FOUR[:3]:
        await sign_up(house, name, card.id)
    await house.leave("Kuusi", room)
    for gone in await house.read(running.find_gone, OPERATOR):
        await house.do(running.free_places, OPERATOR, gone)
    assert await house.read(running.find_gone, OPERATOR) == []
    assert await coming(house, card.id) == {"Meri": ("registered", None), "Lumi": ("registered", None)}


async def test_signing_up_ends_when_it_is_said_to(small_house: House) -> None:
    _, card = await gather(small_house, sign_up_hours_before=24)
    small_house.clock.move(card.starts_at - timedelta(hours=24) - small_house.clock.now())
    async with refused(ErrorCode.REGISTRATION_CLOSED):
        await sign_up(small_house, "Kuusi", card.id)
    assert not (await see(small_house, "Kuusi", card.id)).is_open


async def test_who_was_not_there_has_missed_it_and_who_waits_waits_no_more(house: House) -> None:
    room, card = await gather(house)
    for name in FOUR[:3]:
        await sign_up(house, name, card.id)
    await time_passes(house, card.starts_at)
    due = await house.read(running.find_due, OPERATOR)
    standing = await house.standing("Kuusi", room)
    await house.do(running.note_attendance, OPERATOR, [due.expected[room][standing.participation_id]])
    async with refused(ErrorCode.MEETING_OVER):
        await withdraw(house, "Kuusi", card.id)
    await house.end(room)
    await time_passes(house, card.ends_at)
    assert await coming(house, card.id) == {"Kuusi": ("attended", None), "Meri": ("missed", None)}
    assert (await told(house, "Meri"))[-1] == "missed"
    assert "missed" not in await told(house, "Kuusi")


async def attended(house: House, name: str, meeting: str, *, who: str = "Radu", was_there: bool = True) -> None:
    """Somebody says by hand whether a person was there."""
    one = bodies.OneMeeting(meeting=meeting)
    people = (await house.read(registering.list_registrations, house[who], one)).people
    found = next(person.registration for person in people if person.display_name == name)
    said = bodies.Attendance(registration=found, attended=was_there)
    await house.do(registering.record_attendance, house[who], said)


async def test_who_was_there_unseen_has_missed_nothing_and_the_log_names_who_said_so(house: House) -> None:
    room, card = await gather(house)
    await sign_up(house, "Meri", card.id)
    await house.end(room)
    await time_passes(house, card.ends_at)
    assert await told(house, "Meri") == ["missed"]
    house.told.clear()
    await attended(house, "Meri", card.id)
    assert (await coming(house, card.id), await told(house, "Meri")) == ({"Meri": ("attended", None)}, [])
    assert [one.what for one in house.told if isinstance(one, Notice)] == ["meetings"]
    await attended(house, "Meri", card.id)
    await attended(house, "Meri", card.id, was_there=False)
    assert (await coming(house, card.id))["Meri"] == ("missed", None)
    said = [actor for kind, actor in await recorded(house, room) if kind == "meeting.changed"]
    assert said == [house["Radu"].account_id] * 3  # that it was planned, and two that changed something


async def test_nobody_has_been_anywhere_before_it_begins(small_house: House) -> None:
    _, card = await gather(small_house)
    await sign_up(small_house, "Kuusi", card.id)
    async with refused(ErrorCode.MEETING_NOT_BEGUN):
        await attended(small_house, "Kuusi", card.id)


async def test_meeting_that_runs_late_is_not_over_and_ends_with_the_room(house: House) -> None:
    room, card = await gather(house)
    await sign_up(house, "Kuusi", card.id)
    await time_passes(house, card.ends_at + timedelta(minutes=20))
    assert (await coming(house, card.id))["Kuusi"] == ("registered", None)
    await house.end(room)
    await tick(house)
    assert (await coming(house, card.id))["Kuusi"] == ("missed", None)


async def test_one_is_reminded_once_of_tomorrow_and_once_of_the_start(house: House) -> None:
    _, card = await gather(house)
    for name in FOUR[:3]:
        await sign_up(house, name, card.id)
    for before in (25 * 60, 24 * 60, 23 * 60, 16, 15, 3, 0, -10):
        await time_passes(house, card.starts_at - timedelta(minutes=before))
        await tick(house)
    assert await told(house, "Kuusi") == ["tomorrow", "starting"]
    assert await told(house, "Lumi") == []
    assert await count(house, Reminder) == [4]


async def test_meeting_planned_for_today_is_not_tomorrow(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Kuusi", room)
    soon = small_house.clock.now().replace(tzinfo=None) + timedelta(hours=1)
    card = await plan_one(small_house, room, starts=soon, ends=soon + timedelta(hours=1), time_zone="UTC")
    await sign_up(small_house, "Kuusi", card.id)
    await tick(small_house)
    assert await told(small_house, "Kuusi") == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(FOUR), st.booleans()), max_size=14))
async def test_line_is_kept_whatever_people_do(small_house: House, steps: list[tuple[str, bool]]) -> None:
    """Against a plain model: a list of those who come, in order, of whom the first two have a seat."""
    room = next(iter(small_house.hosts), None) or (await gather(small_house))[0]
    (before,) = await count(small_house, Meeting)
    card = await plan_one(small_house, room, capacity=2, starts=FIRST + timedelta(days=1 + before))
    seated: list[str] = []
    waiting: list[str] = []
    for name, comes in steps:
        if comes and name not in seated + waiting:
            await sign_up(small_house, name, card.id)
            (seated if len(seated) < 2 else waiting).append(name)
        elif not comes and name in seated + waiting:
            await withdraw(small_house, name, card.id)
            (seated if name in seated else waiting).remove(name)
            if len(seated) < 2 and waiting:
                seated.append(waiting.pop(0))
        expected = dict[str, tuple[str, int | None]](dict.fromkeys(seated, ("registered", None)))
        expected |= {one: ("waiting", place) for place, one in enumerate(waiting, 1)}
        assert await coming(small_house, card.id) == expected
