"""What is noticed late, after delivery: a case at the end of the queue, and never more than that."""

import asyncio
import os
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from moderation.case import CaseKind
from moderation.reasons import Source
from moderation.verdict import Category, Outcome, Risk, Side, Verdict
from server.distress.desk import TheDesk
from server.distress.noticing import NOTICED, Noticing
from server.messages.wire import RemoveMessage
from server.rooms.roles import RoomRole
from tests.distress.desk import alerts, cases, claim, desk, end, looked_after, steps
from tests.rooms.cast import House, unhurried

WORDS = "the river has been asking after me"


def listening(house: House, read: Any, **more: Any) -> Noticing:
    return Noticing(lambda: read, house.lanes.run, **more)


def of_kind(*categories: Category) -> Any:
    return lambda words: categories


async def posted(house: House, noticing: Noticing, room: str, words: str = WORDS) -> str:
    """The id of a message that was delivered, and noticed after that."""
    before = len(house.told)
    message = (await house.post("Lumi", room, words)).message
    noticing.hear(house.told[before:])
    await noticing.catch_up()
    return str(message)


async def test_somebody_who_may_be_in_danger_stands_at_the_end_of_the_queue_and_nobody_is_called(house: House) -> None:
    room, lumi = await looked_after(house)
    message = await posted(house, listening(house, of_kind(Category.DISCLOSURE)), room)
    [case] = await cases(house)
    assert (case.kind, case.source, case.level) == (CaseKind.DISTRESS, Source.RULE, NOTICED)
    assert (case.about_participation, case.message_id, case.is_queued) == (lumi, message, True)
    assert await steps(house) == []
    assert await alerts(house) == []


async def test_what_is_like_an_attack_is_a_case_about_the_message(house: House) -> None:
    room, lumi = await looked_after(house)
    message = await posted(house, listening(house, of_kind(Category.HARASSMENT, Category.DISCLOSURE)), room)
    [case] = await cases(house)
    assert (case.kind, case.level, case.is_queued) == (CaseKind.REPORT, NOTICED, True)
    assert (case.about_participation, case.message_id) == (lumi, message)


async def test_message_stays_as_it_was_delivered(house: House) -> None:
    room, _ = await looked_after(house)
    await posted(house, listening(house, of_kind(Category.HARASSMENT)), room)
    shown = (await house.rendered(room))[-1]["message"]
    assert (shown["text"], shown["is_veiled"], shown["masks"]) == (WORDS, False, [])


async def test_what_a_rule_has_heard_is_not_noticed_again(house: House) -> None:
    room, _ = await looked_after(house)
    noticing = listening(house, of_kind(Category.DISCLOSURE))
    await posted(house, noticing, room, "I want to end my life")
    await posted(house, noticing, room)
    [case] = await cases(house)
    assert (case.is_queued, len(await steps(house)), len(await alerts(house))) == (False, 1, 1)


async def test_message_that_the_desk_has_decided_on_does_not_come_back(house: House) -> None:
    room, _ = await looked_after(house)
    noticing = listening(house, of_kind(Category.DISCLOSURE))
    before = len(house.told)
    await posted(house, noticing, room)
    [case] = await desk(house, "Aino")
    await end(house, "Aino", case.case, await claim(house, "Aino", case))
    noticing.hear(house.told[before:])
    await noticing.catch_up()
    assert len(await cases(house)) == 1


async def test_rule_that_hears_more_than_was_noticed_makes_an_ordinary_distress_of_it(house: House) -> None:
    room, _ = await looked_after(house)
    await posted(house, listening(house, of_kind(Category.DISCLOSURE)), room)
    heard = Verdict(Outcome.ALLOW, Risk.ACTIVE, sides=frozenset({Side.SUPPORT, Side.ALERT}))
    house.policy = unhurried(screening=lambda draft: heard, desk=TheDesk())
    await house.post("Lumi", room, "more")
    [case] = await cases(house)
    assert (case.level, case.is_queued) == (Risk.ACTIVE, False)
    assert len(await steps(house)) == 1


async def test_message_that_is_gone_opens_nothing(house: House) -> None:
    room, _ = await looked_after(house)
    noticing = listening(house, of_kind(Category.DISCLOSURE))
    message = (await house.post("Lumi", room, WORDS)).message
    noticing.hear(house.told)
    await house.ask(house["Lumi"], RemoveMessage(id="1", room=room, message=message))
    await noticing.catch_up()
    assert await cases(house) == []


async def test_message_is_acknowledged_and_delivered_while_another_is_still_being_read(small_house: House) -> None:
    room, _ = await looked_after(small_house)
    goes_on = threading.Event()

    def slowly(words: str) -> Iterable[Category]:
        assert goes_on.wait(60)
        return ()

    noticing = listening(small_house, slowly)
    await small_house.post("Lumi", room, "one")
    noticing.hear(small_house.told)
    reading = asyncio.create_task(noticing.catch_up())
    await asyncio.sleep(0)
    await small_house.post("Meri", room, "two")
    assert (await small_house.rendered(room))[-1]["message"]["text"] == "two"
    assert not reading.done()
    goes_on.set()
    await reading


async def test_what_is_too_much_to_read_is_dropped_and_counted(small_house: House) -> None:
    room, _ = await looked_after(small_house)
    read: list[str] = []

    def note(words: str) -> Iterable[Category]:
        read.append(words)
        return ()

    noticing = listening(small_house, note)
    before = len(small_house.told)
    await small_house.post("Lumi", room, "again")
    for _ in range(250):
        noticing.hear(small_house.told[before:])
    assert noticing.dropped == 50
    await noticing.catch_up()
    assert read == ["again"] * 200


async def test_reader_that_fails_is_named_once_and_every_message_it_did_not_read_is_counted(small_house: House) -> None:
    room, _ = await looked_after(small_house)
    alarms: list[str] = []
    faults = iter([True, True, False])

    def read(words: str) -> Iterable[Category]:
        if next(faults):
            raise RuntimeError(words)
        return ()

    noticing = listening(small_house, read, alarm=alarms.append)
    await posted(small_house, noticing, room, "one")
    assert noticing.is_degraded
    await posted(small_house, noticing, room, "two")
    assert (noticing.failed, alarms) == (2, ["not_noticing"])
    await posted(small_house, noticing, room, "three")
    assert not noticing.is_degraded


async def test_reader_that_cannot_be_loaded_is_a_fault_like_any_other(small_house: House) -> None:
    room, _ = await looked_after(small_house)

    def load() -> Any:
        raise OSError("no model")

    noticing = Noticing(load, small_house.lanes.run)
    await posted(small_house, noticing, room)
    assert (noticing.failed, noticing.is_degraded) == (1, True)
    assert await cases(small_house) == []


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="threads have no niceness of their own here")
async def test_reading_gives_way_to_everything_else(small_house: House) -> None:
    room, _ = await looked_after(small_house)
    niceness: list[int] = []

    def read(words: str) -> Iterable[Category]:
        niceness.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return ()

    ours = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    await posted(small_house, listening(small_house, read), room)
    assert niceness[0] > ours or ours >= 10


async def test_staff_who_guide_are_read_as_everybody_else(small_house: House) -> None:
    room = await small_house.room()
    aino = await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    await small_house.seat("Petri", room, RoomRole.MODERATOR)
    noticing = listening(small_house, of_kind(Category.DISCLOSURE))
    await small_house.post("Aino", room, WORDS)
    noticing.hear(small_house.told)
    await noticing.catch_up()
    assert [case.about_participation for case in await cases(small_house)] == [aino]
