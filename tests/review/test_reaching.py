"""No case is seen by nobody: not where a guide is meant, nor where the last one has gone."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.case import CaseKind
from server.accounts.service import ChangeRole, revoke_role
from server.actor import OPERATOR, Actor, Role
from server.errors import ErrorCode
from server.review.complaints import complain
from server.review.opening import NewCase, open_case
from server.review.redress_bodies import Complain
from server.rooms.rights import place_of
from server.rooms.roles import RoomRole
from tests.review.working import claim, decide, demote, desk, make, only_case, opened, report, told, watch
from tests.rooms.cast import House, refused


async def quiet_room(house: House, *guides: str) -> tuple[str, dict[str, str]]:
    """A closed room with these guides alone, and Kuusi and Tammi."""
    room = await house.room(is_open=False)
    places = {name: await house.seat(name, room) for name in ("Kuusi", "Tammi")}
    return room, places | {name: await house.seat(name, room, RoomRole.FACILITATOR) for name in guides}


async def test_whoever_guides_and_is_meant_never_sees_the_case(house: House) -> None:
    room, places = await quiet_room(house, "Aino", "Petri")
    house.told.clear()
    await report(house, "Kuusi", room, participation=places["Aino"])
    case = await only_case(house, "Petri")
    assert (told(house, "Aino"), (await desk(house, "Aino")).cases) == ([], [])
    async with refused(ErrorCode.NOT_FOUND):
        await opened(house, "Aino", case.case)
    async with refused(ErrorCode.NOT_FOUND):
        await claim(house, "Aino", case)
    assert told(house, "Aino") == []


async def test_only_guide_is_meant_so_the_senior_moderators_have_it(house: House) -> None:
    await make(house, "Lumi", Role.MODERATOR)
    room, places = await quiet_room(house, "Aino")
    await report(house, "Kuusi", room, participation=places["Aino"])
    assert told(house, "Lumi") == ["desk"]
    await decide(house, "Lumi", await claim(house, "Lumi", await only_case(house, "Lumi")))


async def test_where_there_is_no_senior_moderator_the_organiser_has_it(house: House) -> None:
    room, places = await quiet_room(house, "Aino")
    await report(house, "Kuusi", room, participation=places["Aino"])
    assert told(house, "Radu") == ["desk"]
    assert (await only_case(house, "Radu")).is_escalated


async def test_only_guide_reports_so_somebody_else_decides(house: House) -> None:
    room, places = await quiet_room(house, "Aino")
    await report(house, "Aino", room, participation=places["Tammi"])
    await decide(house, "Radu", await claim(house, "Radu", await only_case(house, "Radu")))


async def test_case_of_a_room_whose_guides_have_left_goes_on_and_comes_back(house: House) -> None:
    room, places = await quiet_room(house, "Aino")
    await report(house, "Kuusi", room, participation=places["Tammi"])
    assert (await desk(house, "Radu")).cases == []
    await house.leave("Aino", room)
    await watch(house)
    assert (await only_case(house, "Radu")).room == room
    await make(house, "Lumi", Role.MODERATOR)
    await watch(house)
    assert told(house, "Lumi") == ["desk"]
    assert (await desk(house, "Radu")).cases == []
    await house.seat("Petri", room, RoomRole.FACILITATOR)
    assert (await only_case(house, "Petri")).room == room


CHANGES = ("Aino guides no more", "Petri guides no more", "Lumi is senior", "Lumi is not", "Aino leaves", "watch")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.sampled_from(CHANGES), max_size=5), about=st.sampled_from(("Tammi", "Aino", "Petri")))
async def test_whatever_becomes_of_the_staff_somebody_who_may_decide_sees_the_case(
    small_house: House, changes: list[str], about: str
) -> None:
    house = small_house
    room, places = await quiet_room(house, "Aino", "Petri")
    await report(house, "Kuusi", room, participation=places[about])
    for change in changes:
        await happen(house, change, room, places)
    await watch(house)
    deciding = [name for name in ("Aino", "Petri", "Lumi", "Radu") if name != about]
    seen = {name: [one.room for one in (await desk(house, name)).cases] for name in deciding}
    assert any(room in rooms for rooms in seen.values()), seen
    await happen(house, "Lumi is not", room, places)


async def happen(house: House, change: str, room: str, places: dict[str, str]) -> None:
    name = change.split(maxsplit=1)[0]
    if change == "watch":
        await watch(house)
    elif change == "Lumi is senior":
        await make(house, "Lumi", Role.MODERATOR)
    elif change == "Lumi is not":
        if house["Lumi"].has(Role.MODERATOR):
            await house.do(revoke_role, OPERATOR, ChangeRole(str(house["Lumi"].account_id), Role.MODERATOR))
            house.people["Lumi"] = Actor(house["Lumi"].account_id)
    elif await house.read(place_of, house[name], room) is not None:
        await (demote(house, places[name]) if "guides" in change else house.leave(name, room))


async def test_complaint_is_on_the_reviewers_desk_alone(house: House) -> None:
    await make(house, "Lumi", Role.REVIEWER)
    room, _ = await quiet_room(house, "Aino")
    new = NewCase(CaseKind.COMPLAINT, room, brought_by=house["Kuusi"].account_id)
    await house.do(lambda tx, actor, new: open_case(tx, new).id, house["Kuusi"], new)
    assert (await only_case(house, "Lumi")).kind is CaseKind.COMPLAINT
    for name in ("Aino", "Radu"):
        assert (await desk(house, name)).cases == []


async def test_complaint_without_any_reviewer_or_of_the_only_one_is_the_organisers(house: House) -> None:
    room, _ = await quiet_room(house, "Aino")
    await house.seat("Lumi", room)
    for complainant in ("Kuusi", "Lumi"):
        await house.do(complain, house[complainant], Complain(room=room, words="Nobody answered me."))
        assert (await only_case(house, "Radu")).kind is CaseKind.COMPLAINT
        await decide(house, "Radu", await claim(house, "Radu", await only_case(house, "Radu")), outcome="answered")
        await make(house, "Lumi", Role.REVIEWER)


async def test_guide_who_is_suspended_has_no_desk_and_what_they_had_goes_to_who_is_left(house: House) -> None:
    room, places = await quiet_room(house, "Aino")
    await report(house, "Kuusi", room, participation=places["Tammi"])
    claimed = await claim(house, "Aino", await only_case(house, "Aino"))
    await house.suspend("Aino", room)
    assert (await desk(house, "Aino")).cases == []
    async with refused(ErrorCode.NOT_FOUND):
        await opened(house, "Aino", claimed.case)
    async with refused(ErrorCode.NOT_FOUND):
        await decide(house, "Aino", claimed)
    house.told.clear()
    await watch(house)
    assert "desk" in told(house, "Radu")
    assert told(house, "Aino") == []
    await decide(house, "Radu", await claim(house, "Radu", await only_case(house, "Radu")))
