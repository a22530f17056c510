"""Applications: asking to be let in, and the answer."""

import asyncio
from contextlib import closing

import pytest
from sqlalchemy import create_engine, text

from server.accounts.service import NewAccount, SignUp
from server.actor import ANYONE
from server.errors import ErrorCode, Refusal
from server.rooms import applications, bodies, service
from server.rooms.roles import RoomRole
from server.storage.database import normalise
from tests.rooms.cast import House, JoinsBy, refused

NOBODYS = "0" * 26


async def open_circle(house: House, **about: object) -> str:
    return await house.room("Open circle", joins_by=JoinsBy.APPLICATION, **about)


async def apply(house: House, name: str, room: str, note: str = "") -> str:
    asked = await house.do(applications.apply, house[name], applications.Request(room, note, name))
    return str(asked.applied.application)


async def waiting(house: House, room: str, who: str = "Radu") -> list[tuple[str, str]]:
    found = await house.read(applications.list_applications, house[who], bodies.OneRoom(room=room))
    return [(one.display_name, one.note) for one in found.applications]


def answered(application: str) -> bodies.OneApplication:
    return bodies.OneApplication(application=application)


async def test_accepted_applicant_is_in_the_room_under_the_name_they_chose(house: House) -> None:
    room = await open_circle(house)
    application = await apply(house, "Meri", room, "I would like to listen first.")
    assert await waiting(house, room) == [("Meri", "I would like to listen first.")]
    await house.do(applications.accept_application, house["Radu"], answered(application))
    assert (await house.standing("Meri", room)).snapshot["you"].role is RoomRole.PARTICIPANT
    assert await waiting(house, room) == []


async def test_new_person_asks_and_has_an_account_at_once(house: House) -> None:
    room = await open_circle(house)
    sign_up = SignUp(NewAccount("Sininen", "no hash"))
    asked = await house.do(applications.apply, ANYONE, applications.Request(room, sign_up=sign_up))
    assert len(asked.applied.codes) == 8
    assert await waiting(house, room) == [("Sininen", "")]


async def test_applicant_sees_where_they_wait(house: House) -> None:
    room = await open_circle(house)
    application = await apply(house, "Meri", room)
    mine = await house.read(service.list_my_rooms, house["Meri"])
    assert [(one.application, one.room, one.display_name) for one in mine.applications] == [(application, room, "Meri")]


async def test_facilitator_here_answers_and_sees_that_somebody_waits(house: House) -> None:
    room = await open_circle(house)
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    application = await apply(house, "Meri", room)
    assert [one.applications_waiting for one in (await house.read(service.list_my_rooms, house["Aino"])).rooms] == [1]
    await house.do(applications.decline_application, house["Aino"], answered(application))
    async with refused(ErrorCode.NOT_IN_ROOM):
        await house.standing("Meri", room)


async def test_declined_applicant_may_ask_again(house: House) -> None:
    room = await open_circle(house)
    await house.do(applications.decline_application, house["Radu"], answered(await apply(house, "Meri", room)))
    await apply(house, "Meri", room)
    assert await waiting(house, room) == [("Meri", "")]


async def test_full_room_takes_applications_and_accepts_none(house: House) -> None:
    room = await open_circle(house, capacity=2)
    for name in ("Kuusi", "Lumi"):
        await house.seat(name, room)
    application = await apply(house, "Meri", room)
    async with refused(ErrorCode.ROOM_FULL):
        await house.do(applications.accept_application, house["Radu"], answered(application))
    await house.leave("Kuusi", room)
    await house.do(applications.accept_application, house["Radu"], answered(application))


async def test_last_seat_goes_to_one_of_many_accepted_at_once(house: House) -> None:
    room = await open_circle(house, capacity=2)
    names = ("Kuusi", "Meri", "Lumi", "Tammi")
    asked = [await apply(house, name, room) for name in names]
    accepting = [house.do(applications.accept_application, house["Radu"], answered(one)) for one in asked]
    results = await asyncio.gather(*accepting, return_exceptions=True)
    assert [one.code for one in results if isinstance(one, Refusal)] == [ErrorCode.ROOM_FULL] * 2


async def test_application_is_answered_once(house: House) -> None:
    room = await open_circle(house)
    application = await apply(house, "Meri", room)
    await house.do(applications.decline_application, house["Radu"], answered(application))
    for use_case in (applications.accept_application, applications.decline_application):
        async with refused(ErrorCode.ALREADY_ANSWERED):
            await house.do(use_case, house["Radu"], answered(application))


async def test_one_waits_once_and_not_where_one_is(house: House) -> None:
    room = await open_circle(house)
    await apply(house, "Meri", room)
    async with refused(ErrorCode.ALREADY_APPLIED):
        await apply(house, "Meri", room)
    await house.seat("Lumi", room)
    async with refused(ErrorCode.ALREADY_IN_ROOM):
        await apply(house, "Lumi", room)


async def test_name_of_somebody_who_waits_is_taken(house: House) -> None:
    room = await open_circle(house)
    await apply(house, "Meri", room)
    async with refused(ErrorCode.NAME_TAKEN):
        await house.seat("Lumi", room, called="Méri")


async def test_room_by_invitation_takes_no_applications(small_house: House) -> None:
    room = await small_house.room()
    async with refused(ErrorCode.NOT_PERMITTED):
        await apply(small_house, "Meri", room)


@pytest.mark.parametrize("use_case", [applications.accept_application, applications.decline_application])
async def test_outsider_cannot_tell_a_foreign_application_from_none(small_house: House, use_case: object) -> None:
    application = await apply(small_house, "Meri", await open_circle(small_house))
    for id_ in (application, NOBODYS):
        async with refused(ErrorCode.NOT_FOUND):
            await small_house.do(use_case, small_house["Meri"], answered(id_))  # type: ignore[arg-type]


async def test_participant_does_not_see_who_waits(small_house: House) -> None:
    room = await open_circle(small_house)
    await small_house.seat("Lumi", room)
    async with refused(ErrorCode.NOT_PERMITTED):
        await waiting(small_house, room, "Lumi")


async def test_note_is_sealed_at_rest_and_gone_once_answered(house: House, database_url: str) -> None:
    room = await open_circle(house)
    application = await apply(house, "Meri", room, "A quiet word about me")
    engine = create_engine(normalise(database_url))

    def kept() -> bytes | None:
        with closing(engine.connect()) as connection:
            found = connection.execute(text("SELECT sealed_note FROM application")).scalar_one()
            return None if found is None else bytes(found)

    sealed = kept()
    assert sealed is not None
    assert b"quiet word" not in sealed
    await house.do(applications.accept_application, house["Radu"], answered(application))
    assert kept() is None
    engine.dispose()
