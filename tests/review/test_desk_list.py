"""The desk's list: who is most pressing stands first, a page at a time, at the same cost however much is closed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event

from moderation.case import CaseKind
from server.actor import Actor
from server.review import bodies, listing, pausing
from server.review.opening import NewCase, open_case
from server.review.tables import Case
from server.storage.tx import Tx
from tests.review.test_claims import distress
from tests.review.test_reporting import scene
from tests.review.working import claim, decide, desk, report
from tests.rooms.cast import House


async def reported(house: House, room: str, text: str) -> None:
    """Something of Tammi's, reported a minute after the last."""
    house.clock.move(timedelta(minutes=1))
    await report(house, "Kuusi", room, message=(await house.post("Tammi", room, text)).message)


def fill(tx: Tx, actor: Actor, about: tuple[str, str, int, bool]) -> None:
    """So many cases at the desk of a room, closed or waiting."""
    room, person, count, is_closed = about
    for number in range(count):
        new = NewCase(CaseKind.HOLD, room, person, message_id=f"{is_closed}{number}")
        case: Case = open_case(tx, new)
        if is_closed:
            case.closed_at = tx.now
            tx.session.flush()


async def test_distress_stands_first_then_what_waits_longest_and_last_what_somebody_has(house: House) -> None:
    room, _ = await scene(house)
    for n in range(3):
        await reported(house, room, f"number {n}")
    first, second, third = (await desk(house, "Aino")).cases
    await claim(house, "Petri", first)
    house.clock.move(timedelta(minutes=1))
    await distress(house, (await house.standing("Meri", room)).participation_id, room)
    found = await desk(house, "Aino")
    assert [case.case for case in found.cases[1:]] == [second.case, third.case, first.case]
    assert found.cases[0].kind is CaseKind.DISTRESS
    assert (found.waiting, found.mine, found.overdue) == (3, 0, 0)
    house.clock.move(timedelta(minutes=1))
    found = await desk(house, "Petri")
    assert (found.overdue, found.cases[0].is_overdue, found.mine) == (1, True, 1)


async def test_in_a_pause_only_ones_own_and_people_in_distress_are_shown(house: House) -> None:
    room, _ = await scene(house)
    for n in range(3):
        await reported(house, room, f"number {n}")
    mine = (await desk(house, "Aino")).cases[0]
    await claim(house, "Aino", mine)
    paused = await house.do(pausing.take_pause, house["Aino"], bodies.Pause(minutes=10))
    await distress(house, (await house.standing("Meri", room)).participation_id, room)
    found = await desk(house, "Aino")
    assert found.paused_until == paused.paused_until
    assert {case.kind for case in found.cases} == {CaseKind.DISTRESS, CaseKind.REPORT}
    assert len(found.cases) == 2
    assert found.waiting == 3  # how much waits is no secret
    assert len((await desk(house, "Petri")).cases) == 4
    house.clock.move(timedelta(minutes=10))
    assert len((await desk(house, "Aino")).cases) == 4
    await house.do(pausing.take_pause, house["Aino"], bodies.Pause())
    await house.do(pausing.end_pause, house["Aino"])
    assert (await desk(house, "Aino")).paused_until is None


async def test_pages_hold_fifty_and_every_case_stands_on_one(house: House) -> None:
    room, _ = await scene(house)
    tammi = (await house.standing("Tammi", room)).participation_id
    await house.do(fill, house["Aino"], (room, tammi, 120, False))
    pages = [await desk(house, "Aino", page) for page in (1, 2, 3, 4)]
    assert [len(page.cases) for page in pages] == [50, 50, 20, 0]
    assert [page.has_more for page in pages] == [True, True, False, False]
    assert len({case.case for page in pages for case in page.cases}) == 120


async def test_what_one_works_on_stands_on_the_first_page_however_much_waits(house: House) -> None:
    """Otherwise whoever takes the first of sixty could neither decide it nor find it again."""
    room, _ = await scene(house)
    tammi = (await house.standing("Tammi", room)).participation_id
    await house.do(fill, house["Aino"], (room, tammi, 60, False))
    taken = (await desk(house, "Aino")).cases[0]
    await claim(house, "Aino", taken)
    assert (await desk(house, "Aino")).cases[-1].case == taken.case
    assert taken.case not in {one.case for one in (await desk(house, "Petri")).cases}


async def test_page_costs_the_same_number_of_look_ups_however_much_there_is(small_house: House) -> None:
    house = small_house
    room, message = await scene(house)
    await report(house, "Kuusi", room, message=message)
    await claim(house, "Petri", (await desk(house, "Aino")).cases[0])
    before = await look_ups(house)
    tammi = (await house.standing("Tammi", room)).participation_id
    for about in ((300, True), (100, False)):
        await house.do(fill, house["Aino"], (room, tammi, *about))
    assert await look_ups(house) == before


async def look_ups(house: House) -> int:
    """How many statements one look at the desk runs."""
    statements: list[str] = []

    def look(tx: Tx, actor: Actor, command: bodies.DeskOf) -> None:
        def note(connection: object, cursor: object, statement: str, *more: object) -> None:
            statements.append(statement)

        event.listen(tx.connection, "before_cursor_execute", note)
        listing.see_desk(tx, actor, command)
        event.remove(tx.connection, "before_cursor_execute", note)

    await house.read(look, house["Aino"], bodies.DeskOf())
    assert statements
    return len(statements)


async def test_closed_cases_are_not_read_through_for_the_open_ones(small_house: House) -> None:
    room, message = await scene(small_house)
    await report(small_house, "Kuusi", room, message=message)
    await decide(small_house, "Aino", await claim(small_house, "Aino", (await desk(small_house, "Aino")).cases[0]))

    def plan(tx: Tx, actor: Actor, _: None) -> str:
        query = "SELECT id FROM desk_case WHERE closed_at IS NULL AND room_id IN (?)"
        return str(tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (room,)).all())

    assert "ix_desk_case_waiting" in await small_house.read(plan, small_house["Aino"])
