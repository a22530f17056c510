"""While a workshop goes on, only who has signed up to share writes; between meetings everybody may."""

from datetime import timedelta

import msgspec

from server.actor import ANYONE
from server.errors import ErrorCode
from server.rooms.wire import Person
from server.seating.keeping import read_floor
from tests.meetings.sessions import plan_one, sign_up, time_passes, withdraw
from tests.rooms.cast import House, refused


async def listeners(house: House, room: str) -> set[str]:
    """By name."""
    floor = await house.read(lambda tx, actor, _: read_floor(tx, room), ANYONE)
    spelled = (await house.standing("Kuusi", room)).snapshot["people"]
    names = {one.participation: one.display_name for one in msgspec.json.decode(spelled, type=list[Person])}
    return {names[one] for one in floor.listeners}


async def workshop(house: House, **about: object) -> str:
    """In a room that is open, a workshop begins in an hour: two share, one listens, one waits, one never signed up."""
    room = await house.room()
    for name in ("Kuusi", "Meri", "Lumi", "Tammi", "Petri"):
        await house.seat(name, room)
    soon = house.clock.now().replace(tzinfo=None) + timedelta(hours=1)
    card = await plan_one(
        house, room, starts=soon, ends=soon + timedelta(hours=1), time_zone="UTC", capacity=3, **about
    )
    for name, listens in (("Kuusi", False), ("Meri", False), ("Lumi", True), ("Tammi", False)):
        await sign_up(house, name, card.id, listens=listens)
    return card.id


async def test_before_during_and_after(house: House) -> None:
    meeting = await workshop(house)
    (room,) = house.hosts
    begins = house.clock.now() + timedelta(hours=1)
    await time_passes(house, begins - timedelta(minutes=16))
    assert await listeners(house, room) == set()
    await time_passes(house, begins)
    assert await listeners(house, room) == {"Lumi", "Tammi", "Petri"}
    for name in ("Lumi", "Tammi", "Petri"):
        async with refused(ErrorCode.LISTENING_ONLY):
            await house.post(name, room, "May I?")
    await house.post("Kuusi", room, "Good evening")
    await withdraw(house, "Meri", meeting)
    assert await listeners(house, room) == {"Lumi", "Meri", "Petri"}
    await house.post("Tammi", room, "I moved up")
    await sign_up(house, "Lumi", meeting, listens=False)
    await house.post("Lumi", room, "And I share after all")
    await house.end(room)
    await time_passes(house, begins + timedelta(hours=1))
    assert await listeners(house, room) == set()


async def test_who_comes_into_the_room_in_the_middle_of_it_listens(small_house: House) -> None:
    await workshop(small_house)
    (room,) = small_house.hosts
    await time_passes(small_house, small_house.clock.now() + timedelta(hours=1))
    await small_house.seat("Aino", room, called="Koivu")
    await time_passes(small_house, small_house.clock.now() + timedelta(seconds=5))
    assert "Koivu" in await listeners(small_house, room)


async def test_in_a_support_group_only_who_wants_to_listen_does(small_house: House) -> None:
    await workshop(small_house, kind="support_group")
    (room,) = small_house.hosts
    await time_passes(small_house, small_house.clock.now() + timedelta(hours=1))
    assert await listeners(small_house, room) == {"Lumi"}
