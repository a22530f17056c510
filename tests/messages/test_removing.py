"""Taking back: the words are gone from everywhere, the place in the log stays."""

from contextlib import closing

from sqlalchemy import create_engine, text

from server.errors import ErrorCode
from server.messages.wire import RemoveMessage, SetReaction
from server.rooms.roles import RoomRole
from server.storage.database import normalise
from tests.rooms.cast import House, post, refused

NOBODYS = "0" * 26


def removal(room: str, message: str) -> RemoveMessage:
    return RemoveMessage(id="1", room=room, message=message)


async def test_removed_words_are_in_no_later_page_and_no_row(house: House, database_url: str) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    posted = await house.post("Meri", room, "I should not have said that")
    await house.ask(house["Meri"], removal(room, posted.message))
    (tombstone,) = [event["message"] for event in await house.rendered(room) if event["seq"] == posted.seq]
    assert (tombstone["text"], tombstone["is_removed"], tombstone["removed_by"]) == (None, True, "author")
    engine = create_engine(normalise(database_url))
    with closing(engine.connect()) as connection:
        assert connection.execute(text("SELECT sealed_text FROM message")).scalar_one() is None
    engine.dispose()


async def test_removal_is_told_once_however_often_it_is_asked_for(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    posted = await house.post("Meri", room, "Oh no")
    for _ in range(3):
        await house.ask(house["Meri"], removal(room, posted.message))
    told = [event for event in house.news(room) if event["type"] == "message.removed"]
    assert [(event["message"], event["removed_by"]) for event in told] == [(posted.message, "author")]
    assert [event["seq"] for event in await house.rendered(room)] == [1, 2, 3, 4]


async def test_facilitator_removes_and_it_says_staff(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    posted = await house.post("Meri", room, "Something unkind")
    await house.ask(house["Aino"], removal(room, posted.message))
    assert (await house.rendered(room))[-1]["removed_by"] == "staff"


async def test_nobody_else_removes(small_house: House) -> None:
    room, elsewhere = await small_house.room(), await small_house.room("Elsewhere")
    await small_house.seat("Meri", room)
    await small_house.seat("Lumi", room)
    await small_house.seat("Aino", elsewhere, RoomRole.FACILITATOR)
    posted = await small_house.post("Meri", room, "Mine")
    async with refused(ErrorCode.NOT_PERMITTED):
        await small_house.ask(small_house["Lumi"], removal(room, posted.message))
    async with refused(ErrorCode.NOT_IN_ROOM):
        await small_house.ask(small_house["Aino"], removal(room, posted.message))
    async with refused(ErrorCode.MESSAGE_UNKNOWN):
        await small_house.ask(small_house["Aino"], removal(elsewhere, posted.message))


async def test_message_from_before_one_came_is_as_unknown_as_none(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Meri", room)
    posted = await small_house.post("Meri", room, "Before")
    await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    for message in (posted.message, NOBODYS):
        async with refused(ErrorCode.MESSAGE_UNKNOWN):
            await small_house.ask(small_house["Aino"], removal(room, message))
        async with refused(ErrorCode.MESSAGE_UNKNOWN):
            heart = SetReaction(id="1", room=room, message=message, kind="heart", is_on=True)  # type: ignore[arg-type]
            await small_house.ask(small_house["Aino"], heart)


async def test_retry_of_a_removed_message_does_not_bring_it_back(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    command = post(room, "Said once")
    posted = await house.ask(house["Meri"], command)
    await house.ask(house["Meri"], removal(room, posted.message))
    assert (await house.ask(house["Meri"], command)).seq == posted.seq
    assert [event["type"] for event in await house.rendered(room)][2:] == ["message.posted", "message.removed"]
