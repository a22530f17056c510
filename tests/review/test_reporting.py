"""Reports: they always arrive, are answered, and tell nothing to whom they are about (S10)."""

from __future__ import annotations

from datetime import timedelta

from moderation.reasons import ReasonCode, Restriction, Source
from server.errors import ErrorCode
from server.messages.bodies import SetLockdown
from server.messages.caution import set_lockdown
from server.rooms.roles import RoomRole
from server.sanctions.giving import About, give
from server.sanctions.statements import Reasons
from tests.review.working import claim, decide, desk, hour, my_reports, only_case, report, told
from tests.rooms.cast import House, refused


async def scene(house: House) -> tuple[str, str]:
    """A room with Kuusi, Meri, Tammi and two who guide it; a message of Tammi's."""
    room = await house.room()
    for name in ("Kuusi", "Meri", "Tammi"):
        await house.seat(name, room)
    for name in ("Aino", "Petri"):
        await house.seat(name, room, RoomRole.FACILITATOR)
    message = (await house.post("Tammi", room, "nobody asked you")).message
    house.told.clear()
    return room, message


async def test_report_is_on_the_desk_of_its_room_and_of_no_other(house: House) -> None:
    room, message = await scene(house)
    elsewhere = await house.room("Elsewhere")
    await house.seat("Lumi", elsewhere, RoomRole.FACILITATOR)
    receipt = await report(house, "Kuusi", room, message=message)
    assert receipt.words == "report.received"
    for name in ("Aino", "Petri"):
        assert told(house, name) == ["desk"]
        assert (await only_case(house, name)).reports == 1
    for name in ("Lumi", "Kuusi", "Meri", "Tammi", "Radu"):
        assert told(house, name) == []
        assert (await desk(house, name)).cases == []


async def test_reported_again_it_is_the_same_receipt_and_no_second_case(house: House) -> None:
    room, message = await scene(house)
    first = await report(house, "Kuusi", room, message=message)
    assert await report(house, "Kuusi", room, message=message, reason="unsafe", note="again") == first
    await decide(house, "Aino", await claim(house, "Aino", await only_case(house, "Aino")))
    assert await report(house, "Kuusi", room, message=message) == first
    assert (await desk(house, "Aino")).cases == []


async def test_two_who_report_the_same_bring_one_case(house: House) -> None:
    room, message = await scene(house)
    mine = await report(house, "Kuusi", room, message=message)
    assert (await report(house, "Meri", room, message=message)).receipt != mine.receipt
    assert (await only_case(house, "Aino")).reports == 2


async def test_person_can_be_reported_again_once_their_case_is_closed(house: House) -> None:
    room, _ = await scene(house)
    tammi = (await house.standing("Tammi", room)).participation_id
    first = await report(house, "Kuusi", room, participation=tammi)
    assert await report(house, "Kuusi", room, participation=tammi) == first
    await decide(house, "Aino", await claim(house, "Aino", await only_case(house, "Aino")))
    assert (await report(house, "Kuusi", room, participation=tammi)).receipt != first.receipt
    assert (await only_case(house, "Petri")).reports == 1


async def test_what_one_could_not_read_is_as_if_it_were_not_there(house: House) -> None:
    room, message = await scene(house)
    await house.seat("Lumi", room)  # after it was said
    elsewhere = await house.room("Elsewhere")
    await house.seat("Meri", elsewhere)
    said_there = (await house.post("Meri", elsewhere, "hello there")).message
    answers = []
    for name, wrong in (("Lumi", message), ("Kuusi", said_there), ("Kuusi", "0" * 26)):
        async with refused(ErrorCode.MESSAGE_UNKNOWN) as caught:
            await report(house, name, room, message=wrong)
        answers.append(caught.value.as_dict())
    assert answers[0] == answers[1] == answers[2]
    assert (await desk(house, "Aino")).cases == []


async def test_people_of_other_rooms_and_rooms_of_others_cannot_be_reported(house: House) -> None:
    room, message = await scene(house)
    elsewhere = await house.room("Elsewhere")
    lumi = await house.seat("Lumi", elsewhere)
    async with refused(ErrorCode.NOT_FOUND):
        await report(house, "Kuusi", room, participation=lumi)
    async with refused(ErrorCode.NOT_IN_ROOM):
        await report(house, "Lumi", room, message=message)
    async with refused(ErrorCode.NOT_IN_ROOM):
        await report(house, "Kuusi", "0" * 26, message=message)
    async with refused(ErrorCode.BAD_REQUEST):
        await report(house, "Kuusi", room)


