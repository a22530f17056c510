"""Being worried about somebody: one press, a receipt, the desk, and never a word to the person."""

from datetime import timedelta

import pytest

from moderation.case import CaseOutcome
from server.distress import looking
from server.distress.bodies import WhatBecame
from server.distress.case_bodies import OneCase
from server.errors import ErrorCode
from server.review import closing
from server.review.bodies import Decide, SanctionChosen
from server.rooms.roles import RoomRole
from tests.distress.desk import cases, claim, desk, end, my_worries, notices, steps, worry
from tests.rooms.cast import House, refused


@pytest.fixture
async def room(house: House) -> str:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Petri", room, RoomRole.MODERATOR)
    return room


async def test_desk_hears_at_once_and_the_person_nothing_at_all(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    house.told.clear()
    receipt = await worry(house, "Meri", room, lumi)
    assert receipt.became is WhatBecame.WAITING
    assert notices(house, "Lumi") == notices(house, "Meri") == []
    assert set(notices(house, "Aino")) == set(notices(house, "Petri")) == {"desk"}
    assert house.news(room) == []
    for name in ("Aino", "Petri"):
        [case] = await desk(house, name)
        assert (case.kind, case.claimed_by) == ("distress", None)
    assert len(await steps(house)) == 1


async def test_what_became_of_it_is_told_without_any_detail(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    await worry(house, "Meri", room, lumi)
    [case] = await desk(house, "Aino")
    version = await claim(house, "Aino", case)
    assert [one.became for one in await my_worries(house, "Meri")] == [WhatBecame.TAKEN]
    house.told.clear()
    await end(house, "Aino", case.case, version)
    assert [one.became for one in await my_worries(house, "Meri")] == [WhatBecame.TALKED]
    assert notices(house, "Meri") == ["worries"]
    assert notices(house, "Lumi") == []


@pytest.mark.parametrize("outcome", sorted({CaseOutcome.DECLINED_TALK, CaseOutcome.EMERGENCY_CALLED}))
async def test_other_ends_are_all_told_alike(house: House, room: str, outcome: CaseOutcome) -> None:
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    await worry(house, "Meri", room, lumi)
    [case] = await desk(house, "Aino")
    await end(house, "Aino", case.case, await claim(house, "Aino", case), outcome)
    assert [one.became for one in await my_worries(house, "Meri")] == [WhatBecame.SEEN_TO]


async def test_saying_it_again_gives_the_same_receipt_and_no_second_case(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    await house.seat("Kuusi", room)
    first = await worry(house, "Meri", room, lumi)
    again = await worry(house, "Meri", room, lumi, note="She sounds so tired")
    other = await worry(house, "Kuusi", room, lumi)
    assert first.id == again.id != other.id
    assert len(await cases(house)) == len(await steps(house)) == 1


async def test_desk_hears_what_is_added_and_reads_all_of_it(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    await worry(house, "Meri", room, lumi, note="She says she is not alone")
    later = (await house.post("Lumi", room, "Good night, all of you")).message
    notices(house, "Aino")
    await worry(house, "Meri", room, lumi, note="alone", message=later)
    assert notices(house, "Aino") == ["desk"]
    await worry(house, "Meri", room, lumi, note="alone", message=later)
    assert notices(house, "Aino") == []
    [case] = await cases(house)
    assert case.message_id == later
    [shown] = (await house.do(looking.look_at_distress, house["Aino"], OneCase(case=case.id))).worries
    assert (shown.note, shown.message) == ("She says she is not alone\nalone", later)


async def test_nothing_that_punishes_can_come_of_it(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    await worry(house, "Meri", room, lumi)
    [case] = await desk(house, "Aino")
    version = await claim(house, "Aino", case)
    mute = SanctionChosen(kind="mute", reason="house_rule", hours=1)
    decision = {"case": case.case, "version": version, "outcome": CaseOutcome.TALKED}
    for more in ({"sanction": mute}, {"hide": True}):
        async with refused(ErrorCode.NO_SANCTION_HERE):
            await house.do(closing.decide_case, house["Aino"], Decide(**decision, **more))
    async with refused(ErrorCode.OUTCOME_NOT_FOR_THIS_KIND):
        await house.do(closing.decide_case, house["Aino"], Decide(**decision | {"outcome": CaseOutcome.SANCTIONED}))


async def test_message_must_be_that_persons_and_one_that_could_be_read(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    before = await house.post("Lumi", room, "before Meri came")
    await house.seat("Meri", room)
    await house.seat("Kuusi", room)
    seen, others = await house.post("Lumi", room, "after"), await house.post("Kuusi", room, "another's")
    for message in (before.message, others.message, "0" * 26):
        async with refused(ErrorCode.MESSAGE_UNKNOWN):
            await worry(house, "Meri", room, lumi, message=message)
    await worry(house, "Meri", room, lumi, message=seen.message)
    [case] = await cases(house)
    assert case.message_id == seen.message


async def test_who_has_left_may_say_it_for_a_day_and_strangers_never(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    async with refused(ErrorCode.NOT_IN_ROOM):
        await worry(house, "Tammi", room, lumi)
    await house.leave("Meri", room)
    house.clock.move(timedelta(hours=23))
    await worry(house, "Meri", room, lumi)
    house.clock.move(timedelta(hours=2))
    async with refused(ErrorCode.NOT_IN_ROOM):
        await worry(house, "Meri", room, lumi)


async def test_somebody_in_another_room_is_nobody_here(house: House, room: str) -> None:
    await house.seat("Meri", room)
    elsewhere = await house.room("Elsewhere")
    lumi = await house.seat("Lumi", elsewhere)
    async with refused(ErrorCode.NOT_FOUND):
        await worry(house, "Meri", room, lumi)


async def test_room_that_is_closed_takes_a_worry_too(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    await house.end(room)
    await worry(house, "Meri", room, lumi)
    assert len(await cases(house)) == 1


async def test_who_worries_about_themselves_reaches_a_human_too(house: House, room: str) -> None:
    lumi = await house.seat("Lumi", room)
    await worry(house, "Lumi", room, lumi)
    assert [case.kind for case in await desk(house, "Aino")] == ["distress"]
