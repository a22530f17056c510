"""A moderator and a person by themselves: offered, never forced, for some time, and for the two alone."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from moderation import Draft, preset, screen
from server.distress import aside, side_rooms
from server.distress.aside import Looked
from server.distress.side_bodies import AsideMessage, Close, HandOver, OfferTo, OneSideRoom, ReadAside, SideRoomCard
from server.distress.tables import SideMessage, SideOutcome
from server.distress.talking import LASTS, OFFER_LASTS, SideState
from server.errors import ErrorCode
from server.review.bodies import DeskCase
from server.rooms.roles import RoomRole
from tests.distress.desk import alerts, cases, claim, desk, end, looked_after, notices, worry
from tests.rooms.cast import House, refused


@pytest.fixture
async def case(house: House) -> DeskCase:
    """Meri is worried about Lumi; Aino has the case."""
    room, lumi = await looked_after(house)
    await worry(house, "Meri", room, lumi)
    [case] = await desk(house, "Aino")
    await claim(house, "Aino", case)
    house.told.clear()
    return (await desk(house, "Aino"))[0]


async def offer(house: House, case: DeskCase, by: str = "Aino") -> SideRoomCard:
    card: SideRoomCard = await house.do(side_rooms.offer_side_room, house[by], OfferTo(case=case.case))
    return card


async def do(house: House, name: str, use_case: Any, side: SideRoomCard) -> SideRoomCard:
    card: SideRoomCard = await house.do(use_case, house[name], OneSideRoom(side_room=side.side_room))
    return card


async def close(house: House, name: str, side: SideRoomCard, outcome: SideOutcome | None = None) -> SideRoomCard:
    card: SideRoomCard = await house.do(
        side_rooms.close_side_room, house[name], Close(side_room=side.side_room, outcome=outcome)
    )
    return card


async def say(house: House, name: str, side: SideRoomCard, text: str, client_id: str = "") -> Any:
    verdict = screen(Draft(text=text, language="en"), preset("gentle_room"))
    said = Looked(side.side_room, client_id or f"{name} {text}"[:64], text, verdict)
    return await house.do(aside.say_aside, house[name], said)


async def read(house: House, name: str, side: SideRoomCard, after: int = 0) -> list[AsideMessage]:
    command = ReadAside(side_room=side.side_room, after=after)
    found: list[AsideMessage] = (await house.read(aside.read_aside, house[name], command)).messages
    return found


async def heard(house: House, name: str, side: SideRoomCard, after: int = 0) -> list[str]:
    return [one.text for one in await read(house, name, side, after)]


async def mine(house: House, name: str) -> list[SideRoomCard]:
    found: list[SideRoomCard] = (await house.read(side_rooms.list_side_rooms, house[name])).side_rooms
    return found


async def test_two_talk_once_the_person_has_come_and_the_group_hears_nothing(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    assert (side.state, side.with_name) == (SideState.OFFERED, "Lumi")
    assert notices(house, "Lumi") == ["side_room"]
    [seen] = await mine(house, "Lumi")
    assert (seen.with_name, seen.case, seen.is_staff) == ("Aino", None, False)
    assert (await do(house, "Lumi", side_rooms.accept_side_room, side)).state is SideState.OPEN
    await say(house, "Aino", side, "I am here. How are you?")
    await say(house, "Lumi", side, "It is a hard evening")
    for name in ("Aino", "Lumi"):
        assert await heard(house, name, side) == ["I am here. How are you?", "It is a hard evening"]
        assert await heard(house, name, side, after=1) == ["It is a hard evening"]
    assert notices(house, "Meri") == []
    assert house.news(case.room) == []


async def test_nobody_else_finds_it(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    for name in ("Petri", "Meri", "Radu"):
        assert await mine(house, name) == []
        for use_case in (side_rooms.accept_side_room, side_rooms.decline_side_room, side_rooms.stay_longer):
            async with refused(ErrorCode.NOT_FOUND):
                await do(house, name, use_case, side)
        async with refused(ErrorCode.NOT_FOUND):
            await say(house, name, side, "Hello?")
        async with refused(ErrorCode.NOT_FOUND):
            await heard(house, name, side)
        async with refused(ErrorCode.NOT_FOUND):
            await close(house, name, side, SideOutcome.CALMER)


async def test_person_may_decline_and_nothing_follows(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    assert (await do(house, "Lumi", side_rooms.decline_side_room, side)).state is SideState.DECLINED
    for name in ("Aino", "Lumi"):
        async with refused(ErrorCode.SIDE_ROOM_NOT_OPEN):
            await say(house, name, side, "And yet")
    async with refused(ErrorCode.SIDE_ROOM_NOT_OPEN):
        await do(house, "Lumi", side_rooms.accept_side_room, side)
    assert (await offer(house, case)).side_room != side.side_room


async def test_staff_cannot_come_in_for_the_person_nor_talk_before_they_have_come(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    async with refused(ErrorCode.NOT_FOUND):
        await do(house, "Aino", side_rooms.accept_side_room, side)
    async with refused(ErrorCode.SIDE_ROOM_NOT_OPEN) as caught:
        await say(house, "Aino", side, "Are you there?")
    assert caught.value.details == {"state": "offered"}


async def test_only_whoever_has_the_case_offers_and_twice_is_once(house: House, case: DeskCase) -> None:
    async with refused(ErrorCode.CLAIMED_BY_ANOTHER):
        await offer(house, case, "Petri")
    for name in ("Meri", "Lumi"):
        async with refused(ErrorCode.NOT_FOUND):
            await offer(house, case, name)
    offered = await asyncio.gather(*(offer(house, case) for _ in range(5)))
    assert len({side.side_room for side in offered}) == 1


async def test_offer_that_nobody_answers_and_time_that_is_over_end_it_by_themselves(
    house: House, case: DeskCase
) -> None:
    side = await offer(house, case)
    house.clock.move(OFFER_LASTS)
    async with refused(ErrorCode.SIDE_ROOM_NOT_OPEN):
        await do(house, "Lumi", side_rooms.accept_side_room, side)
    await end_over(house)
    assert (await mine(house, "Lumi"))[0].state is SideState.CLOSED
    await claim(house, "Aino", (await desk(house, "Aino"))[0])
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    house.clock.move(LASTS - timedelta(seconds=1))
    await say(house, "Lumi", side, "Thank you")
    house.clock.move(timedelta(seconds=1))
    async with refused(ErrorCode.SIDE_ROOM_NOT_OPEN):
        await say(house, "Lumi", side, "One more thing")
    house.told.clear()
    await end_over(house)
    assert notices(house, "Lumi") == ["side_room"]
    assert await end_over(house) == []


async def end_over(house: House) -> list[str]:
    over: list[str] = await house.read(side_rooms.find_over, house["Radu"])
    for side in over:
        await house.do(side_rooms.end_over, house["Radu"], side)
    return over


async def test_staff_may_stay_longer_with_somebody_and_say_how_it_ended(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    house.clock.move(timedelta(minutes=9))
    longer = await do(house, "Aino", side_rooms.stay_longer, side)
    assert longer.ends_at == house.clock.now() + LASTS
    for outcome in (None, SideOutcome.TIME_OVER, SideOutcome.LEFT):
        async with refused(ErrorCode.BAD_REQUEST):
            await close(house, "Aino", side, outcome)
    closed = await close(house, "Aino", side, SideOutcome.CALMER)
    assert (closed.state, closed.outcome) == (SideState.CLOSED, SideOutcome.CALMER)
    assert (await mine(house, "Lumi"))[0].outcome is None
    house.clock.move(timedelta(hours=25))
    assert await mine(house, "Lumi") == []
    async with refused(ErrorCode.NOT_FOUND):
        await heard(house, "Lumi", side)


async def test_person_may_leave_at_any_time(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    assert (await close(house, "Lumi", side)).state is SideState.CLOSED
    assert (await mine(house, "Aino"))[0].outcome is SideOutcome.LEFT


async def test_end_of_the_case_ends_it(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    await end(house, "Aino", case.case, case.version)
    assert (await mine(house, "Lumi"))[0].state is SideState.CLOSED


async def test_professional_goes_on_with_person_and_case(house: House, case: DeskCase) -> None:
    sanna = await house.seat("Tammi", case.room, RoomRole.PROFESSIONAL)
    meri = (await house.standing("Meri", case.room)).participation_id
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    await say(house, "Aino", side, "Tammi knows more than I do. May she come?")
    async with refused(ErrorCode.NOT_FOUND):
        await house.do(
            side_rooms.hand_over_side_room, house["Aino"], HandOver(side_room=side.side_room, participation=meri)
        )
    command = HandOver(side_room=side.side_room, participation=sanna)
    await house.do(side_rooms.hand_over_side_room, house["Aino"], command)
    await say(house, "Tammi", side, "Hello Lumi")
    assert (await mine(house, "Lumi"))[0].with_name == "Tammi"
    assert [(one.by, one.is_staff) for one in await read(house, "Lumi", side)] == [("Aino", True), ("Tammi", True)]
    assert [one.is_mine for one in await read(house, "Tammi", side)] == [False, True]
    async with refused(ErrorCode.NOT_FOUND):
        await heard(house, "Aino", side)
    [theirs] = await desk(house, "Tammi")
    assert theirs.is_mine
    await end(house, "Tammi", theirs.case, theirs.version)


async def test_who_works_at_the_desk_no_more_reads_no_more(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    await house.leave("Aino", case.room)
    async with refused(ErrorCode.NOT_FOUND):
        await heard(house, "Aino", side)
    assert await heard(house, "Lumi", side) == []


async def test_nobody_goes_on_writing_to_somebody_who_was_taken_from_the_desk(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    assert await end_over(house) == []
    await house.leave("Aino", case.room)
    notices(house, "Lumi")
    assert await end_over(house) == [side.side_room]
    assert notices(house, "Lumi") == ["side_room"]
    async with refused(ErrorCode.SIDE_ROOM_NOT_OPEN):
        await say(house, "Lumi", side, "Are you there?")
    await claim(house, "Petri", (await desk(house, "Petri"))[0])
    assert (await offer(house, case, "Petri")).state is SideState.OFFERED


async def test_who_talks_with_somebody_does_not_lose_the_case_meanwhile(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    for words in ("I am here", "Take your time", "I am still here"):
        house.clock.move(timedelta(minutes=9))
        await say(house, "Aino", side, words)
    house.clock.move(timedelta(minutes=2))
    await do(house, "Aino", side_rooms.stay_longer, side)
    house.clock.move(timedelta(minutes=9))
    assert (await desk(house, "Aino"))[0].is_mine
    house.clock.move(timedelta(minutes=2))
    await say(house, "Aino", side, "Sorry, I was away")
    assert not (await desk(house, "Aino"))[0].is_mine  # what has run out is not taken back unseen


async def test_person_whose_moderator_vanished_is_offered_another_who_does_not_read_along(
    house: House, case: DeskCase
) -> None:
    first = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, first)
    await say(house, "Lumi", first, "For Aino alone")
    house.clock.move(timedelta(minutes=11))
    await claim(house, "Petri", (await desk(house, "Petri"))[0])
    notices(house, "Lumi")
    second = await offer(house, case, "Petri")
    assert (second.state, second.is_staff, second.with_name) == (SideState.OFFERED, True, "Lumi")
    assert set(notices(house, "Lumi")) == {"side_room"}
    assert [(one.with_name, one.state) for one in await mine(house, "Lumi")] == [
        ("Petri", SideState.OFFERED),
        ("Aino", SideState.CLOSED),
    ]
    await do(house, "Lumi", side_rooms.accept_side_room, second)
    await say(house, "Petri", second, "I go on where Aino had to stop")
    assert await heard(house, "Petri", second) == ["I go on where Aino had to stop"]
    async with refused(ErrorCode.NOT_FOUND):
        await heard(house, "Petri", first)


async def test_words_of_danger_get_support_and_are_added_to_the_case(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    said = await say(house, "Lumi", side, "I want to end my life")
    assert said.support
    assert await heard(house, "Aino", side) == ["I want to end my life"]
    assert len(await alerts(house)) == 1
    assert [one.id for one in await cases(house)] == [case.case]
    for words in ("Do you think of ending your life?", "You wrote: I want to end my life"):
        assert not (await say(house, "Aino", side, words)).support
    assert len(await alerts(house)) == 1


async def test_words_are_destroyed_a_day_after_the_end(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    await say(house, "Lumi", side, "Nobody else should read this")
    await close(house, "Lumi", side)
    house.clock.move(timedelta(hours=23))
    assert await heard(house, "Lumi", side) == ["Nobody else should read this"]
    assert await house.read(aside.find_faded, house["Radu"]) == []
    house.clock.move(timedelta(hours=1))
    assert await house.read(aside.find_faded, house["Radu"]) == [side.side_room]
    await house.do(aside.destroy_words, house["Radu"], side.side_room)
    assert await house.read(aside.find_faded, house["Radu"]) == []
    left = await house.read(lambda tx, actor, _: len(tx.session.exec(select(SideMessage)).all()), house["Radu"])
    assert left == 0


async def test_same_message_sent_twice_is_one_and_the_id_is_for_one_text(house: House, case: DeskCase) -> None:
    side = await offer(house, case)
    await do(house, "Lumi", side_rooms.accept_side_room, side)
    twice = [await say(house, "Lumi", side, "I am tired", "client id 1") for _ in range(2)]
    assert twice[0].n == twice[1].n == 1
    async with refused(ErrorCode.SAME_ID_OTHER_TEXT):
        await say(house, "Lumi", side, "I am awake", "client id 1")
    await asyncio.gather(*(say(house, name, side, f"at once {n}") for n in range(4) for name in ("Lumi", "Aino")))
    assert len(await heard(house, "Lumi", side)) == 9
