"""Opening, closing round, end: who may, in which state, and with which version in mind."""

import asyncio

import pytest

from server.errors import ErrorCode
from server.rooms.roles import RoomRole
from server.rooms.source import RoomSource
from server.staffing import sittings
from server.staffing.bodies import TurnTheRoom
from server.staffing.service import show_life
from tests.rooms.cast import RENDERERS, refused
from tests.staffing.roster import Roster

NOBODYS = "0" * 26


def turn(room: str, version: int | None = None) -> TurnTheRoom:
    return TurnTheRoom(room=room, version=version)


async def test_room_opens_only_once_help_numbers_are_there(small_roster: Roster) -> None:
    room = await small_roster.house.room(is_open=False)
    await small_roster.comes(room, await small_roster.staff("Aino", room))
    await small_roster.on("Aino", room)
    async with refused(ErrorCode.HELP_NUMBERS_MISSING):
        await small_roster.open("Aino", room)
    await small_roster.house.set_up()
    await small_roster.open("Aino", room)
    assert await small_roster.state(room) == "open"


async def test_room_opens_only_with_somebody_on_duty_who_is_there(roster: Roster) -> None:
    room = await roster.room()
    aino = await roster.staff("Aino", room)
    await roster.comes(room, aino)
    for name in ("Aino", "Radu"):
        async with refused(ErrorCode.NOBODY_ON_DUTY):
            await roster.open(name, room)
    await roster.on("Aino", room)
    await roster.goes(room, aino)
    async with refused(ErrorCode.NOBODY_ON_DUTY):
        await roster.open("Aino", room)
    await roster.comes(room, aino)
    await roster.open("Radu", room)
    assert await roster.state(room) == "open"


async def test_sitting_goes_its_way_and_everybody_inside_is_told_once(roster: Roster) -> None:
    room, _ = await roster.opened()
    await roster.open("Aino", room)
    for use_case in (sittings.begin_closing, sittings.begin_closing, sittings.end_sitting, sittings.close_room):
        await roster.house.do(use_case, roster.house["Aino"], turn(room))
    assert roster.states(room) == [
        ("lobby", "on_duty"),
        ("open", "opened"),
        ("closing", "closing_round"),
        ("ended", "closed"),
    ]
    assert roster.house.news(room) == await roster.house.rendered(room)
    assert await roster.duty(room) == set()


async def test_words_are_taken_in_the_closing_round(small_roster: Roster) -> None:
    room, _ = await small_roster.opened()
    await small_roster.house.seat("Meri", room)
    await small_roster.house.do(sittings.begin_closing, small_roster.house["Aino"], turn(room))
    await small_roster.house.post("Meri", room, "Thank you all")


@pytest.mark.parametrize("use_case", [sittings.open_room, sittings.begin_closing, sittings.end_sitting])
async def test_everybody_gets_the_answer_in_the_table(small_roster: Roster, use_case: object) -> None:
    roster = small_roster
    room, aino = await roster.opened(called="Here")
    elsewhere = await roster.room("Elsewhere")
    await roster.staff("Petri", elsewhere)
    await roster.staff("Lumi", room, RoomRole.MODERATOR)
    await roster.house.seat("Meri", room)
    answers = {"Tammi": "not_found", "Petri": "not_found", "Meri": "not_permitted"}
    if use_case is not sittings.end_sitting:
        answers["Lumi"] = "not_on_duty"
    for name, code in answers.items():
        for id_ in (room, NOBODYS) if code == "not_found" else (room,):
            command = sittings.OpenRoom(id_, None, frozenset({aino})) if use_case is sittings.open_room else turn(id_)
            async with refused(ErrorCode(code)):
                await roster.house.do(use_case, roster.house[name], command)  # type: ignore[arg-type]
    assert await roster.state(room) == "open"


async def test_guide_off_duty_can_always_end_a_sitting(small_roster: Roster) -> None:
    room, _ = await small_roster.opened()
    await small_roster.house.seat("Petri", room, RoomRole.MODERATOR)
    await small_roster.house.do(sittings.end_sitting, small_roster.house["Petri"], turn(room))
    assert await small_roster.state(room) == "ended"


async def test_of_two_with_the_same_version_in_mind_one_wins(roster: Roster) -> None:
    room, _ = await roster.opened()
    version = (await roster.life(room)).version
    both = [
        roster.house.do(sittings.begin_closing, roster.house["Aino"], turn(room, version)),
        roster.house.do(sittings.end_sitting, roster.house["Radu"], turn(room, version)),
    ]
    answers = await asyncio.gather(*both, return_exceptions=True)
    codes = [str(one) for one in answers if isinstance(one, Exception)]
    assert codes == ["stale_version"]
    assert (await roster.life(room)).version == version + 1


async def test_reply_of_a_follow_tells_the_life_and_who_is_on_duty(roster: Roster) -> None:
    room, aino = await roster.opened()
    source = RoomSource(RENDERERS, {"life": show_life})
    standing = await roster.house.read(source.standing, roster.house["Aino"], room)
    life = standing.snapshot["life"]
    assert (life.state, life.sitting, life.on_duty, life.open_for) == ("open", 1, [aino], 0.0)
    told = roster.house.news(room)[-1]["life"]
    assert {name: getattr(life, name) for name in ("version", "state")} == {
        name: told[name] for name in ("version", "state")
    }
