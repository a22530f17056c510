"""The look that is taken every second: who drops out, who comes back, and what an outage does not do."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from server.actor import OPERATOR
from server.errors import ErrorCode
from server.rooms.life import elapsed
from server.rooms.lifecycle import Staff
from server.rooms.roles import RoomRole
from server.staffing.jobs import watch_rooms
from server.staffing.watching import LookAfter, look_after, read_watched
from tests.rooms.cast import refused
from tests.staffing.roster import Roster


async def test_dropped_moderator_pauses_the_room_and_colleagues_hear_it(roster: Roster) -> None:
    room, aino = await roster.opened()
    await roster.staff("Petri", room, RoomRole.MODERATOR)
    await roster.house.seat("Kuusi", room, RoomRole.FACILITATOR)
    await roster.house.seat("Meri", room)
    await roster.passes(30)
    await roster.goes(room, aino)
    roster.house.told.clear()
    await roster.passes(60)
    assert (await roster.state(room), roster.noticed("duty")) == ("open", set())
    await roster.passes(1)
    assert roster.states(room) == [("paused", "moderator_absent")]
    assert roster.noticed("duty") == {"Aino", "Petri"}  # trained; Kuusi is not, Meri is a participant
    async with refused(ErrorCode.ROOM_PAUSED) as caught:
        await roster.house.post("Meri", room, "Hello?")
    assert caught.value.details == {
        "state": "paused",
        "reason": "moderator_absent",
        "next_opens_at": None,
        "help": True,
    }


async def test_who_comes_back_finds_the_room_open_and_its_clock_where_it_stopped(roster: Roster) -> None:
    room, aino = await roster.opened()
    await roster.goes(room, aino)
    await roster.passes(61)
    stopped = elapsed(await roster.life(room), roster.house.clock.now())
    await roster.passes(120)
    await roster.comes(room, aino)
    await roster.passes(1)
    life = await roster.life(room)
    assert (life.state, life.reason) == ("open", "moderator_back")
    assert elapsed(life, roster.house.clock.now()) == stopped == timedelta(seconds=61)


async def test_nobody_for_five_minutes_ends_the_sitting_and_everybodys_duty(roster: Roster) -> None:
    room, aino = await roster.opened()
    await roster.house.seat("Meri", room)
    await roster.goes(room, aino)
    await roster.passes(61 + 299)
    assert await roster.state(room) == "paused"
    await roster.passes(1)
    assert roster.states(room)[-1] == ("ended", "moderator_absent")
    assert await roster.duty(room) == set()
    async with refused(ErrorCode.ROOM_ENDED):
        await roster.house.post("Meri", room, "Hello?")
    await roster.comes(room, aino)
    await roster.passes(5)
    assert await roster.state(room) == "ended"  # coming back alone begins nothing


async def test_outage_neither_opens_nor_closes_and_an_operator_hears_of_it(roster: Roster) -> None:
    open_, aino = await roster.opened()
    paused, petri = await roster.opened("Petri", "Elsewhere")
    await roster.goes(paused, petri)
    await roster.passes(61)
    roster.presence.is_down = True
    await roster.goes(open_, aino)
    await roster.comes(paused, petri)
    await roster.passes(3_600, every=20)
    assert (await roster.state(open_), await roster.state(paused)) == ("open", "paused")
    assert len(roster.alarms) == 180
    assert set(roster.alarms) == {"presence_unknown"}
    roster.presence.is_down = False
    await roster.passes(60)
    assert (await roster.state(open_), await roster.state(paused)) == ("open", "open")
    await roster.passes(1)
    assert await roster.state(open_) == "paused"


async def test_store_that_comes_back_empty_gives_people_a_minute(roster: Roster) -> None:
    room, aino = await roster.opened()
    roster.presence.is_down = True
    await roster.passes(600, every=20)
    roster.presence.is_down = False
    await roster.goes(room, aino)
    await roster.passes(45)
    await roster.comes(room, aino)
    await roster.passes(120)
    assert roster.states(room)[-1] == ("open", "opened")


async def test_nothing_opens_during_an_outage_either(small_roster: Roster) -> None:
    room = await small_roster.room()
    await small_roster.staff("Aino", room)
    await small_roster.on("Aino", room)
    small_roster.presence.is_down = True
    async with refused(ErrorCode.PRESENCE_UNKNOWN) as caught:
        await small_roster.open("Aino", room)
    assert caught.value.retry_after == 5.0


@pytest.mark.parametrize("seconds", [600, -600])
async def test_restart_or_a_clock_that_jumps_is_no_absence(roster: Roster, seconds: int) -> None:
    """Presence is empty for a moment after a restart: whoever was there has a minute to be there again."""
    room, aino = await roster.opened()
    await roster.passes(30)
    talked = elapsed(await roster.life(room), roster.house.clock.now())
    await roster.goes(room, aino)
    roster.house.clock.move(timedelta(seconds=seconds))
    await roster.passes(55)
    assert await roster.state(room) == "open"
    clock = elapsed(await roster.life(room), roster.house.clock.now())
    assert timedelta(seconds=54) <= clock - talked <= timedelta(seconds=56)  # the gap itself counts for nothing
    await roster.passes(6)
    assert await roster.state(room) == "paused"


async def test_clock_that_goes_back_does_not_keep_people_waiting(small_roster: Roster) -> None:
    room, aino = await small_roster.opened()
    await small_roster.goes(room, aino)
    await small_roster.passes(61)
    small_roster.house.clock.move(timedelta(hours=-1))
    await small_roster.passes(302)
    assert await small_roster.state(room) == "ended"


async def test_two_processes_that_both_think_they_lead_do_everything_once(roster: Roster) -> None:
    room, aino = await roster.opened()
    await roster.goes(room, aino)
    for _ in range(400):
        roster.house.clock.move(timedelta(seconds=1))
        await asyncio.gather(watch_rooms(roster.services), watch_rooms(roster.services))
    told = [event["type"] for event in roster.house.news(room)]
    assert roster.states(room)[2:] == [("paused", "moderator_absent"), ("ended", "moderator_absent")]
    assert told.count("duty.ended") == 1


async def test_what_was_seen_long_ago_is_not_acted_on(small_roster: Roster) -> None:
    """A process that slept between looking and acting must not open a room for somebody who has gone."""
    room, aino = await small_roster.opened()
    await small_roster.goes(room, aino)
    await small_roster.passes(61)
    there = replace(await small_roster.watch(room), present=frozenset({aino}))
    house = small_roster.house
    for seen_at in (house.clock.now() - timedelta(seconds=6), house.clock.now() + timedelta(seconds=1)):
        await house.do(look_after, OPERATOR, LookAfter(room, seen_at, there))
    assert ((await small_roster.life(room)).state, (await small_roster.life(room)).staff) == ("paused", Staff.UNKNOWN)
    await house.do(look_after, OPERATOR, LookAfter(room, house.clock.now(), there))
    assert await small_roster.state(room) == "open"


async def test_quiet_room_is_written_to_every_ten_seconds_and_others_not_at_all(small_roster: Roster) -> None:
    room, _ = await small_roster.opened()
    closed = await small_roster.room("Closed")
    await small_roster.passes(1)
    noted = []
    for _ in range(25):
        await small_roster.passes(1)
        noted.append((await small_roster.life(room)).watched_at)
    assert len(set(noted)) == 3
    watched = await small_roster.house.read(read_watched, OPERATOR)
    assert [one.room_id for one in watched] == [room]
    assert (await small_roster.life(closed)).staff is Staff.UNKNOWN


async def test_look_at_a_room_that_ended_meanwhile_changes_nothing(small_roster: Roster) -> None:
    room, _ = await small_roster.opened()
    watch = await small_roster.watch(room)
    await small_roster.house.end(room)
    told = len(small_roster.house.told)
    await small_roster.house.do(look_after, OPERATOR, LookAfter(room, small_roster.house.clock.now(), watch))
    assert len(small_roster.house.told) == told


async def test_one_of_two_on_duty_may_drop_out_or_leave_the_room(roster: Roster) -> None:
    room, aino = await roster.opened()
    petri = await roster.staff("Petri", room, RoomRole.MODERATOR)
    await roster.comes(room, petri)
    await roster.on("Petri", room)
    await roster.goes(room, aino)
    await roster.passes(120)
    assert await roster.state(room) == "open"
    await roster.leaves("Aino", room)
    assert [event["type"] for event in roster.house.news(room)[-2:]] == ["duty.ended", "participation.left"]
    async with refused(ErrorCode.LAST_ON_DUTY):
        await roster.leaves("Petri", room)
    await roster.passes(2)
    assert (await roster.state(room), await roster.duty(room)) == ("open", {petri})
    await roster.house.end(room)
    await roster.leaves("Petri", room)


async def test_whoever_is_on_duty_and_not_there_does_not_let_the_only_one_leave(roster: Roster) -> None:
    room, _ = await roster.opened()
    petri = await roster.staff("Petri", room, RoomRole.MODERATOR)
    await roster.on("Petri", room)
    async with refused(ErrorCode.LAST_ON_DUTY):  # Petri is on duty, and not there
        await roster.leaves("Aino", room)
    await roster.comes(room, petri)
    await roster.leaves("Aino", room)
    assert (await roster.state(room), await roster.duty(room)) == ("open", {petri})


async def test_only_one_in_a_lobby_may_leave_and_it_closes(small_roster: Roster) -> None:
    room = await small_roster.room()
    await small_roster.staff("Aino", room)
    await small_roster.on("Aino", room)
    await small_roster.leaves("Aino", room)
    assert (await small_roster.state(room), await small_roster.duty(room)) == ("closed", set())
    async with refused(ErrorCode.NOT_IN_ROOM):
        await small_roster.leaves("Aino", room)


async def test_staff_on_duty_write_in_the_lobby_and_in_a_pause_and_others_do_not(roster: Roster) -> None:
    room = await roster.room()
    aino = await roster.staff("Aino", room)
    await roster.staff("Petri", room, RoomRole.MODERATOR)
    await roster.on("Aino", room)
    for _ in range(2):
        await roster.house.post("Aino", room, "We begin in a moment")
        async with refused(ErrorCode.ROOM_CLOSED if await roster.state(room) == "lobby" else ErrorCode.ROOM_PAUSED):
            await roster.house.post("Petri", room, "Good evening")
        if await roster.state(room) == "lobby":
            await roster.comes(room, aino)
            await roster.open("Aino", room)
            await roster.goes(room, aino)
            await roster.passes(62)
    assert await roster.state(room) == "paused"


async def test_look_whose_writing_is_refused_raises_the_alarm(roster: Roster) -> None:
    room, aino = await roster.opened()
    await roster.goes(room, aino)
    await roster.house.lanes.stop()
    with capture_logs() as lines:
        await roster.passes(61)
    assert set(roster.alarms) == {"room_not_watched"}
    assert {(line["log_level"], line["what"], line["code"]) for line in lines} == {("warning", "room", "server_busy")}
