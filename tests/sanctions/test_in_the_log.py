"""Whatever the staff do to what somebody wrote, or to who may write, stands in the log with who did it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from server.actions.kinds import ActionKind
from server.actor import ANYONE, Actor
from server.messages import bodies, caution, noting
from server.messages.tables import ContentNote
from server.storage.tx import Tx
from tests.rooms.cast import House
from tests.sanctions.dealing import circle, decided, remove

Act = Callable[[House, str], Awaitable[object]]


async def said(house: House, room: str) -> str:
    return (await house.post("Tammi", room, "nobody asked you")).message


async def take_out(house: House, room: str) -> object:
    return await remove(house, "Aino", room, await said(house, room))


async def put_a_note(house: House, room: str) -> object:
    note = bodies.SetNote(message=await said(house, room), note=ContentNote.DEATH)
    return await house.do(noting.set_note, house["Aino"], note)


async def lock(house: House, room: str) -> object:
    return await house.do(caution.set_lockdown, house["Aino"], _lockdown(room, is_on=True))


async def unlock(house: House, room: str) -> object:
    await house.do(caution.set_lockdown, house["Petri"], _lockdown(room, is_on=True))
    return await house.do(caution.set_lockdown, house["Aino"], _lockdown(room, is_on=False))


async def read_newcomers_first(house: House, room: str) -> object:
    return await house.do(caution.look_at_newcomers, house["Aino"], bodies.OfRoom(room=room))


async def read_somebody_first(house: House, room: str) -> object:
    return await house.do(caution.look_at_person, house["Aino"], await _tammi(house, room))


async def trust_somebody(house: House, room: str) -> object:
    await house.do(caution.look_at_person, house["Petri"], await _tammi(house, room))
    return await house.do(caution.trust_person, house["Aino"], await _tammi(house, room))


async def let_in(house: House, room: str) -> object:
    await house.post("Tammi", room, "a bad thing")
    return await decided(house, "Aino", "hold", outcome="released")


async def send_back(house: House, room: str) -> object:
    await house.post("Tammi", room, "a bad thing")
    return await decided(house, "Aino", "hold", outcome="returned", reason="harassment", ground="3")


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (take_out, ActionKind.MESSAGE_HIDDEN),
        (put_a_note, ActionKind.MESSAGE_NOTED),
        (lock, ActionKind.ROOM_LOCKED),
        (unlock, ActionKind.ROOM_UNLOCKED),
        (read_newcomers_first, ActionKind.CAUTION_GIVEN),
        (read_somebody_first, ActionKind.CAUTION_GIVEN),
        (trust_somebody, ActionKind.CAUTION_ENDED),
        (let_in, ActionKind.MESSAGE_RELEASED),
        (send_back, ActionKind.MESSAGE_RETURNED),
    ],
)
async def test_what_the_staff_do_stands_in_the_log_once_and_with_who_did_it(
    small_house: House, act: Act, kind: ActionKind
) -> None:
    room = await circle(small_house, "Tammi")
    await act(small_house, room)
    assert await small_house.read(_who_did, ANYONE, kind) == [(small_house["Aino"].account_id, room)]


async def test_what_its_author_does_is_nothing_that_the_staff_did(small_house: House) -> None:
    room = await circle(small_house, "Tammi")
    await remove(small_house, "Tammi", room, await said(small_house, room))
    for kind in (ActionKind.MESSAGE_HIDDEN, ActionKind.SANCTION_GIVEN):
        assert await small_house.read(_who_did, ANYONE, kind) == []


def _lockdown(room: str, *, is_on: bool) -> bodies.SetLockdown:
    return bodies.SetLockdown(room=room, is_on=is_on, reason="Many strangers at once")


async def _tammi(house: House, room: str) -> bodies.OnePerson:
    return bodies.OnePerson(participation=(await house.standing("Tammi", room)).participation_id)


def _who_did(tx: Tx, actor: Actor, kind: ActionKind) -> list[tuple[str, str]]:
    rows = tx.connection.execute(text("SELECT actor, room_id FROM action WHERE kind = :kind"), {"kind": kind.value})
    return [(who, room) for who, room in rows]
