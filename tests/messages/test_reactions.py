"""Reactions: a closed set, one of each kind a person, told in the order in which they came."""

import msgspec
import pytest

from server.errors import ErrorCode
from server.messages.tables import ReactionKind
from server.messages.wire import RemoveMessage, SetReaction
from tests.rooms.cast import House, refused


def reaction(room: str, message: str, kind: ReactionKind = ReactionKind.HEART, is_on: bool = True) -> SetReaction:
    return SetReaction(id="1", room=room, message=message, kind=kind, is_on=is_on)


async def reactions(house: House, room: str, seq: int) -> dict[str, list[str]]:
    (event,) = await house.rendered(room, after=seq - 1, limit=1)
    found: dict[str, list[str]] = event["message"]["reactions"]
    return found


async def test_reactions_stand_with_the_message_in_the_order_they_came(house: House) -> None:
    room = await house.room()
    meri, lumi = await house.seat("Meri", room), await house.seat("Lumi", room)
    posted = await house.post("Meri", room, "A hard week")
    for name in ("Lumi", "Meri"):
        await house.ask(house[name], reaction(room, posted.message))
    await house.ask(house["Lumi"], reaction(room, posted.message, ReactionKind.WITH_YOU))
    assert await reactions(house, room, posted.seq) == {"heart": [lumi, meri], "with_you": [lumi]}


async def test_what_is_so_already_is_not_told_again(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    posted = await house.post("Meri", room, "Hello")
    for is_on in (False, True, True, False, False):
        await house.ask(house["Meri"], reaction(room, posted.message, is_on=is_on))
    told = [event for event in house.news(room) if event["type"] == "reaction.changed"]
    assert [event["is_on"] for event in told] == [True, False]
    assert await reactions(house, room, posted.seq) == {}
    assert [event["seq"] for event in await house.rendered(room)] == [1, 2, 3, 4, 5]


async def test_reactions_go_with_the_words(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    posted = await house.post("Meri", room, "Hello")
    await house.ask(house["Meri"], reaction(room, posted.message))
    await house.ask(house["Meri"], RemoveMessage(id="1", room=room, message=posted.message))
    assert await reactions(house, room, posted.seq) == {}
    async with refused(ErrorCode.MESSAGE_UNKNOWN):
        await house.ask(house["Meri"], reaction(room, posted.message))


async def test_closed_room_takes_no_reactions(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Meri", room)
    posted = await small_house.post("Meri", room, "Hello")
    await small_house.end(room)
    async with refused(ErrorCode.ROOM_ENDED):
        await small_house.ask(small_house["Meri"], reaction(room, posted.message))


def test_only_supportive_kinds_exist() -> None:
    decode = msgspec.json.Decoder(SetReaction).decode
    with pytest.raises(msgspec.ValidationError):
        decode(b'{"type":"reaction.set","id":"1","room":"r","message":"m","kind":"thumbs_down","is_on":true}')
