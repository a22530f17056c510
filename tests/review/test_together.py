"""Everybody at once, on several lanes where the database has them: one case, one holder, no commit that fails."""

from __future__ import annotations

import asyncio
from random import Random

from server.actions.anchors import FILE
from server.errors import Refusal
from server.review import bodies, claiming
from server.rooms.roles import RoomRole
from server.storage.database import Database
from tests.actions.writing import anchor, looked_over
from tests.review.working import claim, decide, desk, my_reports, opened, report
from tests.rooms.cast import House

MESSAGES = 12


async def test_reports_claims_notes_and_decisions_at_once_leave_one_case_each(
    house: House, database_url: str, tmp_path
) -> None:
    room = await house.room(capacity=20)
    for name in ("Kuusi", "Meri", "Tammi"):
        await house.seat(name, room)
    for name in ("Aino", "Petri"):
        await house.seat(name, room, RoomRole.FACILITATOR)
    messages = [(await house.post("Tammi", room, f"number {n}")).message for n in range(MESSAGES)]
    decided: list[str] = []

    async def reporting(name: str) -> None:
        for message in messages:
            await report(house, name, room, message=message)
            await report(house, name, room, message=message)

    async def working(name: str, chance: Random) -> None:
        while len(set(decided)) < MESSAGES:
            for case in (await desk(house, name)).cases:
                try:
                    await work_on(house, name, case, chance)
                except Refusal:
                    continue
                decided.append(case.case)
            await asyncio.sleep(0)

    await asyncio.gather(
        reporting("Kuusi"), reporting("Meri"), *(working(name, Random(n)) for n, name in enumerate(("Aino", "Petri")))
    )
    assert len(decided) == len(set(decided)) >= MESSAGES
    for name in ("Kuusi", "Meri"):
        assert len(await my_reports(house, name)) == MESSAGES
    assert house.lanes.failed_commits == 0
    await anchor(house, tmp_path / FILE)
    engine = Database(database_url).reader()
    assert looked_over(engine, tmp_path / FILE).problems == []
    engine.dispose()


async def work_on(house: House, name: str, case: bodies.DeskCase, chance: Random) -> None:
    """Opens, claims, perhaps notes something, and decides. Raises Refusal where somebody else was faster."""
    await opened(house, name, case.case)
    claimed = await claim(house, name, case)
    if chance.random() < 0.5:
        await house.do(claiming.write_note, house[name], bodies.WriteNote(case=case.case, text="I look at it"))
    if chance.random() < 0.5:
        await decide(house, name, claimed, outcome="message_removed", reason="harassment", ground="3")
    else:
        await decide(house, name, claimed)
