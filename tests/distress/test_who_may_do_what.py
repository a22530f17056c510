"""Who may do what about somebody in distress: every route, by everybody. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from moderation import Draft, preset, screen
from server.actor import ANYONE
from server.distress import aside, contacts, looking, promise, protocol, side_rooms, worries
from server.distress import bodies as told
from server.distress import case_bodies as cases
from server.distress import side_bodies as sides
from server.distress.http import ENDPOINTS
from server.distress.promise_bodies import PromiseOf
from server.distress.tables import CallResult, SideOutcome
from server.rooms.roles import RoomRole
from tests.distress.desk import FIRST, claim, desk, on_call, worry
from tests.rooms.cast import House
from tests.rooms.matrix import Routes, each_row, ok

WHO = ("Tammi", "Petri", "Meri", "Lumi", "Kuusi", "Aino", "Radu")
"""An outsider; who guides another room; who worried; the person; a moderator here; who has the case; an organiser."""

P, N = "not_permitted", "not_found"
OUT, TAKEN, OVER = "not_in_room", "claimed_by_another", "side_room_not_open"
NOBODYS = "0" * 26


@dataclass
class Ground:
    """Meri is worried about Lumi; Aino has the case, and talks with her by themselves."""

    room: str
    lumi: str
    kuusi: str
    case: str
    side: str
    contact: str

    def worry(self) -> told.Worried:
        return told.Worried(room=self.room, participation=self.lumi)

    def nobody_on_call(self) -> told.SaveOnCall:
        return told.SaveOnCall(contacts=[])

    def trial(self) -> contacts.Tried:
        return contacts.Tried(self.contact, CallResult.REACHED)

    def offer(self) -> sides.OfferTo:
        return sides.OfferTo(case=self.case)

    def here(self) -> sides.OneSideRoom:
        return sides.OneSideRoom(side_room=self.side)

    def close(self) -> sides.Close:
        return sides.Close(side_room=self.side, outcome=SideOutcome.CALMER)

    def hand_over(self) -> sides.HandOver:
        return sides.HandOver(side_room=self.side, participation=self.kuusi)

    def say(self) -> aside.Looked:
        return aside.Looked(
            self.side, "client id 1", "I am here", screen(Draft(text="I am here"), preset("gentle_room"))
        )

    def read(self) -> sides.ReadAside:
        return sides.ReadAside(side_room=self.side)

    def look(self) -> cases.OneCase:
        return cases.OneCase(case=self.case)

    def mark(self) -> cases.MarkStep:
        return cases.MarkStep(case=self.case, step="ask_openly", is_done=True)

    def no_steps(self) -> cases.SaveSteps:
        return cases.SaveSteps(steps=[])

    def promise(self) -> PromiseOf:
        return PromiseOf(room=self.room)

    def nothing(self) -> None:
        return None


ROUTES = Routes(ENDPOINTS)
Make = Callable[[Ground], Any]
TABLE: list[tuple[Callable[..., Any], Make, tuple[str, ...]]] = [
    # route, what is asked, and the answers in the order of WHO
    (worries.say_worried, Ground.worry, (OUT, OUT, ok, ok, ok, ok, OUT)),
    (worries.list_worries, Ground.nothing, (ok,) * 7),
    (contacts.read_on_call, Ground.nothing, (P, P, P, P, P, P, ok)),
    (contacts.save_on_call, Ground.nobody_on_call, (P, P, P, P, P, P, ok)),
    (contacts.note_trial, Ground.trial, (P, P, P, P, P, P, ok)),
    (side_rooms.offer_side_room, Ground.offer, (N, N, N, N, TAKEN, ok, N)),
    (side_rooms.list_side_rooms, Ground.nothing, (ok,) * 7),
    (side_rooms.accept_side_room, Ground.here, (N, N, N, ok, N, N, N)),
    (side_rooms.decline_side_room, Ground.here, (N, N, N, OVER, N, N, N)),
    (side_rooms.stay_longer, Ground.here, (N, N, N, N, N, ok, N)),
    (side_rooms.close_side_room, Ground.close, (N, N, N, ok, N, ok, N)),
    (side_rooms.hand_over_side_room, Ground.hand_over, (N, N, N, N, N, ok, N)),
    (aside.say_aside, Ground.say, (N, N, N, ok, N, ok, N)),
    (aside.read_aside, Ground.read, (N, N, N, ok, N, ok, N)),
    (looking.look_at_distress, Ground.look, (N, N, N, N, ok, ok, N)),
    (protocol.mark_step, Ground.mark, (N, N, N, N, TAKEN, ok, N)),
    (protocol.read_steps, Ground.nothing, (P, ok, P, P, ok, ok, ok)),
    (protocol.save_steps, Ground.no_steps, (P, P, P, P, P, P, ok)),
    (looking.sum_up_shift, Ground.nothing, (ok,) * 7),
    (promise.read_promise, Ground.promise, (ok,) * 7),
]
OF_NOBODY = {side_rooms.offer_side_room, looking.look_at_distress, protocol.mark_step}
OF_NOBODY |= {use_case for use_case, make, _ in TABLE if make in {Ground.here, Ground.close, Ground.say, Ground.read}}
"""What is about a case or a talk of two: to a stranger it is as if there were none."""


async def ground(house: House) -> Ground:
    room = await house.room()
    kuusi = await house.seat("Kuusi", room, RoomRole.MODERATOR)
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Meri", room)
    lumi = await house.seat("Lumi", room)
    await house.seat("Petri", await house.room("Elsewhere"), RoomRole.FACILITATOR)
    await worry(house, "Meri", room, lumi)
    [case] = await desk(house, "Aino")
    await claim(house, "Aino", case)
    side = await house.do(side_rooms.offer_side_room, house["Aino"], sides.OfferTo(case=case.case))
    await house.do(side_rooms.accept_side_room, house["Lumi"], sides.OneSideRoom(side_room=side.side_room))
    contact = (await on_call(house, FIRST)).contacts[0].id
    return Ground(room, lumi, kuusi, case.case, side.side_room, contact)


@each_row(TABLE)
async def test_everybody_gets_the_answer_in_the_table(
    small_house: House, use_case: Callable[..., Any], make: Make, expected: tuple[str, ...]
) -> None:
    stage = await ground(small_house)
    assert await ROUTES.answers(small_house, WHO, use_case, partial(make, stage)) == expected


async def test_stranger_gets_the_same_answer_for_what_does_not_exist(small_house: House) -> None:
    stage = await ground(small_house)
    not_there = Ground(stage.room, stage.lumi, stage.kuusi, NOBODYS, NOBODYS, NOBODYS)
    for use_case, make, _ in TABLE:
        if use_case in OF_NOBODY:
            for who in (small_house["Tammi"], small_house["Meri"], ANYONE):
                there = await ROUTES.answer(small_house, use_case, who, make(stage))
                assert there == await ROUTES.answer(small_house, use_case, who, make(not_there)) == N


def test_no_route_lacks_a_row() -> None:
    assert ROUTES.use_cases() == {use_case for use_case, _, _ in TABLE}
    assert ROUTES.open_to_anyone() == {promise.read_promise}
