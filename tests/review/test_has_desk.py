"""Whether the desk is somebody's place: by what they may do, or because something waits for them there now."""

from __future__ import annotations

from server.actor import Role
from server.review import bodies, claiming
from server.review.standing import works_at_desk
from server.rooms.roles import RoomRole
from tests.review.test_claims import at, distress
from tests.review.test_reporting import scene
from tests.review.working import claim, demote, make, only_case
from tests.rooms.cast import House


async def with_a_desk(house: House) -> set[str]:
    return {
        name for name in house.people if await house.read(lambda tx, actor, _: works_at_desk(tx, actor), house[name])
    }


async def test_desk_is_for_who_guides_a_room_and_for_roles_to_which_cases_come(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    aino = await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Petri", room, RoomRole.MODERATOR)
    await make(house, "Lumi", Role.REVIEWER)
    await make(house, "Tammi", Role.MODERATOR)
    assert await with_a_desk(house) == {"Aino", "Petri", "Lumi", "Tammi", "Radu"}
    await demote(house, aino)
    await house.leave("Petri", room)
    assert await with_a_desk(house) == {"Lumi", "Tammi", "Radu"}


async def test_professional_has_a_desk_while_somebody_in_distress_was_passed_on_to_them(house: House) -> None:
    room, _ = await scene(house)
    await house.seat("Lumi", room, RoomRole.PROFESSIONAL)
    await distress(house, (await house.standing("Meri", room)).participation_id, room)
    assert "Lumi" not in await with_a_desk(house)
    claimed = await claim(house, "Aino", await only_case(house, "Aino"))
    await house.do(claiming.escalate_case, house["Aino"], bodies.Escalate(case=claimed.case, version=claimed.version))
    assert "Lumi" in await with_a_desk(house)
    await house.do(claiming.claim_case, house["Lumi"], at(await only_case(house, "Lumi")))
    assert "Lumi" in await with_a_desk(house)
