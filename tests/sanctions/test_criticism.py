"""What criticises the organisation is not kept from a room by its staff alone; how often they tried, anybody may count."""

import pytest

from server.actor import ANYONE, Role
from server.errors import ErrorCode
from server.review import appeals, second_answer, second_voice
from server.review.redress_bodies import AskForReview, CriticismCount, OneVoice
from server.rooms.roles import RoomRole
from tests.review.working import claim, decide, demote, desk, hour, log_of, make, only_case, report, told
from tests.rooms.cast import House, refused
from tests.sanctions.dealing import circle, decided, remove, reviewer, sanctions

CRITICISM = "Toivo promises much and does nothing"
HIDE = {
    "outcome": "message_removed",
    "hide": True,
    "reason": "house_rule",
    "ground": "1",
    "criticises_organisation": True,
}
UPHELD = {"outcome": "upheld"}


async def asked(house: House) -> str:
    room = await circle(house, "Tammi", "Kuusi")
    await reviewer(house)
    posted = await house.post("Tammi", room, CRITICISM)
    await report(house, "Kuusi", room, message=posted.message)
    moved = await decided(house, "Aino", "report", **HIDE)
    assert moved.state == "claimed"
    return room


async def answer(house: House, name: str, *, agrees: bool) -> None:
    voices = (await house.do(second_voice.list_voices, house["Lumi"])).second_voices
    command = OneVoice(second_voice=voices[0].second_voice, agrees=agrees)
    await house.do(second_answer.answer_voice, house[name], command)


async def count(house: House) -> tuple[int, int, int, int]:
    found: CriticismCount = await house.read(second_voice.count_criticism, ANYONE)
    return found.asked, found.agreed, found.declined, found.waiting


async def test_criticism_stays_until_somebody_from_outside_agrees(house: House) -> None:
    room = await asked(house)
    assert CRITICISM in str(await house.rendered(room))
    assert await count(house) == (1, 0, 0, 1)
    assert "second_voices" in told(house, "Lumi")
    await answer(house, "Lumi", agrees=True)
    assert CRITICISM not in str(await house.rendered(room))
    assert (await desk(house, "Aino")).cases == []
    assert [one.kind for one in await sanctions(house, "Tammi")] == ["message_removed"]
    assert await count(house) == (1, 1, 0, 0)


async def test_criticism_stays_where_somebody_from_outside_says_no(house: House) -> None:
    room = await asked(house)
    await answer(house, "Lumi", agrees=False)
    assert CRITICISM in str(await house.rendered(room))
    (case,) = (await desk(house, "Aino")).cases
    async with refused(ErrorCode.SECOND_VOICE_DECLINED):
        await decide(house, "Aino", await claim(house, "Aino", case), **HIDE)
    await decided(house, "Aino", "report", outcome="no_breach")
    assert await count(house) == (1, 0, 1, 0)


async def test_staff_wait_for_the_answer_and_cannot_give_it(small_house: House) -> None:
    await asked(small_house)
    (case,) = (await desk(small_house, "Aino")).cases
    async with refused(ErrorCode.SECOND_VOICE_WAITING):
        await decide(small_house, "Aino", await claim(small_house, "Aino", case), **HIDE)
    for name in ("Aino", "Petri", "Radu", "Tammi"):
        async with refused(ErrorCode.NOT_PERMITTED):
            await answer(small_house, name, agrees=True)


@pytest.mark.parametrize("role", [RoomRole.FACILITATOR, RoomRole.MODERATOR, RoomRole.PROFESSIONAL])
async def test_reviewer_who_works_in_the_room_is_no_second_voice(small_house: House, role: RoomRole) -> None:
    room = await asked(small_house)
    await small_house.seat("Lumi", room, role)
    async with refused(ErrorCode.NOT_PERMITTED):
        await answer(small_house, "Lumi", agrees=True)


async def test_whoever_reported_it_is_no_second_voice(small_house: House) -> None:
    await asked(small_house)
    await reviewer(small_house, "Kuusi")
    async with refused(ErrorCode.CONFLICT_OF_INTEREST):
        await answer(small_house, "Kuusi", agrees=True)
    await answer(small_house, "Lumi", agrees=False)


async def test_nobody_takes_it_out_at_the_window_instead(small_house: House) -> None:
    room = await asked(small_house)
    message = [one["message"]["id"] for one in small_house.news(room) if one["type"] == "message.posted"][-1]
    async with refused(ErrorCode.SECOND_VOICE_WAITING):
        await remove(small_house, "Petri", room, message)
    await answer(small_house, "Lumi", agrees=False)
    async with refused(ErrorCode.SECOND_VOICE_DECLINED):
        await remove(small_house, "Petri", room, message)
    await remove(small_house, "Tammi", room, message)


async def test_criticism_at_the_window_is_asked_about_before_it_goes(house: House) -> None:
    room = await circle(house, "Tammi")
    await reviewer(house)
    message = (await house.post("Tammi", room, CRITICISM)).message
    about = {"reason": "house_rule", "rule": "1", "criticises_organisation": True}
    assert not await remove(house, "Petri", room, message, **about)
    assert CRITICISM in str(await house.rendered(room))
    assert await count(house) == (1, 0, 0, 1)
    assert (await only_case(house, "Aino")).claimed_by == "Petri"
    for name, code in (("Petri", ErrorCode.SECOND_VOICE_WAITING), ("Aino", ErrorCode.CLAIMED_BY_ANOTHER)):
        async with refused(code):
            await remove(house, name, room, message, **about)
    await answer(house, "Lumi", agrees=True)
    assert CRITICISM not in str(await house.rendered(room))
    assert [one.kind for one in await sanctions(house, "Tammi")] == ["message_removed"]
    assert (await desk(house, "Aino")).cases == []
    assert await remove(house, "Petri", room, message, **about)


