"""Who takes over a room's duty finds what lies open at its desk, and takes nothing from anybody."""

from __future__ import annotations

import pytest

from server.review.bodies import CasesOfDuty
from server.review.handing_over import list_cases_of_duty
from server.rooms.bodies import OneRoom
from server.rooms.roles import RoomRole
from tests.review.working import claim, demote, desk, hour, report, watch
from tests.rooms.cast import House
from tests.staffing.roster import Roster


async def found(house: House, name: str, room: str) -> CasesOfDuty:
    cases: CasesOfDuty = await house.read(list_cases_of_duty, house[name], OneRoom(room=room))
    return cases


@pytest.fixture
async def handed_over(house: House) -> tuple[Roster, str, str]:
    """Aino has one of two cases, and hands her duty to Petri; the room, and her participation."""
    roster = Roster(house)
    room, aino = await roster.opened(capacity=12)
    petri = await roster.staff("Petri", room, RoomRole.MODERATOR)
    await roster.comes(room, petri)
    for name in ("Meri", "Tammi", "Kuusi"):
        await house.seat(name, room)
    for words in ("nobody asked you", "be quiet then"):
        await report(house, "Meri", room, message=(await house.post("Tammi", room, words)).message)
    await claim(house, "Aino", (await desk(house, "Aino")).cases[0])
    await roster.over("Aino", room, petri)
    return roster, room, aino


async def test_whoever_takes_over_finds_what_waits_and_what_a_colleague_has(
    handed_over: tuple[Roster, str, str],
) -> None:
    roster, room, _ = handed_over
    house = roster.house
    waits, has = sorted((await desk(house, "Petri")).cases, key=lambda one: one.claimed_by is not None)
    cases = await found(house, "Petri", room)
    assert (cases.waiting, [(one.case, one.by) for one in cases.held]) == ([waits.case], [(has.case, "Aino")])
    assert cases.held[0].until == has.claimed_until
    assert not [word for word in ("nobody", "quiet", "Tammi", "Meri") if word in cases.model_dump_json()]
    assert await found(house, "Aino", room) == CasesOfDuty(waiting=[], held=[])


async def test_what_somebody_was_at_work_on_stays_theirs_until_they_leave_it(
    handed_over: tuple[Roster, str, str],
) -> None:
    roster, room, _ = handed_over
    house = roster.house
    await watch(house)
    assert len((await found(house, "Petri", room)).held) == 1
    hour(house, 11 / 60)
    cases = await found(house, "Petri", room)
    assert (len(cases.waiting), cases.held) == (2, [])


async def test_what_somebody_had_who_guides_no_more_waits_at_once(handed_over: tuple[Roster, str, str]) -> None:
    roster, room, aino = handed_over
    house = roster.house
    await demote(house, aino)
    await watch(house)
    cases = await found(house, "Petri", room)
    assert (len(cases.waiting), cases.held) == (2, [])


async def test_what_one_has_oneself_and_what_lies_elsewhere_is_not_among_it(
    handed_over: tuple[Roster, str, str],
) -> None:
    roster, room, _ = handed_over
    house = roster.house
    (waiting,) = (await found(house, "Petri", room)).waiting
    (mine,) = [one for one in (await desk(house, "Petri")).cases if one.case == waiting]
    await claim(house, "Petri", mine)
    elsewhere = await house.room("Elsewhere")
    await house.seat("Petri", elsewhere, RoomRole.MODERATOR)
    for name in ("Meri", "Lumi"):
        await house.seat(name, elsewhere)
    await report(house, "Meri", elsewhere, message=(await house.post("Lumi", elsewhere, "go away")).message)
    assert (await found(house, "Petri", room)).waiting == []
