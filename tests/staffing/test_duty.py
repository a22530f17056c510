"""Going on duty, going off, handing over: who may, and what a room makes of it."""

import asyncio
from datetime import timedelta

import pytest

from server.errors import ErrorCode, Refusal
from server.rooms import bodies as rooms_bodies
from server.rooms import participations
from server.rooms.life import set_window
from server.rooms.roles import RoomRole
from server.staffing.bodies import OneTraining
from server.staffing.tables import Skill
from server.staffing.training import list_trainings, revoke_training
from tests.rooms.cast import TUESDAY, refused
from tests.staffing.roster import Roster


async def test_first_on_duty_brings_the_room_to_life_and_everybody_inside_is_told(roster: Roster) -> None:
    room = await roster.room()
    aino = await roster.staff("Aino", room)
    await roster.on("Aino", room)
    await roster.on("Aino", room)
    told = [event["type"] for event in roster.house.news(room)[-2:]]
    assert told == ["room.state_changed", "duty.began"]
    assert roster.states(room) == [("lobby", "on_duty")]
    assert await roster.duty(room) == {aino}


async def test_only_trained_staff_of_the_room_go_on_duty(small_roster: Roster) -> None:
    room = await small_roster.room()
    await small_roster.house.seat("Meri", room)
    await small_roster.house.seat("Petri", room, RoomRole.MODERATOR)
    codes = {
        "Tammi": ErrorCode.NOT_FOUND,
        "Meri": ErrorCode.NOT_PERMITTED,
        "Petri": ErrorCode.NOT_TRAINED,
        "Radu": ErrorCode.NOT_PERMITTED,
    }
    for name, code in codes.items():
        async with refused(code):
            await small_roster.on(name, room)
    assert await small_roster.state(room) == "closed"


async def test_training_counts_for_its_own_role_and_until_its_day(small_roster: Roster) -> None:
    room = await small_roster.room()
    place = await small_roster.house.seat("Petri", room, RoomRole.MODERATOR)
    await small_roster.train(place, Skill.FACILITATOR)
    async with refused(ErrorCode.NOT_TRAINED):
        await small_roster.on("Petri", room)
    await small_roster.train(place, Skill.MODERATOR, days=2)
    small_roster.house.clock.move(timedelta(days=2))
    async with refused(ErrorCode.TRAINING_EXPIRED):
        await small_roster.on("Petri", room)
    await small_roster.train(place, Skill.MODERATOR, days=2)
    await small_roster.on("Petri", room)
    assert await small_roster.duty(room) == {place}


async def test_staff_come_shortly_before_the_hours_of_the_room(small_roster: Roster) -> None:
    room = await small_roster.room()
    await small_roster.staff("Aino", room)
    opens = TUESDAY + timedelta(minutes=31)
    hours = (opens, opens + timedelta(minutes=90))
    await small_roster.house.lanes.run(lambda tx, actor, _: set_window(tx, room, *hours), small_roster.house["Radu"])
    async with refused(ErrorCode.OUTSIDE_HOURS) as caught:
        await small_roster.on("Aino", room)
    assert caught.value.details == {"next_opens_at": opens, "early_minutes": 30}
    small_roster.house.clock.move(timedelta(minutes=1))
    await small_roster.on("Aino", room)


async def test_nobody_looks_after_three_rooms(small_roster: Roster) -> None:
    rooms = [await small_roster.room(name) for name in ("One", "Two", "Three")]
    for room in rooms:
        await small_roster.staff("Petri", room)
    for room in rooms[:2]:
        await small_roster.on("Petri", room)
    async with refused(ErrorCode.LOAD_LIMIT) as caught:
        await small_roster.on("Petri", rooms[2])
    assert caught.value.details == {"most": 2}
    await small_roster.off("Petri", rooms[0])
    await small_roster.on("Petri", rooms[2])


async def test_two_rooms_at_once_do_not_pass_the_limit_together(roster: Roster) -> None:
    rooms = [await roster.room(name) for name in ("One", "Two", "Three", "Four", "Five")]
    for room in rooms:
        await roster.staff("Petri", room)
    await asyncio.gather(*(roster.on("Petri", room) for room in rooms), return_exceptions=True)
    assert sum([bool(await roster.duty(room)) for room in rooms]) == 2


async def test_last_one_on_duty_stays_while_people_may_write(roster: Roster) -> None:
    room, aino = await roster.opened()
    async with refused(ErrorCode.LAST_ON_DUTY):
        await roster.off("Aino", room)
    petri = await roster.staff("Petri", room, RoomRole.MODERATOR)
    await roster.on("Petri", room)
    async with refused(ErrorCode.LAST_ON_DUTY):  # Petri is on duty, and not there
        await roster.off("Aino", room)
    await roster.comes(room, petri)
    await roster.off("Aino", room)
    assert await roster.duty(room) == {petri}
    async with refused(ErrorCode.NOT_ON_DUTY):
        await roster.off("Aino", room)
    assert aino not in await roster.duty(room)