async def test_nobody_reports_themselves_under_any_of_their_names(house: House) -> None:
    room, message = await scene(house)
    async with refused(ErrorCode.ABOUT_YOURSELF):
        await report(house, "Tammi", room, message=message)
    await house.leave("Tammi", room)
    again = await house.seat("Tammi", room, called="Honka")
    for about in ({"message": message}, {"participation": again}):
        async with refused(ErrorCode.ABOUT_YOURSELF):
            await report(house, "Tammi", room, **about)


async def test_whoever_has_left_can_report_for_a_day_what_they_saw(house: House) -> None:
    room, message = await scene(house)
    await house.leave("Kuusi", room)
    house.clock.move(timedelta(seconds=1))
    later = (await house.post("Tammi", room, "good that they are gone")).message
    hour(house, 23)
    assert (await report(house, "Kuusi", room, message=message)).receipt
    async with refused(ErrorCode.MESSAGE_UNKNOWN):
        await report(house, "Kuusi", room, message=later)
    hour(house, 1.1)
    async with refused(ErrorCode.NOT_IN_ROOM):
        await report(house, "Kuusi", room, message=message)


async def test_closed_room_takes_reports(house: House) -> None:
    room, message = await scene(house)
    await house.end(room)
    assert (await report(house, "Kuusi", room, message=message)).receipt
    assert told(house, "Aino").count("desk") >= 1


async def test_eleventh_in_an_hour_waits_behind_what_others_report_and_is_never_refused(house: House) -> None:
    room, _ = await scene(house)
    messages = [(await house.post("Tammi", room, f"number {n}")).message for n in range(13)]
    receipts = [await report(house, "Kuusi", room, message=one) for one in messages[:12]]
    assert [one.is_queued for one in receipts] == [False] * 10 + [True] * 2
    assert receipts[-1].words == "report.received_queued"
    house.clock.move(timedelta(minutes=1))
    await report(house, "Meri", room, message=messages[12])
    shown = (await desk(house, "Aino")).cases
    assert [one.is_queued for one in shown] == [False] * 11 + [True] * 2
    await report(house, "Meri", room, message=messages[11])  # another's report brings it to the front
    assert sum(one.is_queued for one in (await desk(house, "Aino")).cases) == 1
    hour(house, 1.1)
    await house.reopen(room)
    assert not (await report(house, "Kuusi", room, message=messages[12])).is_queued


async def test_reporter_reads_the_outcome_and_the_moderators_sentence(house: House) -> None:
    room, message = await scene(house)
    await report(house, "Kuusi", room, message=message, note="it hurt")
    (waiting,) = await my_reports(house, "Kuusi")
    assert (waiting.outcome, waiting.sentence, waiting.closed_at) == (None, "", None)
    claimed = await claim(house, "Aino", await only_case(house, "Aino"))
    await decide(house, "Aino", claimed, sentence="Thank you. It was meant as a joke.")
    assert told(house, "Kuusi") == ["reports"]
    (answered,) = await my_reports(house, "Kuusi")
    assert answered.outcome == "report.outcome.no_breach"
    assert answered.sentence == "Thank you. It was meant as a joke."
    assert await my_reports(house, "Meri") == []
    assert told(house, "Tammi") == []


async def test_neither_a_sanction_nor_a_locked_room_keeps_anybody_from_reporting(house: House) -> None:
    room, message = await scene(house)
    kuusi = (await house.standing("Kuusi", room)).participation_id
    for kind in (Restriction.WARNING, Restriction.MUTE, Restriction.SUSPENSION):
        about = About(str(house["Kuusi"].account_id), room, kuusi)
        reasons = Reasons(ReasonCode.HARASSMENT, "3", "It was aimed at somebody.", Source.OWN_INITIATIVE)
        await house.do(lambda tx, actor, given: give(tx, actor, *given), house["Aino"], (about, kind, reasons))
    await house.do(set_lockdown, house["Aino"], SetLockdown(room=room, is_on=True, reason="so many at once"))
    async with refused(ErrorCode.SUSPENDED):
        await house.post("Kuusi", room, "may I")
    assert (await report(house, "Kuusi", room, message=message)).receipt
    assert (await only_case(house, "Petri")).reports == 1
