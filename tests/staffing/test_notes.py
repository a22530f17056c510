"""The back-channel: between those who guide a room, sealed, and in no log of the room."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from server.actor import ANYONE
from server.errors import ErrorCode
from server.rooms.bodies import OneRoom
from server.rooms.roles import RoomRole
from server.staffing import duty, sittings
from server.staffing.bodies import TurnTheRoom, WriteNote
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


async def test_what_was_handed_over_is_between_those_who_guide_the_room(small_roster: Roster) -> None:
    room, _ = await small_roster.opened()
    petri = await small_roster.staff("Petri", room, RoomRole.MODERATOR)
    await small_roster.comes(room, petri)
    await small_roster.over("Aino", room, petri, "Lumi wants to be asked first.")
    found = {name: (await small_roster.roster(name, room)).hand_over_notes for name in ("Aino", "Petri", "Radu")}
    assert {name: len(notes) for name, notes in found.items()} == {"Aino": 1, "Petri": 1, "Radu": 0}


async def test_whoever_is_suspended_guides_nobody(roster: Roster) -> None:
    room, aino = await roster.opened()
    petri = await roster.staff("Petri", room, RoomRole.MODERATOR)
    await roster.house.suspend("Petri", room)
    tried: list[tuple[Callable[..., Any], Any]] = [
        (write_staff_note, WriteNote(room=room, text="Hello")),
        (read_staff_notes, OneRoom(room=room)),
        (duty.read_roster, duty.Duty(room, await roster.watch(room))),
        (duty.go_on_duty, duty.Duty(room, await roster.watch(room))),
        (sittings.end_sitting, TurnTheRoom(room=room)),
    ]
    for use_case, command in tried:
        async with refused(ErrorCode.SUSPENDED):
            await roster.house.do(use_case, roster.house["Petri"], command)
    roster.house.clock.move(timedelta(hours=1))
    await roster.on("Petri", room)
    assert await roster.duty(room) == {aino, petri}
