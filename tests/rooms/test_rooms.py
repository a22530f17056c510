"""Rooms: who makes, describes, opens and closes them, and who can tell that they are there."""

from server.actor import ANYONE
from server.errors import ErrorCode
from server.rooms import bodies, participations, service
from server.rooms.roles import RoomRole
from tests.rooms.cast import House, JoinsBy, refused

NOBODYS = "0" * 26


def one(room: str) -> bodies.OneRoom:
    return bodies.OneRoom(room=room)


async def test_new_room_is_closed_and_empty(house: House) -> None:
    room = await house.room(is_open=False)
    card = await house.read(service.read_card, ANYONE, one(room))
    assert (card.state, card.capacity, card.free_seats, card.staff) == ("closed", 6, 6, [])


async def test_only_organisers_make_rooms(small_house: House) -> None:
    about = bodies.CreateRoom(name="Mine", purpose="To talk.", language="en")
    async with refused(ErrorCode.NOT_PERMITTED):
        await small_house.do(service.create_room, small_house["Meri"], about)


async def test_new_description_reaches_those_inside_and_is_told_only_when_something_changed(house: House) -> None:
    room = await house.room()
    for _ in range(2):
        await house.do(service.update_room, house["Radu"], bodies.UpdateRoom(room=room, name="Wednesday circle"))
    told = [event for event in house.news(room) if event["type"] == "room.changed"]
    assert [event["card"]["name"] for event in told] == ["Wednesday circle"]
    assert told == [event for event in await house.rendered(room) if event["type"] == "room.changed"]


async def test_door_shows_free_seats_and_who_guides(house: House) -> None:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Meri", room)
    card = await house.read(service.read_card, ANYONE, one(room))
    assert (card.free_seats, card.staff) == (5, ["Eeva", "Aino"])


async def test_directory_names_only_rooms_that_take_applications(house: House) -> None:
    await house.room("Private circle")
    await house.room("Open circle", joins_by=JoinsBy.APPLICATION)
    found = await house.read(service.list_directory, ANYONE)
    assert [room.name for room in found.rooms] == ["Open circle"]


async def test_my_rooms_are_those_i_am_in_and_for_an_organiser_all(house: House) -> None:
    room = await house.room()
    await house.room("Elsewhere")
    participation = await house.seat("Meri", room)
    mine = (await house.read(service.list_my_rooms, house["Meri"])).rooms
    assert [(one.id, one.my.participation) for one in mine] == [(room, participation)]
    assert [one.my for one in (await house.read(service.list_my_rooms, house["Radu"])).rooms] == [None, None]


async def test_people_are_listed_for_organisers_only(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    people = await small_house.read(participations.list_people, small_house["Radu"], one(room))
    assert [(person.display_name, person.role) for person in people.people] == [
        ("Eeva", "facilitator"),
        ("Aino", "facilitator"),
    ]
    async with refused(ErrorCode.NOT_PERMITTED):
        await small_house.read(participations.list_people, small_house["Aino"], one(room))


async def test_nothing_that_is_told_of_a_room_holds_an_account(house: House) -> None:
    room = await house.room(joins_by=JoinsBy.APPLICATION)
    for name in ("Meri", "Lumi"):
        await house.seat(name, room)
    await house.post("Meri", room, "Good evening")
    told = [
        str(house.news(room)),
        str(await house.rendered(room)),
        str((await house.standing("Meri", room)).snapshot),
        (await house.read(participations.list_people, house["Radu"], one(room))).model_dump_json(),
        (await house.read(service.list_my_rooms, house["Meri"])).model_dump_json(),
    ]
    secrets = [str(actor.account_id) for actor in house.people.values()] + ["quietly"]
    assert not [secret for secret in secrets if any(secret in one for one in told)]