async def test_lobby_closes_behind_the_last_one(small_roster: Roster) -> None:
    room = await small_roster.room()
    await small_roster.staff("Aino", room)
    await small_roster.on("Aino", room)
    await small_roster.off("Aino", room)
    assert small_roster.states(room) == [("lobby", "on_duty"), ("closed", "moderator_absent")]


async def test_hand_over_leaves_the_room_no_moment_without_somebody(roster: Roster) -> None:
    room, aino = await roster.opened()
    petri = await roster.staff("Petri", room, RoomRole.MODERATOR)
    async with refused(ErrorCode.COLLEAGUE_ABSENT):
        await roster.over("Aino", room, petri)
    await roster.comes(room, petri)
    await roster.over("Aino", room, petri, "Lumi wants to be asked first tonight.")
    assert await roster.duty(room) == {petri}
    assert await roster.state(room) == "open"
    told = [event["type"] for event in roster.house.news(room)[-2:]]
    assert told == ["duty.began", "duty.ended"]
    assert "Petri" in roster.noticed("duty")
    (note,) = (await roster.roster("Petri", room)).hand_over_notes
    assert (note.by, note.to, note.text) == (aino, petri, "Lumi wants to be asked first tonight.")


async def test_nothing_is_handed_to_somebody_who_could_not_take_it(small_roster: Roster) -> None:
    room, aino = await small_roster.opened()
    elsewhere = await small_roster.room("Elsewhere")
    meri = await small_roster.house.seat("Meri", room)
    untrained = await small_roster.house.seat("Petri", room, RoomRole.MODERATOR)
    foreign = await small_roster.staff("Kuusi", elsewhere)
    await small_roster.comes(room, meri, untrained)
    codes = {
        aino: ErrorCode.BAD_REQUEST,
        meri: ErrorCode.NOT_FOUND,
        foreign: ErrorCode.NOT_FOUND,
        "0" * 26: ErrorCode.NOT_FOUND,
        untrained: ErrorCode.NOT_TRAINED,
    }
    for place, code in codes.items():
        async with refused(code):
            await small_roster.over("Aino", room, place)
    small_roster.presence.is_down = True
    async with refused(ErrorCode.PRESENCE_UNKNOWN):
        await small_roster.over("Aino", room, untrained)
    assert await small_roster.duty(room) == {aino}


async def test_substitute_on_duty_and_there_ends_a_pause_at_once(roster: Roster) -> None:
    room, _ = await roster.left_to("Petri")
    assert await roster.state(room) == "paused"
    await roster.on("Petri", room)
    assert roster.states(room)[-2:] == [("paused", "moderator_absent"), ("open", "moderator_back")]


@pytest.mark.parametrize("how", ["training", "role", "place"])
async def test_whoever_may_no_longer_be_on_duty_is_not(roster: Roster, how: str) -> None:
    room, aino = await roster.opened()
    await roster.house.seat("Petri", room, RoomRole.MODERATOR)
    await roster.house.seat("Meri", room)
    radu = roster.house["Radu"]
    if how == "training":
        card = await roster.train(aino)
        await roster.house.do(revoke_training, radu, OneTraining(training=card.id))
        assert await roster.state(room) == "open"  # an earlier training of hers still holds
        for one in (await roster.house.read(list_trainings, radu)).trainings:
            await roster.house.do(revoke_training, radu, OneTraining(training=one.id))
        assert await roster.state(room) == "paused"
    elif how == "role":
        change = rooms_bodies.ChangeRole(participation=aino, role=RoomRole.PARTICIPANT)
        await roster.house.do(participations.change_role, radu, change)
    else:
        end = rooms_bodies.OneParticipation(participation=aino)
        await roster.house.do(participations.end_participation, radu, end)
    async with refused(ErrorCode.ROOM_PAUSED):  # at once, whatever the watch has seen
        await roster.house.post("Meri", room, "Is anybody there?")
    await roster.passes(1)
    assert (await roster.state(room), await roster.duty(room)) == ("paused", set())
    assert [event["type"] for event in roster.house.news(room)].count("duty.ended") == 1


async def evening_trained_for_a_day(roster: Roster) -> tuple[str, str]:
    """Aino's training holds till tomorrow; she has opened the room, and Meri writes."""
    room = await roster.room()
    aino = await roster.house.seat("Aino", room, RoomRole.FACILITATOR)
    await roster.house.seat("Meri", room)
    await roster.train(aino, days=1)
    await roster.comes(room, aino)
    await roster.on("Aino", room)
    await roster.open("Aino", room)
    await roster.house.post("Meri", room, "Good evening")
    return room, aino


