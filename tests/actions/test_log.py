"""The log of actions: without gaps, and whatever is done to it shows."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from server.actions import anchors
from server.actions.reading import lines_of
from server.actions.service import SERVER, ActionKind, record
from server.actions.verifying import verify
from server.actor import OPERATOR, Actor
from server.errors import ErrorCode, Refusal
from server.storage.database import Database, normalise
from server.storage.tx import Tx
from tests.actions.writing import KEY, act, anchor, looked_over, tamper, write_log
from tests.rooms.cast import House, refused

EDITS = 1_000


def refuse(tx: Tx, actor: Actor, number: int) -> None:
    act(tx, actor, number)
    raise Refusal(ErrorCode.NOT_PERMITTED)


async def test_log_as_it_was_written_is_found_whole(house: House, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / anchors.FILE
    for _ in range(3):
        await write_log(house, 7)
        await anchor(house, file)
        await anchor(house, file)  # nothing new: no second line
    engine = Database(database_url).reader()
    found = looked_over(engine, file)
    engine.dispose()
    assert (found.lines - 1, found.anchors, found.problems) == (21, 3, [])  # and the line of Radu's role


async def test_many_at_once_are_numbered_without_a_gap_and_refused_ones_leave_none(
    house: House, database_url: str, tmp_path: Path
) -> None:
    async def one(number: int) -> None:
        who = house[("Aino", "Petri")[number % 2]]
        if number % 3:
            await house.lanes.run(act, who, number, key=f"{number}")
        else:
            async with refused(ErrorCode.NOT_PERMITTED):
                await house.lanes.run(refuse, who, number, key=f"{number}")

    await asyncio.gather(*(one(number) for number in range(90)))
    await anchor(house, tmp_path / "anchors")
    engine = Database(database_url).reader()
    found = looked_over(engine, tmp_path / "anchors")
    engine.dispose()
    assert (found.lines - 1, found.problems) == (60, [])


async def test_line_says_who_what_where_and_why(house: House) -> None:
    await house.do(act, house["Aino"], 1)
    for actor in (SERVER, OPERATOR):
        await house.do(lambda tx, actor, _: record(tx, actor, ActionKind.CASE_CLOSED, case_id="case1"), actor)
    lines = await house.read(lambda tx, actor, _: lines_of(tx, "case1"), house["Aino"])
    assert [(line.kind, line.actor_kind) for line in lines] == [
        ("case.noted", "account"),
        ("case.closed", "server"),
        ("case.closed", "operator"),
    ]
    assert (lines[0].reason, lines[0].before, lines[0].after) == ("so it was", {"n": 1}, {"n": 2})
    assert [line.n for line in lines] == sorted(line.n for line in lines)


async def test_reasons_lie_sealed_on_disk(small_house: House, sqlite_url: str) -> None:
    await write_log(small_house, 3)
    await small_house.lanes.stop()
    content = b"".join(file.read_bytes() for file in Path(normalise(sqlite_url).database or "").parent.glob("*.db*"))
    assert b"so it was" not in content
    assert b"case.noted" in content


@pytest.mark.timeout(240)
async def test_every_one_of_a_thousand_edits_is_found(small_house: House, sqlite_url: str, tmp_path: Path) -> None:
    file, chance = tmp_path / anchors.FILE, random.Random(20261124)
    await write_log(small_house, 30)
    await anchor(small_house, file)
    engine = create_engine(sqlite_url)
    unfound = []
    with engine.connect() as connection:
        for _ in range(EDITS):
            with connection.begin() as change:
                what = tamper(connection, chance)
                if not _problems(connection, file):
                    unfound.append(what)
                change.rollback()
    with engine.connect() as connection:
        assert _problems(connection, file) == []  # nothing was left of the edits
    engine.dispose()
    assert unfound == []


async def test_end_that_was_cut_off_shows_by_the_anchor_alone(
    small_house: House, sqlite_url: str, tmp_path: Path
) -> None:
    file = tmp_path / anchors.FILE
    await write_log(small_house, 10)
    await anchor(small_house, file)
    engine = create_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM action WHERE n > 6"))
        link = connection.execute(text("SELECT link FROM action WHERE n = 6")).scalar_one()
        connection.execute(text("UPDATE action_head SET n = 6, link = :link"), {"link": link})
        (problem,) = _problems(connection, file)
        assert problem.startswith("line 11 was anchored at ")
        file.unlink()
        (problem,) = _problems(connection, file)
        assert problem.startswith("there is no anchor")
    engine.dispose()


async def test_anchor_written_by_somebody_else_is_told_apart(
    small_house: House, sqlite_url: str, tmp_path: Path
) -> None:
    file = tmp_path / anchors.FILE
    await write_log(small_house, 4)
    await anchor(small_house, file)
    genuine = file.read_text()
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        for forged in (genuine.replace(" 2026", " 2027"), "5 ab 2026-11-24T18:00:00Z cd\n", "nothing\n", "\xff\n"):
            file.write_text(genuine + forged, "utf-8")
            assert _problems(connection, file) == ["line 2 of actions.anchors was not written by this installation"]
    engine.dispose()


def _problems(connection: Connection, file: Path) -> list[str]:
    return verify(connection, KEY, file).problems
