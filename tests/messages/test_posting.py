"""Posting: once per client id, sealed at rest, only by those inside, only while the room is open."""

import asyncio
from contextlib import closing
from hashlib import sha256
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from server.errors import ErrorCode, Refusal
from server.messages.service import commands
from server.messages.wire import PostMessage
from server.rooms import bodies, participations
from server.rooms.roles import RoomRole
from server.storage.database import normalise
from server.storage.lane import UseCase
from tests.rooms.cast import House, post, refused

NOBODYS = "0" * 26


async def test_message_is_told_and_read_later_in_the_same_words(house: House) -> None:
    room = await house.room()
    meri = await house.seat("Meri", room)
    client_id = str(uuid4())
    posted = await house.post("Meri", room, "Good evening, everybody 🌲", client_id=client_id)
    told = house.news(room)[-1]
    assert told == (await house.rendered(room))[-1]
    assert (told["seq"], told["message"]["id"], told["message"]["text"]) == (
        posted.seq,
        posted.message,
        "Good evening, everybody 🌲",
    )
    assert told["message"]["author"] == {"participation": meri, "display_name": "Meri", "role": "participant"}
    assert told["message"]["client_tag"] == sha256(client_id.encode()).hexdigest()[:16]


async def test_same_id_and_text_is_one_message(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    client_id = str(uuid4())
    tries = [house.post("Meri", room, "Only once", client_id=client_id) for _ in range(20)]
    assert len(set(await asyncio.gather(*tries))) == 1
    assert [event["type"] for event in await house.rendered(room)].count("message.posted") == 1
    assert (await house.post("Meri", room, "The next one")).seq == (await house.standing("Meri", room)).head == 4


async def test_same_id_with_other_text_is_refused(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    client_id = str(uuid4())
    await house.post("Meri", room, "One thing", client_id=client_id)
    async with refused(ErrorCode.SAME_ID_OTHER_TEXT):
        await house.post("Meri", room, "Another thing", client_id=client_id)


async def test_two_people_may_choose_the_same_id(house: House) -> None:
    room = await house.room()
    client_id = str(uuid4())
    for name in ("Meri", "Lumi"):
        await house.seat(name, room)
    posted = {(await house.post(name, room, "Hello", client_id=client_id)).message for name in ("Meri", "Lumi")}
    assert len(posted) == 2


async def test_retry_gets_its_answer_in_a_room_that_has_closed_meanwhile(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    client_id = str(uuid4())
    posted = await house.post("Meri", room, "Just in time", client_id=client_id)
    await house.end(room)
    assert await house.post("Meri", room, "Just in time", client_id=client_id) == posted
    async with refused(ErrorCode.ROOM_ENDED):
        await house.post("Meri", room, "Too late")


async def test_what_a_closed_room_refused_is_nowhere(house: House, database_url: str) -> None:
    room = await house.room(is_open=False)
    await house.seat("Meri", room)
    async with refused(ErrorCode.ROOM_CLOSED):
        await house.post("Meri", room, "Hello?")
    assert _count(database_url, "message") == 0
    assert (await house.standing("Meri", room)).head == 1


async def test_outsider_cannot_tell_a_foreign_room_from_none(house: House) -> None:
    room = await house.room()
    for id_ in (room, NOBODYS, ""):
        async with refused(ErrorCode.NOT_IN_ROOM) as caught:
            await house.post("Meri", id_, "Hello?")
        assert caught.value.details == {}


async def test_who_has_left_no_longer_writes_although_the_lane_remembers_them(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    await house.post("Meri", room, "I have to go")
    await house.leave("Meri", room)
    async with refused(ErrorCode.NOT_IN_ROOM):
        await house.post("Meri", room, "One more thing")


async def test_badge_of_a_message_is_what_its_author_was_then(house: House) -> None:
    room = await house.room()
    participation = await house.seat("Aino", room)
    await house.post("Aino", room, "As one of you")
    await _give_role(house, participation)
    await house.post("Aino", room, "As your facilitator")
    posted = [event for event in await house.rendered(room) if event["type"] == "message.posted"]
    assert [event["message"]["author"]["role"] for event in posted] == ["participant", "facilitator"]
    assert posted == [event for event in house.news(room) if event["type"] == "message.posted"]


async def test_words_are_sealed_at_rest(house: House, database_url: str) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    await house.post("Meri", room, "juniper and cold water")
    engine = create_engine(normalise(database_url))
    with closing(engine.connect()) as connection:
        everything = [
            str([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row])
            for table in ("message", "room_event")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    engine.dispose()
    assert len(everything) == 4
    assert not [row for row in everything if "juniper" in row]


@pytest.mark.parametrize("blank", ["", "   ", "\n\t\n", "\u200b\u200d", "\u2800", "\u3164 \u00ad"])
async def test_what_nobody_can_see_is_no_message(small_house: House, blank: str) -> None:
    room = await small_house.room()
    await small_house.seat("Meri", room)
    async with refused(ErrorCode.TEXT_EMPTY):
        await small_house.post("Meri", room, blank)


async def test_length_is_counted_after_composing(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Meri", room)
    await small_house.post("Meri", room, "a\u0308" * 4_000)
    assert (await small_house.rendered(room))[-1]["message"]["text"] == "ä" * 4_000
    async with refused(ErrorCode.TEXT_TOO_LONG) as caught:
        await small_house.post("Meri", room, "ä" * 4_001)
    assert caught.value.details == {"longest": 4_000}


async def test_answer_names_a_message_its_author_can_read(house: House) -> None:
    room, elsewhere = await house.room(), await house.room("Elsewhere")
    await house.seat("Meri", room)
    await house.seat("Meri", elsewhere, called="Ulappa")
    before = await house.post("Meri", room, "Before Lumi came")
    foreign = await house.post("Meri", elsewhere, "In another room")
    await house.seat("Lumi", room)
    for message in (before.message, foreign.message, NOBODYS, "no id at all"):
        async with refused(ErrorCode.MESSAGE_UNKNOWN):
            await house.post("Lumi", room, "To that", reply_to=message)
    await house.post("Meri", room, "To that", reply_to=before.message)
    assert (await house.rendered(room))[-1]["message"]["reply_to"] == before.message


async def test_many_writers_get_numbers_without_gaps_in_the_order_of_their_commits(house: House) -> None:
    room = await house.room()
    names = ("Kuusi", "Meri", "Lumi", "Tammi")
    for name in names:
        await house.seat(name, room)
    posts = [house.post(name, room, f"{name} {turn}") for turn in range(25) for name in names]
    seqs = [posted.seq or 0 for posted in await asyncio.gather(*posts)]
    assert sorted(seqs) == list(range(6, 106))
    assert [event["seq"] for event in house.news(room)] == list(range(1, 106))
    texts = [event["message"]["text"] for event in (await house.rendered(room))[5:]]
    for name in names:
        assert [text for text in texts if text.startswith(name)] == [f"{name} {turn}" for turn in range(25)]


async def test_lanes_side_by_side_never_double_a_retry(house: House) -> None:
    """Even where a client's retries reach different lanes, as they do in different processes."""
    room = await house.room()
    await house.seat("Meri", room)
    again = post(room, "Is anybody there?")
    use_case = _posting(house)
    tries = [house.lanes.run(use_case, house["Meri"], again, key=str(lane)) for lane in range(40)]
    assert len(set(await asyncio.gather(*tries))) == 1
    assert [event["seq"] for event in await house.rendered(room)] == [1, 2, 3]


async def test_refused_command_takes_no_number(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    results = await asyncio.gather(
        *(house.post("Meri", room, "x" * length) for length in (1, 5_000, 2, 5_000, 3)), return_exceptions=True
    )
    assert [one.seq for one in results if not isinstance(one, BaseException)] == [3, 4, 5]
    assert [one.code for one in results if isinstance(one, Refusal)] == [ErrorCode.TEXT_TOO_LONG] * 2


def _posting(house: House) -> UseCase:
    return commands(house.policy)[PostMessage]


async def _give_role(house: House, participation: str) -> None:
    change = bodies.ChangeRole(participation=participation, role=RoomRole.FACILITATOR)
    await house.do(participations.change_role, house["Radu"], change)


def _count(url: str, table: str) -> int:
    engine = create_engine(normalise(url))
    with closing(engine.connect()) as connection:
        count: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return count