async def test_training_that_runs_out_in_the_middle_ends_duty_at_once(roster: Roster) -> None:
    room, _ = await evening_trained_for_a_day(roster)
    roster.house.clock.move(timedelta(days=1))
    async with refused(ErrorCode.ROOM_PAUSED):
        await roster.house.post("Meri", room, "Good morning")
    await roster.passes(1)
    assert (await roster.state(room), await roster.duty(room)) == ("paused", set())
    assert "Aino" in roster.noticed("duty")


async def test_hand_over_is_proposed_once_after_two_hours(roster: Roster) -> None:
    room, aino = await roster.opened()
    (shift,) = (await roster.roster("Aino", room)).on_duty
    assert (shift.participation, shift.is_present, shift.hand_over_is_proposed) == (aino, True, False)
    roster.house.clock.move(timedelta(minutes=120))
    roster.house.told.clear()
    await roster.passes(30, every=10)
    assert [one for one in roster.house.told if getattr(one, "what", "") == "duty"] != []
    (shift,) = (await roster.roster("Aino", room)).on_duty
    assert shift.hand_over_is_proposed
    roster.house.told.clear()
    await roster.passes(30, every=10)
    assert roster.house.told == []


async def test_roster_names_trained_colleagues_and_is_for_staff(small_roster: Roster) -> None:
    room, _ = await small_roster.opened()
    petri = await small_roster.staff("Petri", room, RoomRole.MODERATOR)
    await small_roster.house.seat("Kuusi", room, RoomRole.FACILITATOR)
    await small_roster.house.seat("Meri", room)
    found = await small_roster.roster("Petri", room)
    assert [(one.participation, one.is_present) for one in found.colleagues] == [(petri, False)]
    assert found.my_training_until == TUESDAY + timedelta(days=30)
    assert (await small_roster.roster("Kuusi", room)).my_training_until is None
    assert (await small_roster.roster("Radu", room)).my_training_until is None
    small_roster.presence.is_down = True
    assert (await small_roster.roster("Petri", room)).colleagues[0].is_present is None
    for name, code in (("Meri", ErrorCode.NOT_PERMITTED), ("Tammi", ErrorCode.NOT_FOUND)):
        async with refused(code):
            await small_roster.roster(name, room)


async def test_duty_of_a_sitting_that_has_just_ended_is_handed_to_nobody(roster: Roster) -> None:
    """Two at once: whoever hands over was on duty when they asked, and no longer when the room was theirs to change."""
    for attempt in range(4):
        room, aino = await roster.opened(called=f"Circle {attempt}")
        petri = await roster.staff("Petri", room, RoomRole.MODERATOR)
        await roster.comes(room, petri)
        done = await asyncio.gather(roster.house.end(room), roster.over("Aino", room, petri), return_exceptions=True)
        assert [one.code for one in done if isinstance(one, Refusal)] in ([], [ErrorCode.NOT_ON_DUTY])
        assert await roster.duty(room) == set()
        began = [event["participation"] for event in roster.house.news(room) if event["type"] == "duty.began"]
        assert began == ([aino, petri] if done[1] is None else [aino])


async def test_nothing_is_handed_to_whoever_looks_after_enough_rooms(small_roster: Roster) -> None:
    room, aino = await small_roster.opened()
    petri = await small_roster.staff("Petri", room, RoomRole.MODERATOR)
    await small_roster.comes(room, petri)
    for name in ("One", "Two"):
        elsewhere = await small_roster.room(name)
        await small_roster.staff("Petri", elsewhere, RoomRole.MODERATOR)
        await small_roster.on("Petri", elsewhere)
    async with refused(ErrorCode.LOAD_LIMIT):
        await small_roster.over("Aino", room, petri)
    assert await small_roster.duty(room) == {aino}


async def test_duty_handed_over_in_a_pause_opens_the_room_again(roster: Roster) -> None:
    room, petri = await roster.left_to("Petri")
    await roster.over("Aino", room, petri)
    assert roster.states(room)[-2:] == [("paused", "moderator_absent"), ("open", "moderator_back")]


async def test_training_renewed_in_the_middle_holds_on(roster: Roster) -> None:
    room, aino = await evening_trained_for_a_day(roster)
    await roster.train(aino, days=3)
    roster.house.clock.move(timedelta(days=2))
    await roster.house.post("Meri", room, "Good morning")  # whatever was remembered of her training before


async def test_colleague_whose_training_has_run_out_is_not_offered(small_roster: Roster) -> None:
    room, _ = await small_roster.opened()
    petri = await small_roster.house.seat("Petri", room, RoomRole.MODERATOR)
    await small_roster.train(petri, Skill.MODERATOR, days=1)
    assert len((await small_roster.roster("Aino", room)).colleagues) == 1
    small_roster.house.clock.move(timedelta(days=1))
    assert (await small_roster.roster("Aino", room)).colleagues == []
