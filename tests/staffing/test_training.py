"""Trainings: granted by an organiser, shown by participation, and taken back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from server.actor import ANYONE
from server.errors import ErrorCode
from server.rooms.roles import RoomRole
from server.staffing.bodies import GrantTraining, OneTraining
from server.staffing.tables import Skill, Training
from server.staffing.training import grant_training, list_trainings, revoke_training
from tests.rooms.cast import TUESDAY, refused
from tests.staffing.roster import Roster

NOBODYS = "0" * 26


def grant(place: str, days: float = 1) -> GrantTraining:
    return GrantTraining(participation=place, kind=Skill.FACILITATOR, valid_until=TUESDAY + timedelta(days=days))


async def test_training_holds_in_every_room_and_is_shown_in_one(roster: Roster) -> None:
    first, second = await roster.room("First"), await roster.room("Second")
    here = await roster.staff("Aino", first)
    there = await roster.house.seat("Aino", second, RoomRole.FACILITATOR, "Helmi")
    await roster.on("Aino", second)
    assert await roster.duty(second) == {there}
    (card,) = (await roster.house.read(list_trainings, roster.house["Radu"])).trainings
    assert (card.participation, card.display_name, card.room_name) == (here, "Aino", "First")
    assert str(roster.house["Aino"].account_id) not in card.model_dump_json()


async def test_only_organisers_grant_list_and_revoke(small_roster: Roster) -> None:
    room = await small_roster.room()
    place = await small_roster.staff("Aino", room)
    for name in ("Aino", "Meri"):
        who = small_roster.house[name]
        async with refused(ErrorCode.NOT_PERMITTED):
            await small_roster.house.do(grant_training, who, grant(place))
        async with refused(ErrorCode.NOT_PERMITTED):
            await small_roster.house.read(list_trainings, who)
        async with refused(ErrorCode.NOT_PERMITTED):
            await small_roster.house.do(revoke_training, who, OneTraining(training=NOBODYS))


async def test_nobody_is_trained_until_yesterday_or_who_is_not_there(small_roster: Roster) -> None:
    room, radu = await small_roster.room(), small_roster.house["Radu"]
    place = await small_roster.house.seat("Aino", room, RoomRole.FACILITATOR)
    async with refused(ErrorCode.BAD_REQUEST):
        await small_roster.house.do(grant_training, radu, grant(place, days=0))
    async with refused(ErrorCode.NOT_FOUND):
        await small_roster.house.do(grant_training, radu, grant(NOBODYS))
    async with refused(ErrorCode.NOT_FOUND):
        await small_roster.house.do(revoke_training, radu, OneTraining(training=NOBODYS))


def test_moment_without_a_time_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="timezone"):
        GrantTraining.model_validate(
            {"participation": NOBODYS, "kind": "facilitator", "valid_until": "2026-12-01T18:00:00"}
        )


async def test_taken_back_twice_is_taken_back_once(roster: Roster) -> None:
    room, radu = await roster.room(), roster.house["Radu"]
    card = await roster.train(await roster.house.seat("Aino", room, RoomRole.FACILITATOR))
    for _ in range(2):
        await roster.house.do(revoke_training, radu, OneTraining(training=card.id))
        roster.house.clock.move(timedelta(hours=1))
    (row,) = await roster.house.read(lambda tx, actor, _: tx.session.exec(select(Training)).all(), ANYONE)
    assert row.revoked_at == TUESDAY
    assert (await roster.house.read(list_trainings, radu)).trainings == []
    async with refused(ErrorCode.NOT_TRAINED):
        await roster.on("Aino", room)
