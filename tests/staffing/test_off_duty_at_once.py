"""Going off duty while another process ends the sitting: whoever waited for the room learns that it is over."""

import asyncio
import time
from typing import Any

from sqlmodel import select

from server.actions.service import ActionKind
from server.actions.tables import Action
from server.actor import ANYONE, Actor
from server.errors import ErrorCode, Refusal
from server.staffing import duty, sittings
from server.staffing.bodies import TurnTheRoom
from server.storage.tx import Tx
from tests.staffing.roster import Roster

A_WHILE = 0.4  # seconds for which the room is held, so that the other is sure to wait for it


def end_slowly(tx: Tx, actor: Actor, command: TurnTheRoom) -> None:
    sittings.end_sitting(tx, actor, command)
    time.sleep(A_WHILE)


def ended(tx: Tx, actor: Actor, command: Any) -> int:
    return len(tx.session.exec(select(Action).where(Action.kind == ActionKind.DUTY_ENDED)).all())


async def test_duty_that_ended_meanwhile_does_not_end_again(roster: Roster) -> None:
    room, _ = await roster.opened()
    house, watch = roster.house, await roster.watch(room)
    ending = asyncio.create_task(house.lanes.run(end_slowly, house["Radu"], TurnTheRoom(room=room), key="one"))
    await asyncio.sleep(A_WHILE / 4)
    off = house.lanes.run(duty.go_off_duty, house["Aino"], duty.Duty(room, watch), key="two")  # another lane
    done = await asyncio.gather(ending, off, return_exceptions=True)
    assert [one.code for one in done if isinstance(one, Refusal)] == [ErrorCode.NOT_ON_DUTY]
    assert [event["type"] for event in house.news(room)].count("duty.ended") == 1
    assert await house.read(ended, ANYONE) == 0  # which is written of those who go themselves