async def test_answer_that_came_too_late_lets_it_go_at_the_window(small_house: House) -> None:
    room = await circle(small_house, "Tammi")
    await reviewer(small_house)
    message = (await small_house.post("Tammi", room, CRITICISM)).message
    assert not await remove(small_house, "Petri", room, message, criticises_organisation=True)
    hour(small_house)
    await answer(small_house, "Lumi", agrees=True)
    assert CRITICISM in str(await small_house.rendered(room))
    assert await remove(small_house, "Petri", room, message, criticises_organisation=True)
    assert CRITICISM not in str(await small_house.rendered(room))


async def test_author_takes_their_own_criticism_back_alone(small_house: House) -> None:
    room = await circle(small_house, "Tammi")
    message = (await small_house.post("Tammi", room, CRITICISM)).message
    assert await remove(small_house, "Tammi", room, message, criticises_organisation=True)
    assert await count(small_house) == (0, 0, 0, 0)


async def test_held_criticism_is_not_sent_back_by_the_staff_alone(small_house: House) -> None:
    room = await circle(small_house, "Tammi")
    await make(small_house, "Lumi", Role.REVIEWER)
    await small_house.post("Tammi", room, "a bad organisation")
    about = {"reason": "house_rule", "ground": "1", "criticises_organisation": True}
    moved = await decided(small_house, "Aino", "hold", outcome="returned", **about)
    assert moved.state == "claimed"
    assert await sanctions(small_house, "Tammi") == []
    unsaid = about | {"criticises_organisation": False}
    async with refused(ErrorCode.SECOND_VOICE_WAITING):
        await decided(small_house, "Aino", "hold", outcome="returned", **unsaid)
    await answer(small_house, "Lumi", agrees=False)
    async with refused(ErrorCode.SECOND_VOICE_DECLINED):
        await decided(small_house, "Aino", "hold", outcome="returned", **unsaid)
    await decided(small_house, "Aino", "hold", outcome="released")
    assert "a bad organisation" in str(await small_house.rendered(room))


async def test_log_tells_which_reviewer_read_the_words(small_house: House) -> None:
    await asked(small_house)
    case = await only_case(small_house, "Petri")
    for _ in range(2):
        await small_house.do(second_voice.list_voices, small_house["Lumi"])
    lines = await log_of(small_house, "Petri", case.case)
    assert [one.reason for one in lines if one.kind == "case.seen"] == ["second_voice"]
    hour(small_house)
    await small_house.do(second_voice.list_voices, small_house["Lumi"])
    assert len(await log_of(small_house, "Petri", case.case)) == len(lines) + 1


async def test_answer_is_given_once(small_house: House) -> None:
    await asked(small_house)
    voices = (await small_house.do(second_voice.list_voices, small_house["Lumi"])).second_voices
    command = OneVoice(second_voice=voices[0].second_voice, agrees=False)
    await small_house.do(second_answer.answer_voice, small_house["Lumi"], command)
    async with refused(ErrorCode.ALREADY_ANSWERED):
        await small_house.do(second_answer.answer_voice, small_house["Lumi"], command)


async def test_who_agreed_from_outside_acted_and_does_not_decide_the_appeal(small_house: House) -> None:
    await asked(small_house)
    await answer(small_house, "Lumi", agrees=True)
    (removal,) = await sanctions(small_house, "Tammi")
    await small_house.do(appeals.ask_for_review, small_house["Tammi"], AskForReview(sanction=removal.sanction))
    for name in ("Lumi", "Aino"):
        async with refused(ErrorCode.CONFLICT_OF_INTEREST):
            await claim(small_house, name, await only_case(small_house, name))
    await decide(
        small_house, "Petri", await claim(small_house, "Petri", await only_case(small_house, "Petri")), **UPHELD
    )


async def test_answer_stands_where_whoever_asked_works_at_that_desk_no_more(small_house: House) -> None:
    room = await asked(small_house)
    await demote(small_house, (await small_house.standing("Aino", room)).participation_id)
    await answer(small_house, "Lumi", agrees=True)
    assert await count(small_house) == (1, 1, 0, 0)
    assert CRITICISM in str(await small_house.rendered(room))
    await decided(small_house, "Petri", "report", **HIDE)
    assert CRITICISM not in str(await small_house.rendered(room))


async def test_nobody_is_asked_about_a_decision_that_lacks_its_reasons(small_house: House) -> None:
    room = await circle(small_house, "Tammi", "Kuusi")
    posted = await small_house.post("Tammi", room, CRITICISM)
    await report(small_house, "Kuusi", room, message=posted.message)
    async with refused(ErrorCode.REASONS_MISSING):
        await decided(small_house, "Aino", "report", **HIDE | {"reason": "unlawful", "ground": ""})
    assert await count(small_house) == (0, 0, 0, 0)
