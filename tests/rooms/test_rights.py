"""Who may do what with a room: every route, by everybody. A route without a row fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from server.actor import ANYONE
from server.rooms import applications, bodies, invitations, participations, service
from server.rooms.http import ENDPOINTS
from server.rooms.roles import RoomRole
from tests.rooms.cast import House, JoinsBy
from tests.rooms.matrix import Routes, each_row, ok

WHO = ("Tammi", "Meri", "Lumi", "Aino", "Petri", "Radu")
"""An outsider; a participant, a professional and a facilitator here; a facilitator elsewhere; an organiser."""

P, F = "not_permitted", "not_found"


@dataclass
class Ground:
    """A room that takes applications, with everybody in their places."""

    house: House
    room: str

    async def one(self) -> bodies.OneRoom:
        return bodies.OneRoom(room=self.room)

    async def _is_inside(self) -> bool:
        found = await self.house.read(service.list_my_rooms, self.house["Kuusi"])
        return bool(found.rooms)

    async def participation(self) -> bodies.OneParticipation:
        """Kuusi, in the room."""
        if not await self._is_inside():
            await self.house.seat("Kuusi", self.room)
        standing = await self.house.standing("Kuusi", self.room)
        return bodies.OneParticipation(participation=standing.participation_id)

    async def role(self) -> bodies.ChangeRole:
        return bodies.ChangeRole(participation=(await self.participation()).participation, role=RoomRole.MODERATOR)

    async def application(self) -> bodies.OneApplication:
        """Kuusi asks, and has left again if they were let in before."""
        if await self._is_inside():
            await self.house.leave("Kuusi", self.room)
        found = await self.house.read(applications.list_applications, self.house["Radu"], await self.one())
        if not found.applications:
            ask = applications.Request(self.room, display_name="Kuusi")
            await self.house.do(applications.apply, self.house["Kuusi"], ask)
            found = await self.house.read(applications.list_applications, self.house["Radu"], await self.one())
        return bodies.OneApplication(application=found.applications[0].id)

    async def invitation(self) -> bodies.OneInvitation:
        await self.house.link(self.room)
        found = await self.house.read(invitations.list_invitations, self.house["Radu"], await self.one())
        return bodies.OneInvitation(invitation=found.invitations[0].id)

    async def update(self) -> bodies.UpdateRoom:
        return bodies.UpdateRoom(room=self.room, purpose="To listen.")

    async def creation(self) -> bodies.CreateRoom:
        return bodies.CreateRoom(name="Another", purpose="To talk.", language="en")

    async def offer(self) -> bodies.CreateInvitation:
        return bodies.CreateInvitation(room=self.room, role=RoomRole.PARTICIPANT)

    async def staff_offer(self) -> bodies.CreateInvitation:
        return bodies.CreateInvitation(room=self.room, role=RoomRole.FACILITATOR)

    async def nothing(self) -> None:
        return None


ROUTES = Routes(ENDPOINTS)
Make = Callable[[Ground], Awaitable[Any]]
TABLE: list[tuple[Callable[..., Any], Make, tuple[str, ...]]] = [
    # route, what is asked, and the answers in the order of WHO
    (service.create_room, Ground.creation, (P, P, P, P, P, ok)),
    (service.update_room, Ground.update, (P, P, P, P, P, ok)),
    (service.read_card, Ground.one, (ok, ok, ok, ok, ok, ok)),
    (service.list_directory, Ground.nothing, (ok, ok, ok, ok, ok, ok)),
    (service.list_my_rooms, Ground.nothing, (ok, ok, ok, ok, ok, ok)),
    (participations.list_people, Ground.one, (P, P, P, P, P, ok)),
    (participations.change_role, Ground.role, (P, P, P, P, P, ok)),
    (participations.end_participation, Ground.participation, (P, P, P, P, P, ok)),
    (invitations.invite, Ground.offer, (F, P, P, ok, F, ok)),
    (invitations.invite, Ground.staff_offer, (F, P, P, P, F, ok)),
    (invitations.list_invitations, Ground.one, (F, P, P, ok, F, ok)),
    (invitations.revoke_invitation, Ground.invitation, (F, P, P, ok, F, ok)),
    (applications.list_applications, Ground.one, (F, P, P, ok, F, ok)),
    (applications.accept_application, Ground.application, (F, P, P, ok, F, ok)),
    (applications.decline_application, Ground.application, (F, P, P, ok, F, ok)),
]
OPEN_TO_ANYONE = {
    service.list_directory,
    service.read_card,
    invitations.look_at_invitation,
    invitations.redeem_invitation,
    applications.apply,
}


async def ground(house: House) -> Ground:
    here = await house.room(joins_by=JoinsBy.APPLICATION)
    elsewhere = await house.room("Elsewhere", joins_by=JoinsBy.APPLICATION)
    await house.seat("Meri", here)
    await house.seat("Lumi", here, RoomRole.PROFESSIONAL)
    await house.seat("Aino", here, RoomRole.FACILITATOR)
    await house.seat("Petri", elsewhere, RoomRole.FACILITATOR)
    return Ground(house, here)


@each_row(TABLE)
async def test_everybody_gets_the_answer_in_the_table(
    small_house: House, use_case: Callable[..., Any], make: Make, expected: tuple[str, ...]
) -> None:
    stage = await ground(small_house)
    assert await ROUTES.answers(small_house, WHO, use_case, partial(make, stage)) == expected


def test_no_route_lacks_a_row_and_only_doors_are_open_to_anyone() -> None:
    assert ROUTES.use_cases() == {use_case for use_case, _, _ in TABLE} | OPEN_TO_ANYONE
    assert ROUTES.open_to_anyone() == OPEN_TO_ANYONE


async def test_nobody_at_all_is_nowhere(small_house: House) -> None:
    """Should a route ever forget to ask for a login: the use cases themselves let nobody in."""
    stage = await ground(small_house)
    for use_case, make, _ in TABLE:
        if use_case not in OPEN_TO_ANYONE | {service.list_my_rooms}:
            assert await ROUTES.answer(small_house, use_case, ANYONE, make(stage)) in {P, F}
    assert (await small_house.read(service.list_my_rooms, ANYONE)).rooms == []
