"""Being in a room: names, seats, roles, leaving, and coming back."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from server.errors import ErrorCode, Refusal
from server.rooms import bodies, participations
from server.rooms.naming import REMEMBERED
from server.rooms.roles import RoomRole
from server.rooms.wire import Person
from server.storage.outbox import Ended, Eviction
from tests.rooms.cast import House, refused

NOBODYS = "0" * 26


async def test_two_rooms_know_one_person_by_two_names_and_ids(house: House) -> None:
    first, second = await house.room(), await house.room("Elsewhere")
    here, there = await house.seat("Meri", first, called="Ulappa"), await house.seat("Meri", second, called="Laine")
    assert here != there
    seen = [(await house.standing("Meri", room)).snapshot["people"] for room in (first, second)]
    people = [msgspec.json.decode(spelled, type=list[Person]) for spelled in seen]
    assert [[person.display_name for person in some] for some in people] == [["Eeva", "Ulappa"], ["Eeva", "Laine"]]


@pytest.mark.parametrize("name", ["Kuusi", "kuusi", "KUUSI", "Küusi", "Ku usi"])
async def test_nobody_in_a_room_looks_like_somebody_else_there(small_house: House, name: str) -> None:
    room = await small_house.room()
    await small_house.seat("Kuusi", room)
    async with refused(ErrorCode.NAME_TAKEN):
        await small_house.seat("Meri", room, called=name)


async def test_name_is_free_in_another_room(house: House) -> None:
    room, elsewhere = await house.room(), await house.room("Elsewhere")
    await house.seat("Kuusi", room)
    await house.seat("Meri", elsewhere, called="Kuusi")


async def test_nobody_is_taken_for_somebody_who_left_within_the_year(house: House) -> None:
    room = await house.room()
    await house.seat("Kuusi", room)
    await house.leave("Kuusi", room)
    house.clock.move(REMEMBERED - timedelta(seconds=1))
    async with refused(ErrorCode.NAME_TAKEN):
        await house.seat("Lumi", room, called="Kuusi")
    house.clock.move(timedelta(seconds=1))
    await house.seat("Lumi", room, called="Kuusi")


async def test_whoever_comes_back_has_their_name(house: House) -> None:
    room = await house.room()
    await house.seat("Kuusi", room)
    await house.leave("Kuusi", room)
    await house.seat("Kuusi", room)


async def test_nobody_is_called_like_a_facilitator_of_any_room(small_house: House) -> None:
    room, elsewhere = await small_house.room(), await small_house.room("Elsewhere")
    await small_house.seat("Aino", elsewhere, RoomRole.FACILITATOR, called="Helena")
    async with refused(ErrorCode.NAME_PROTECTED):
        await small_house.seat("Meri", room, called="He1ena")
    await small_house.seat("Aino", room, RoomRole.FACILITATOR, called="Helena")


async def test_staff_take_no_seats(house: House) -> None:
    room = await house.room(capacity=2)
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Petri", room, RoomRole.PROFESSIONAL)
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    async with refused(ErrorCode.ROOM_FULL):
        await house.seat("Lumi", room)


async def test_seats_are_never_given_twice(house: House) -> None:
    room = await house.room(capacity=3)
    names = ("Kuusi", "Meri", "Lumi", "Tammi", "Aino", "Petri")
    results = await asyncio.gather(*(house.seat(name, room) for name in names), return_exceptions=True)
    assert [one.code for one in results if isinstance(one, Refusal)] == [ErrorCode.ROOM_FULL] * 3


async def test_who_leaves_is_told_of_and_loses_the_room_on_open_connections(house: House) -> None:
    room = await house.room()
    participation = await house.seat("Meri", room)
    await house.leave("Meri", room)
    assert (house.news(room)[-1]["type"], house.news(room)[-1]["participation"]) == (
        "participation.left",
        participation,
    )
    assert house.evictions() == [Eviction(Ended.PARTICIPATION, str(house["Meri"].account_id), room)]
    async with refused(ErrorCode.NOT_IN_ROOM):
        await house.standing("Meri", room)
    async with refused(ErrorCode.NOT_IN_ROOM):
        await house.leave("Meri", room)


async def test_who_comes_back_is_somebody_new_to_the_room(house: House) -> None:
    room = await house.room()
    first = await house.seat("Meri", room)
    await house.leave("Meri", room)
    assert await house.seat("Meri", room) != first
    assert (await house.standing("Meri", room)).from_seq == 3  # opened, joined, left


async def test_new_role_is_told_and_holds_at_once(house: House) -> None:
    room = await house.room()
    participation = await house.seat("Aino", room)
    change = bodies.ChangeRole(participation=participation, role=RoomRole.FACILITATOR)
    for _ in range(2):
        await house.do(participations.change_role, house["Radu"], change)
    told = [event["person"]["role"] for event in house.news(room) if event["type"] == "participation.changed"]
    assert told == ["facilitator"]
    assert (await house.standing("Aino", room)).snapshot["you"].role is RoomRole.FACILITATOR


async def test_nobody_is_made_a_professional_for_good(house: House) -> None:
    room = await house.room()
    kuusi, lumi = await house.seat("Kuusi", room), await house.seat("Lumi", room, RoomRole.PROFESSIONAL)
    async with refused(ErrorCode.BAD_REQUEST) as caught:
        change = bodies.ChangeRole(participation=kuusi, role=RoomRole.PROFESSIONAL)
        await house.do(participations.change_role, house["Radu"], change)
    assert caught.value.details == {"fields": ["role"]}
    assert (await house.standing("Kuusi", room)).snapshot["you"].role is RoomRole.PARTICIPANT
    same = bodies.ChangeRole(participation=lumi, role=RoomRole.PROFESSIONAL)
    await house.do(participations.change_role, house["Radu"], same)


async def test_facilitator_becomes_a_participant_only_where_a_seat_is_free(house: House) -> None:
    room = await house.room(capacity=2)
    aino = await house.seat("Aino", room, RoomRole.FACILITATOR)
    for name in ("Kuusi", "Meri"):
        await house.seat(name, room)
    async with refused(ErrorCode.ROOM_FULL):
        await house.do(
            participations.change_role,
            house["Radu"],
            bodies.ChangeRole(participation=aino, role=RoomRole.PARTICIPANT),
        )


async def test_last_guide_of_an_open_room_closes_it_before_going(house: House) -> None:
    room = await house.room()
    aino = await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Meri", room)
    host = bodies.OneParticipation(participation=house.hosts[room])
    await house.do(participations.end_participation, house["Radu"], host)
    async with refused(ErrorCode.FACILITATOR_NEEDED):
        await house.leave("Aino", room)
    async with refused(ErrorCode.FACILITATOR_NEEDED):
        end = bodies.OneParticipation(participation=aino)
        await house.do(participations.end_participation, house["Radu"], end)
    async with refused(ErrorCode.FACILITATOR_NEEDED):
        demotion = bodies.ChangeRole(participation=aino, role=RoomRole.PARTICIPANT)
        await house.do(participations.change_role, house["Radu"], demotion)
    await house.end(room)
    await house.leave("Aino", room)


async def test_guide_goes_freely_while_another_stays(house: House) -> None:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Petri", room, RoomRole.MODERATOR)
    await house.leave("Aino", room)


async def test_organiser_ends_a_participation_once(house: House) -> None:
    room = await house.room()
    participation = bodies.OneParticipation(participation=await house.seat("Meri", room))
    await house.do(participations.end_participation, house["Radu"], participation)
    assert [one.subject_id for one in house.evictions()] == [house["Meri"].account_id]
    async with refused(ErrorCode.NOT_FOUND):
        await house.do(participations.end_participation, house["Radu"], participation)


async def test_nobody_else_ends_participations_or_gives_roles(small_house: House) -> None:
    room = await small_house.room()
    meri = await small_house.seat("Meri", room)
    await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    for id_ in (meri, NOBODYS):
        async with refused(ErrorCode.NOT_PERMITTED):
            await small_house.do(
                participations.end_participation, small_house["Aino"], bodies.OneParticipation(participation=id_)
            )
        async with refused(ErrorCode.NOT_PERMITTED):
            await small_house.do(
                participations.change_role,
                small_house["Meri"],
                bodies.ChangeRole(participation=id_, role=RoomRole.FACILITATOR),
            )
