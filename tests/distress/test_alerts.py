"""What the house rules hear reaches a human: delivered, a case on the desk, a clock that runs."""

import pytest

from moderation.case import CaseKind
from moderation.reasons import Source
from moderation.verdict import Outcome, Risk, Side, Verdict
from server.distress.desk import UNCHECKED, TheDesk
from server.errors import ErrorCode
from server.rooms.roles import RoomRole
from tests.distress.desk import alerts, cases, claim, desk, end, notices, steps, worry
from tests.rooms.cast import House, refused, unhurried

HEARD = (
    "I don't want to be here anymore. I want to end my life",
    "I don’t want to be alive anymore and I have decided to end my life",
    "en jaksa enää elää, haluan kuolla",
    "mă gândesc la sinucidere",
    "ma gandesc la sinucidere",
)
HARMLESS = ("She is so skilled", "I killed it at the interview", "tappavan tylsää", "the deadline is near")


@pytest.mark.parametrize("words", HEARD)
async def test_risk_words_are_delivered_and_open_a_distress_case(small_house: House, words: str) -> None:
    house = small_house
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    lumi = await house.seat("Lumi", room)
    notices(house, "Lumi")
    posted = await house.post("Lumi", room, words)
    assert posted.support
    assert (await house.rendered(room))[-1]["message"]["text"] == words
    [case] = await cases(house)
    assert (case.kind, case.source, case.about_participation) == (CaseKind.DISTRESS, Source.RULE, lumi)
    [alert] = await alerts(house)
    assert (alert.message_id, alert.risk.value) == (posted.message, case.level)
    [step] = await steps(house)
    assert (step.case_id, step.step) == (case.id, 1)
    assert "desk" in notices(house, "Aino")
    assert notices(house, "Lumi") == []


@pytest.mark.parametrize("words", HARMLESS)
async def test_words_that_only_sound_like_it_open_nothing(small_house: House, words: str) -> None:
    room = await small_house.room()
    await small_house.seat("Lumi", room)
    assert not (await small_house.post("Lumi", room, words)).support
    assert await cases(small_house) == []


async def test_one_person_has_one_case_however_much_they_say_and_it_grows_as_grave_as_the_gravest(house: House) -> None:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Lumi", room)
    heard = iter([Risk.ACTIVE, Risk.SELF_HARM, Risk.IMMINENT])
    house.policy = unhurried(screening=lambda draft: _alarming(next(heard)), desk=TheDesk())
    for text in ("one", "two", "three"):
        await house.post("Lumi", room, text)
        assert "desk" in notices(house, "Aino")
    [case] = await cases(house)
    assert case.level == Risk.IMMINENT
    assert [alert.risk for alert in await alerts(house)] == [Risk.ACTIVE, Risk.SELF_HARM, Risk.IMMINENT]
    [step] = await steps(house)
    assert step.due_at == house.clock.now()


async def test_case_shows_the_gravest_of_what_was_said_though_a_worry_without_words_opened_it(house: House) -> None:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    await worry(house, "Meri", room, lumi)
    heard = iter([Risk.SELF_HARM, Risk.IMMINENT, Risk.ACTIVE])
    house.policy = unhurried(screening=lambda draft: _alarming(next(heard)), desk=TheDesk())
    said = [(await house.post("Lumi", room, text)).message for text in ("one", "two")]
    assert [case.message_id for case in await cases(house)] == said[1:]
    await house.post("Lumi", room, "three")
    assert [case.message_id for case in await cases(house)] == said[1:]


async def test_after_the_case_has_ended_new_words_open_a_new_one(house: House) -> None:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Lumi", room)
    await house.post("Lumi", room, HEARD[0])
    [case] = await desk(house, "Aino")
    await end(house, "Aino", case.case, await claim(house, "Aino", case))
    await house.post("Lumi", room, HEARD[3])
    assert [case.closed_at is None for case in await cases(house)] == [False, True]


async def test_case_opens_where_nobody_works_at_the_desk(house: House) -> None:
    room = await house.room()
    await house.seat("Lumi", room)
    await house.post("Lumi", room, HEARD[0])
    assert len(await cases(house)) == len(await steps(house)) == 1


async def test_check_that_could_not_be_made_reaches_the_desk_but_is_no_distress(house: House) -> None:
    room = await house.room()
    await house.seat("Lumi", room)
    faulty = Verdict(Outcome.ALLOW, sides=frozenset({Side.ALERT}), degraded=("rules",))
    house.policy = unhurried(screening=lambda draft: faulty, desk=TheDesk())
    await house.post("Lumi", room, "hello")
    [case] = await cases(house)
    assert (case.kind, case.source, case.level) == (CaseKind.REPORT, Source.RULE, UNCHECKED)
    assert await steps(house) == []


async def test_message_and_its_case_are_there_together_or_not_at_all(house: House) -> None:
    """An alert that cannot be written takes the message with it: its author hears of it, and can send it again."""

    class Broken(TheDesk):
        def alert(self, tx: object, screened: object) -> None:
            super().alert(tx, screened)
            raise ValueError("the disk is full")

    room = await house.room()
    await house.seat("Lumi", room)
    head = len(await house.rendered(room))
    house.policy = unhurried(screening=lambda draft: _alarming(Risk.ACTIVE), desk=Broken())
    async with refused(ErrorCode.INTERNAL):
        await house.post("Lumi", room, "something grave")
    assert len(await house.rendered(room)) == head
    assert await cases(house) == []
    house.policy = unhurried(screening=lambda draft: _alarming(Risk.ACTIVE), desk=TheDesk())
    await house.post("Lumi", room, "something grave")
    assert len(await cases(house)) == 1


def _alarming(risk: Risk) -> Verdict:
    return Verdict(Outcome.ALLOW, risk=risk, sides=frozenset({Side.SUPPORT, Side.ALERT}))
