"""Whom one does not want to read is known to nobody else; a note says what a message speaks of."""

from moderation import Verdict
from moderation.verdict import Outcome
from server.errors import ErrorCode
from server.messages import bodies, noting, own
from server.messages.tables import ContentNote
from server.rooms.roles import RoomRole
from tests.rooms.cast import House, refused, unhurried


async def mutes(house: House, name: str, room: str) -> list[str]:
    found: bodies.Mutes = await house.read(own.list_mutes, house[name], bodies.OfRoom(room=room))
    return found.mutes


async def note(house: House, name: str, message: str, code: ContentNote | None) -> None:
    await house.do(noting.set_note, house[name], bodies.SetNote(message=message, note=code))


async def test_muting_somebody_for_oneself_is_known_to_nobody_else(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    tammi = await house.seat("Tammi", room)
    before = len(house.news(room))
    command = bodies.MutePerson(room=room, participation=tammi)
    for _ in range(2):
        await house.do(own.mute_person, house["Meri"], command)
    assert await mutes(house, "Meri", room) == [tammi]
    assert await mutes(house, "Tammi", room) == []
    assert len(house.news(room)) == before
    await house.do(own.unmute_person, house["Meri"], command)
    assert await mutes(house, "Meri", room) == []


async def test_one_mutes_people_of_the_room_and_not_oneself(small_house: House) -> None:
    room, elsewhere = await small_house.room(), await small_house.room("Elsewhere")
    mine = await small_house.seat("Meri", room)
    foreign = await small_house.seat("Tammi", elsewhere)
    for participation, code in ((mine, ErrorCode.ABOUT_YOURSELF), (foreign, ErrorCode.NOT_FOUND)):
        async with refused(code):
            command = bodies.MutePerson(room=room, participation=participation)
            await small_house.do(own.mute_person, small_house["Meri"], command)


async def test_note_that_comes_with_a_message_veils_it(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    await house.post("Meri", room, "My mother died in spring", note=ContentNote.DEATH)
    message = (await house.rendered(room))[-1]["message"]
    assert (message["note"], message["is_veiled"]) == ("death", True)
    assert house.news(room)[-1]["message"] == message


async def test_author_and_staff_put_notes_on_and_take_them_off_and_nobody_else(house: House) -> None:
    room = await house.room()
    for name, role in (("Meri", RoomRole.PARTICIPANT), ("Tammi", RoomRole.PARTICIPANT), ("Aino", RoomRole.FACILITATOR)):
        await house.seat(name, room, role)
    message = (await house.post("Meri", room, "My mother died in spring")).message
    async with refused(ErrorCode.NOT_PERMITTED):
        await note(house, "Tammi", message, ContentNote.DEATH)
    for _ in range(2):
        await note(house, "Aino", message, ContentNote.DEATH)
    assert [event["note"] for event in house.news(room) if event["type"] == "message.noted"] == ["death"]
    await note(house, "Aino", message, None)
    shown = [event["message"] for event in await house.rendered(room) if event["type"] == "message.posted"]
    assert [(one["note"], one["is_veiled"]) for one in shown] == [(None, False)]


async def test_what_a_rule_has_veiled_its_author_does_not_open_and_the_staff_do(small_house: House) -> None:
    house = small_house
    room = await house.room()
    await house.seat("Meri", room)
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    house.policy = unhurried(screening=lambda draft: Verdict(Outcome.VEIL))
    message = (await house.post("Meri", room, "My mother died in spring")).message
    for code in (ContentNote.DEATH, None):
        await note(house, "Meri", message, code)
    assert (await house.rendered(room))[-1]["is_veiled"] is True
    for code in (ContentNote.DEATH, None):
        await note(house, "Aino", message, code)
    assert (await house.rendered(room))[-1]["is_veiled"] is False


async def test_outsider_and_who_came_later_cannot_tell_a_message_from_none(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Meri", room)
    message = (await small_house.post("Meri", room, "Hello")).message
    await small_house.seat("Lumi", room)
    for name in ("Lumi", "Tammi"):
        async with refused(ErrorCode.MESSAGE_UNKNOWN):
            await note(small_house, name, message, ContentNote.OTHER)
