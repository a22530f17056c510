"""Who may do what at the desk: every route, by everybody, in every state. A route without a row fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from moderation.case import CaseState
from server.actor import ANYONE, Role
from server.review import bodies, claiming, closing, handing_over, listing, pausing, reporting, viewing
from server.review.http import ENDPOINTS
from server.rooms.bodies import OneRoom
from server.rooms.roles import RoomRole
from server.web.endpoints import Who
from tests.review import working
from tests.review.working import claim, decide, only_case, report
from tests.rooms.cast import House
from tests.rooms.matrix import Routes, each_row, ok

WHO = ("Kuusi", "Meri", "Tammi", "Lumi", "elsewhere", "Petri", "Radu", "here", "Aino")
"""An outsider; the reporter; whom it is about; a professional here; a facilitator elsewhere; a reviewer; an organiser;
a facilitator here; a senior moderator."""

F, N, P, Y, C, E, A, B, S = (
    "not_found",
    "not_in_room",
    "not_permitted",
    "about_yourself",
    "case_closed",
    "already_escalated",
    "not_claimed_by_you",
    "claimed_by_another",
    "stale_version",
)


@dataclass
class Ground:
    """A case about a message of Tammi's, in some state."""

    house: House
    room: str
    message: str
    case: bodies.DeskCase

    def report(self) -> bodies.SendReport:
        return bodies.SendReport(room=self.room, message=self.message, reason="unkind")

    def nothing(self) -> None:
        return None

    def desk(self) -> bodies.DeskOf:
        return bodies.DeskOf()

    def of_the_room(self) -> OneRoom:
        return OneRoom(room=self.room)

    def pause(self) -> bodies.Pause:
        return bodies.Pause(minutes=5)

    def one(self) -> bodies.OneCase:
        return bodies.OneCase(case=self.case.case)

    def move(self) -> bodies.AtVersion:
        return bodies.AtVersion(case=self.case.case, version=self.case.version)

    def escalate(self) -> bodies.Escalate:
        return bodies.Escalate(case=self.case.case, version=self.case.version)

    def note(self) -> bodies.WriteNote:
        return bodies.WriteNote(case=self.case.case, text="seen")

    def decide(self) -> bodies.Decide:
        return bodies.Decide(case=self.case.case, version=self.case.version, outcome="no_breach")


ROUTES = Routes(ENDPOINTS)
Make = Callable[[Ground], Any]
Row = tuple[str, ...]
STATES = (CaseState.OPEN, CaseState.ESCALATED, CaseState.CLOSED)
NOBODY: Row = (F,) * 7
REPORTING: Row = (N, ok, Y, ok, N, N, N, ok, N)
OWN: Row = (ok,) * 9
GUIDING: Row = (F, P, P, P, F, F, F, ok, F)


def at_the_desk(*answers: str) -> tuple[Row, Row, Row]:
    """The answers to a facilitator here and to a senior moderator after them: open, escalated, closed after that."""
    one, two, three = (answers[first : first + 2] for first in (0, 2, 4))
    return (*NOBODY, *one), (*NOBODY, *two), (*NOBODY, *three)


TABLE: list[tuple[Callable[..., Any], Make, tuple[Row, Row, Row]]] = [
    # route, what is asked, and the answers in the order of WHO, in each state
    (reporting.send_report, Ground.report, (REPORTING,) * 3),
    (reporting.list_my_reports, Ground.nothing, (OWN,) * 3),
    (listing.see_desk, Ground.desk, (OWN,) * 3),
    (handing_over.list_cases_of_duty, Ground.of_the_room, (GUIDING,) * 3),
    (pausing.take_pause, Ground.pause, (OWN,) * 3),
    (pausing.end_pause, Ground.nothing, (OWN,) * 3),
    (viewing.open_the_case, Ground.one, at_the_desk(ok, F, ok, ok, ok, ok)),
    (viewing.read_log, Ground.one, at_the_desk(ok, F, ok, ok, ok, ok)),
    (claiming.claim_case, Ground.move, at_the_desk(ok, F, ok, B, C, C)),
    (claiming.keep_claim, Ground.one, at_the_desk(A, F, A, A, C, C)),
    (claiming.release_case, Ground.move, at_the_desk(A, F, A, A, C, C)),
    (claiming.hand_on, Ground.move, at_the_desk(A, F, A, A, C, C)),
    (claiming.escalate_case, Ground.escalate, at_the_desk(ok, S, E, E, C, C)),
    (claiming.write_note, Ground.note, at_the_desk(ok, F, ok, ok, C, C)),
    (closing.decide_case, Ground.decide, at_the_desk(A, F, A, A, C, C)),
]
OURS = {use_case.__module__ for use_case, _, _ in TABLE}


async def ground(house: House, state: CaseState) -> Ground:
    here, elsewhere = await house.room(), await house.room("Elsewhere")
    house.people |= {"here": await house.host(here), "elsewhere": await house.host(elsewhere)}
    await working.make(house, "Petri", Role.REVIEWER)
    await working.make(house, "Aino", Role.MODERATOR)
    for name in ("Meri", "Tammi"):
        await house.seat(name, here)
    await house.seat("Lumi", here, RoomRole.PROFESSIONAL)
    message = (await house.post("Tammi", here, "nobody asked you")).message
    await report(house, "Meri", here, message=message)
    case = await only_case(house, "here")
    if state is not CaseState.OPEN:
        await house.do(claiming.escalate_case, house["here"], bodies.Escalate(case=case.case, version=case.version))
        case = await only_case(house, "here")
    if state is CaseState.CLOSED:
        moved = await decide(house, "here", await claim(house, "here", case))
        case = case.model_copy(update={"version": moved.version})
    return Ground(house, here, message, case)


@pytest.mark.parametrize("state", STATES)
@each_row(TABLE)
async def test_everybody_gets_the_answer_in_the_table(
    small_house: House, use_case: Callable[..., Any], make: Make, expected: tuple[Row, ...], state: CaseState
) -> None:
    stage = await ground(small_house, state)
    answers = await ROUTES.answers(small_house, WHO, use_case, partial(make, stage))
    assert answers == expected[STATES.index(state)]


async def test_nobody_at_all_sees_an_empty_desk_and_no_case(small_house: House) -> None:
    stage = await ground(small_house, CaseState.OPEN)
    assert (await small_house.read(listing.see_desk, ANYONE, stage.desk())).cases == []
    for use_case, ask, expected in TABLE:
        if expected != (OWN,) * 3:
            assert await ROUTES.answer(small_house, use_case, ANYONE, ask(stage)) in {F, N}


def test_no_route_lacks_a_row_and_none_is_open_to_anyone() -> None:
    ours = {row.use_case for row in ENDPOINTS if row.use_case.__module__ in OURS}
    assert ours == {use_case for use_case, _, _ in TABLE}
    assert {row.who for row in ENDPOINTS} == {Who.SIGNED_IN}
