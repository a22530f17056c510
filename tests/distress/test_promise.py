"""What the door says of the promise is what was measured, with how much there was to measure."""

import asyncio
from datetime import timedelta

import pytest

from server.actor import ANYONE
from server.distress import promise
from server.distress.promise_bodies import Kept, PromiseOf
from server.errors import ErrorCode
from server.review import claiming
from server.review.bodies import AtVersion
from server.rooms.lifecycle import Life, Staff
from server.rooms.roles import RoomRole, RoomState
from server.rooms.tables import RoomLife
from tests.distress.desk import claim, desk, end, worry
from tests.rooms.cast import House, refused

MINUTE = timedelta(minutes=1)


async def kept(house: House, room: str) -> Kept:
    found: Kept = await house.read(promise.read_promise, ANYONE, PromiseOf(room=room))
    return found


async def pass_minutes(house: House, minutes: int, processes: int = 1) -> None:
    for _ in range(minutes):
        house.clock.move(MINUTE)
        counts = (house.lanes.run(promise.count_open_time, ANYONE, key=str(one)) for one in range(processes))
        await asyncio.gather(*counts)


async def staff_is(house: House, room: str, staff: Staff) -> None:
    def write(tx: object, actor: object, command: object) -> None:
        tx.session.get_one(RoomLife, room).staff = staff

    await house.lanes.run(write, ANYONE, key=room)


async def test_share_of_open_minutes_in_which_somebody_was_there(house: House) -> None:
    room, closed = await house.room(), await house.room("Closed", is_open=False)
    await pass_minutes(house, 1)
    await staff_is(house, room, Staff.THERE)
    await pass_minutes(house, 30)
    await staff_is(house, room, Staff.AWAY)
    await pass_minutes(house, 10)
    assert (await kept(house, room)).model_dump() == {
        "days": 30,
        "open_minutes": 40,
        "staffed_share": 0.75,
        "answers": 0,
        "median_answer_seconds": None,
    }
    assert (await kept(house, closed)).staffed_share is None


async def test_minute_is_counted_once_however_many_count(house: House) -> None:
    room = await house.room()
    await pass_minutes(house, 1, processes=6)
    await pass_minutes(house, 10, processes=6)
    assert (await kept(house, room)).open_minutes == 10


async def test_hours_in_which_no_server_ran_are_in_no_figure(house: House) -> None:
    room = await house.room()
    await pass_minutes(house, 2)
    house.clock.move(timedelta(hours=5))
    await pass_minutes(house, 2)
    assert (await kept(house, room)).open_minutes == 2


async def test_what_lies_further_back_is_forgotten(house: House) -> None:
    room = await house.room()
    await pass_minutes(house, 5)
    house.clock.move(timedelta(days=32))
    assert (await kept(house, room)).open_minutes == 0


def test_room_that_waits_for_its_moderator_is_not_staffed() -> None:
    assert promise.is_staffed(Life(state=RoomState.OPEN, staff=Staff.THERE))
    assert not promise.is_staffed(Life(state=RoomState.PAUSED, staff=Staff.THERE))
    assert not promise.is_staffed(Life(state=RoomState.OPEN, staff=Staff.UNKNOWN))


@pytest.mark.timeout(240)
async def test_median_time_to_the_first_human_and_none_under_five(house: House) -> None:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    for seconds in (10, 20, 30, 400, 5):
        await worry(house, "Meri", room, lumi)
        house.clock.move(timedelta(seconds=seconds))
        [case] = await desk(house, "Aino")
        version = await claim(house, "Aino", case)
        await house.do(claiming.hand_on, house["Aino"], AtVersion(case=case.case, version=version))
        house.clock.move(MINUTE)
        [case] = await desk(house, "Aino")
        await end(house, "Aino", case.case, await claim(house, "Aino", case))
        found = await kept(house, room)
        assert (found.answers, found.median_answer_seconds) == (0, None)  # whom it is about could see it move
    house.clock.move(timedelta(days=1))
    found = await kept(house, room)
    assert (found.answers, found.median_answer_seconds) == (5, 20)


async def test_room_that_does_not_exist_has_kept_nothing(house: House) -> None:
    async with refused(ErrorCode.NOT_FOUND):
        await kept(house, "0" * 26)
