"""The back-channel: between those who guide a room, sealed, and in no log of the room."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from server.actor import ANYONE
from server.errors import ErrorCode
from server.rooms.bodies import OneRoom
from server.rooms.roles import RoomRole
from server.staffing.bodies import WriteNote
from server.staffing.notes import read_staff_notes, write_staff_note
from server.staffing.tables import StaffNote
from tests.rooms.cast import refused
from tests.staffing.roster import Roster


async def test_staff_hear_each_other_in_any_state_of_the_room(roster: Roster) -> None:
    room = await roster.room()
    aino = await roster.staff("Aino", room)
    await roster.house.seat("Petri", room, RoomRole.MODERATOR)
    await roster.house.seat("Meri", room)
    head = len(roster.house.news(room))
    for text in ("Lumi is new tonight.", "I watch the left side."):
        await roster.house.do(write_staff_note, roster.house["Aino"], WriteNote(room=room, text=text))
    found = (await roster.house.read(read_staff_notes, roster.house["Petri"], OneRoom(room=room))).notes
    assert {(one.by, one.display_name, one.to, one.text) for one in found} == {
        (aino, "Aino", None, "Lumi is new tonight."),
        (aino, "Aino", None, "I watch the left side."),
    }
    assert roster.noticed("staff_notes") == {"Aino", "Petri"}
    assert len(roster.house.news(room)) == head


async def test_notes_are_sealed_at_rest(roster: Roster) -> None:
    room = await roster.room()
    await roster.staff("Aino", room)
    await roster.house.do(write_staff_note, roster.house["Aino"], WriteNote(room=room, text="Lumi is new tonight."))
    (row,) = await roster.house.read(lambda tx, actor, _: tx.session.exec(select(StaffNote)).all(), ANYONE)
    assert b"Lumi" not in row.sealed_text


@pytest.mark.parametrize(
    ("name", "code"),
    [("Meri", ErrorCode.NOT_PERMITTED), ("Radu", ErrorCode.NOT_FOUND), ("Tammi", ErrorCode.NOT_FOUND)],
)
async def test_nobody_else_reads_or_writes_there(small_roster: Roster, name: str, code: ErrorCode) -> None:
    room = await small_roster.room()
    await small_roster.house.seat("Meri", room)
    run: list[tuple[Callable[..., Any], Any]] = [
        (write_staff_note, WriteNote(room=room, text="Hello")),
        (read_staff_notes, OneRoom(room=room)),
    ]
    for use_case, command in run:
        async with refused(code):
            await small_roster.house.do(use_case, small_roster.house[name], command)
