"""The clock as rows: it rings until a human has the case, each step once, whoever is quicker and whatever dies."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from moderation.case import CaseState
from moderation.verdict import Risk
from server.actor import ANYONE
from server.distress import clock, contacts
from server.distress.bodies import ContactToCall, SaveOnCall
from server.distress.escalating import LEASE
from server.distress.tables import CallResult, ContactKind, Escalation, OnCallContact
from server.errors import ErrorCode
from server.review import claiming
from server.review.bodies import AtVersion
from server.storage.tx import Tx
from tests.distress.desk import (
    FIRST,
    SECOND,
    answered,
    cases,
    claim,
    desk,
    end,
    looked_after,
    notices,
    on_call,
    ring,
    steps,
    whom,
    worry,
)
from tests.rooms.cast import House, refused

THIRD = "https://1.1.1.1/third"


@pytest.fixture
async def room(house: House) -> str:
    """Meri is worried about Lumi, who stands in a room that Aino and Petri look after."""
    room, lumi = await looked_after(house)
    await worry(house, "Meri", room, lumi)
    return room


async def test_after_a_minute_the_desk_is_louder_and_the_first_contact_is_called(house: House, room: str) -> None:
    await on_call(house, FIRST, SECOND)
    assert await ring(house, 59) == []
    assert [case.is_overdue for case in await desk(house, "Aino")] == [False]
    house.told.clear()
    [call] = await ring(house, 1)
    assert whom(call) == FIRST
    assert call.alarm.waiting_seconds == 60
    assert call.alarm.event == "distress_waiting"
    assert notices(house, "Aino") == notices(house, "Petri") == ["desk"]
    assert notices(house, "Lumi") == notices(house, "Meri") == []
    [case] = await desk(house, "Aino")
    assert case.is_overdue
    assert case.is_escalated


async def test_each_minute_brings_the_next_contact_and_then_the_first_again(house: House, room: str) -> None:
    await on_call(house, FIRST, SECOND)
    called = []
    for _ in range(5):
        [call] = await ring(house, 60)
        await answered(house, call)
        called.append(whom(call))
    assert called == [FIRST, SECOND, FIRST, SECOND, FIRST]
    assert [(step.step, step.result) for step in await steps(house)] == [
        *((number, CallResult.REACHED) for number in range(1, 6)),
        (6, None),
    ]


async def test_claim_silences_it_and_a_claim_that_lapses_lets_it_ring_at_once(house: House, room: str) -> None:
    await on_call(house, FIRST)
    [case] = await desk(house, "Aino")
    await claim(house, "Aino", case)
    for _ in range(9):
        assert await ring(house, 60) == []
    assert len(await ring(house, 60)) == 1


async def test_case_given_back_rings_again(house: House, room: str) -> None:
    await on_call(house, FIRST)
    [case] = await desk(house, "Aino")
    version = await claim(house, "Aino", case)
    assert await ring(house, 90) == []
    await house.do(claiming.hand_on, house["Aino"], AtVersion(case=case.case, version=version))
    assert len(await ring(house)) == 1


async def test_end_of_the_case_stops_it_for_good(house: House, room: str) -> None:
    await on_call(house, FIRST)
    [case] = await desk(house, "Aino")
    await end(house, "Aino", case.case, await claim(house, "Aino", case))
    assert await ring(house, 3600) == []
    assert [step.result for step in await steps(house)] == [CallResult.NOT_NEEDED]


async def test_claim_in_the_instant_in_which_it_rings_is_not_turned_away(house: House, room: str) -> None:
    await on_call(house, FIRST)
    [seen] = await desk(house, "Aino")
    await ring(house, 60)
    await claim(house, "Aino", seen)
    [case] = await cases(house)
    assert case.state is CaseState.CLAIMED
    assert await ring(house, 60) == []


async def test_where_nobody_is_on_call_the_clock_runs_and_says_so(house: House, room: str) -> None:
    for number in (1, 2, 3):
        [call] = await ring(house, 60)
        assert call.called is None
        assert [step.result for step in await steps(house)][:number] == [CallResult.NOBODY_ON_CALL] * number
    await on_call(house, FIRST)
    [call] = await ring(house, 60)
    assert call.called is not None


async def test_contact_whose_address_no_key_opens_is_nobody_and_the_next_is_called_at_once(
    house: House, room: str
) -> None:
    await on_call(house, FIRST, SECOND)

    def spoil(tx: Tx, actor: object, command: object) -> None:
        tx.session.exec(select(OnCallContact).where(OnCallContact.position == 1)).one().sealed_address = bytes(40)

    await house.lanes.run(spoil, ANYONE, key="distress")
    [lost] = await ring(house, 60)
    assert lost.called is None
    [call] = await ring(house)
    assert whom(call) == SECOND


async def test_failure_brings_the_next_contact_at_once_and_the_list_once_a_minute(house: House, room: str) -> None:
    await on_call(house, FIRST, SECOND, THIRD)
    [first] = await ring(house, 60)
    await answered(house, first, CallResult.TOO_SLOW)
    [second] = await ring(house)
    await answered(house, second, CallResult.ADDRESS_REFUSED)
    [third] = await ring(house)
    await answered(house, third, CallResult.NO_ANSWER)
    assert [whom(call) for call in (first, second, third)] == [FIRST, SECOND, THIRD]
    assert await ring(house) == []
    [again] = await ring(house, 60)
    assert whom(again) == FIRST


async def test_contacts_who_speak_the_language_of_the_room_come_first(house: House, room: str) -> None:
    people = [
        ContactToCall(kind=ContactKind.WEBHOOK, address=FIRST, languages=["fi"]),
        ContactToCall(kind=ContactKind.WEBHOOK, address=SECOND, languages=["en"]),
    ]
    await house.do(contacts.save_on_call, house["Radu"], SaveOnCall(contacts=people))
    [call] = await ring(house, 60)
    assert whom(call) == SECOND


@pytest.mark.parametrize("asks_the_database", [True, False])
async def test_eight_who_take_the_same_step_at_once_make_one_call(
    house: House, room: str, monkeypatch: pytest.MonkeyPatch, asks_the_database: bool
) -> None:
    """Without asking the database who has been quicker, the control, each of them calls."""
    if not asks_the_database:
        monkeypatch.setattr(clock, "_is_taken", _take_regardless)
    await on_call(house, FIRST)
    house.clock.move(timedelta(seconds=60))
    [due] = await house.read(clock.find_due, ANYONE)
    takes = [house.lanes.run(clock.take_step, ANYONE, due, key=f"process {number}") for number in range(8)]
    calls = [call for call in await asyncio.gather(*takes) if call is not None]
    assert len(calls) == (1 if asks_the_database else 8)
    assert [step.step for step in await steps(house)] == [1, 2]


def _take_regardless(tx: Tx, row: Escalation) -> bool:
    tx.session.refresh(row)
    row.taken_at, row.attempts = tx.now, row.attempts + 1
    return True


async def test_step_whose_caller_died_is_taken_again_by_another_as_the_same_delivery(house: House, room: str) -> None:
    await on_call(house, FIRST, SECOND)
    [lost] = await ring(house, 60)
    assert await ring(house, LEASE.total_seconds() - 1) == []
    [again] = await ring(house, 1)
    assert again.called == lost.called
    assert again.alarm.delivery == lost.alarm.delivery
    await answered(house, again)
    await answered(house, lost, CallResult.NO_ANSWER)
    assert [(step.attempts, step.result) for step in await steps(house)] == [(2, CallResult.REACHED), (0, None)]


async def test_hours_without_a_server_are_not_made_up_for_in_a_burst(house: House, room: str) -> None:
    await on_call(house, FIRST, SECOND)
    [call] = await ring(house, 3 * 3600)
    assert call.alarm.waiting_seconds == 3 * 3600
    await answered(house, call)
    assert await ring(house, 59) == []
    assert len(await ring(house, 1)) == 1


async def test_danger_of_this_very_moment_calls_without_waiting(house: House, room: str) -> None:
    await on_call(house, FIRST)
    [case] = await cases(house)

    def alarm(tx: object, actor: object, command: object) -> None:
        clock.start_clock(tx, case, Risk.IMMINENT)

    await house.lanes.run(alarm, ANYONE, key="distress")
    assert len(await ring(house)) == 1


async def test_who_waits_and_who_could_be_called_is_counted(house: House, room: str) -> None:
    assert await house.read(clock.count_waiting, ANYONE) == (0, 1)
    await on_call(house, FIRST)
    [case] = await desk(house, "Aino")
    await claim(house, "Aino", case)
    assert await house.read(clock.count_waiting, ANYONE) == (1, 0)


async def test_on_call_list_is_the_organisers_and_its_secret_is_shown_once(house: House) -> None:
    saved = await on_call(house, FIRST)
    assert saved.contacts[0].secret
    read = await house.read(contacts.read_on_call, house["Radu"])
    assert [(one.address, one.secret) for one in read.contacts] == [(FIRST, None)]
    kept = ContactToCall(id=saved.contacts[0].id, kind=ContactKind.WEBHOOK, languages=["ro"])
    again = await house.do(contacts.save_on_call, house["Radu"], SaveOnCall(contacts=[kept]))
    assert [(one.id, one.address, one.secret) for one in again.contacts] == [(kept.id, FIRST, None)]
    for use_case, command in ((contacts.read_on_call, None), (contacts.save_on_call, SaveOnCall(contacts=[]))):
        async with refused(ErrorCode.NOT_PERMITTED):
            await house.do(use_case, house["Aino"], command)
    async with refused(ErrorCode.NOT_FOUND):
        stranger = ContactToCall(id="0" * 26, kind=ContactKind.WEBHOOK)
        await house.do(contacts.save_on_call, house["Radu"], SaveOnCall(contacts=[stranger]))
    assert (await house.do(contacts.save_on_call, house["Radu"], SaveOnCall(contacts=[]))).contacts == []
