"""A long evening of people who press whatever they like, in a real room: what is taken is what the floor allows."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from server.errors import ErrorCode, Refusal
from server.messages.wire import Posted
from server.seating import question_wire, wire
from server.seating.wire import Mode, ShownFloor
from tests.seating.circle import SHARERS, Circle

STEPS = 250
OVER = {ErrorCode.ROOM_ENDED, ErrorCode.ROOM_CLOSED}


class Evening:
    """Draws the next step, takes it, and compares what came of it with the floor that everybody saw before."""

    def __init__(self, circle: Circle, seed: int) -> None:
        self.circle, self.chance = circle, Random(seed)
        self.is_open, self.taken = True, 0

    async def step(self) -> None:
        before = await self.circle.floor()
        name = self.chance.choice(("Host", *SHARERS))
        kinds = [self.say] * 6 + [self.turn] * 6 + [self.person] * 3 + [self.guide] * 2 + [self.pass_time] * 3
        await self.chance.choice([*kinds, self.open_or_end])(name, before)
        self.compare(before, await self.circle.floor())

    async def tried(self, name: str, kind: type[Any], /, **fields: Any) -> ErrorCode | None:
        try:
            await self.circle.do(name, kind, **fields)
        except Refusal as refusal:
            return refusal.code
        assert self.is_open, "nothing is done while no sitting goes on"
        return None

    async def say(self, name: str, floor: ShownFloor) -> None:
        found: Any
        try:
            found = type(await self.circle.say(name, "Good evening"))
        except Refusal as refusal:
            found = refusal.code
        expected = self.expected(name, floor)
        assert found in expected, (name, floor, found)
        self.taken += not isinstance(found, ErrorCode)

    def expected(self, name: str, floor: ShownFloor) -> set[Any]:
        who = self.circle.places[name]
        if not self.is_open:
            return OVER
        if name == "Host":
            return {Posted}
        if who in floor.on_break:
            return {ErrorCode.ON_A_BREAK}
        if floor.mode is Mode.ROUND_TABLE and floor.holder != who:
            return {ErrorCode.NOT_YOUR_TURN}
        if floor.mode is Mode.CLASSROOM and who not in floor.speakers:
            return {question_wire.Asked}
        return {Posted}

    async def turn(self, name: str, floor: ShownFloor) -> None:
        kind = self.chance.choice((wire.AcceptTurn, wire.Pass, wire.PassOn))
        refused = await self.tried(name, kind)
        may = self.is_open and floor.mode is Mode.ROUND_TABLE and self.circle.places[name] in _current(floor, kind)
        assert may == (refused is None) or (kind is wire.Pass and floor.round is not None), (name, kind, floor, refused)

    async def person(self, name: str, floor: ShownFloor) -> None:
        kinds = (wire.RaiseHand, wire.LowerHand, wire.BeginBreak, wire.EndBreak, wire.CheckOut)
        refused = await self.tried(name, self.chance.choice(kinds))
        assert (refused in OVER) is not self.is_open

    async def guide(self, name: str, floor: ShownFloor) -> None:
        kind, fields = self.chance.choice(
            [
                (wire.ChangeSeating, {"mode": self.chance.choice(list(Mode))}),
                (wire.ChangeSeating, {"mode": Mode.ROUND_TABLE}),
                (wire.BeginRound, {"kind": wire.RoundKind.OPENING, "question": "How are you?"}),
                (wire.EndRound, {}),
                (wire.ForcePass, {}),
            ]
        )
        refused = await self.tried(name, kind, **fields)
        if name != "Host":
            assert refused in {ErrorCode.NOT_PERMITTED, *OVER}
        else:
            assert refused in {None, ErrorCode.NOT_NOW, *OVER}

    async def pass_time(self, name: str, floor: ShownFloor) -> None:
        self.circle.wait(self.chance.choice((1, 10, 31)))
        await self.circle.move_on()

    async def open_or_end(self, name: str, floor: ShownFloor) -> None:
        if self.is_open:
            await self.circle.house.end(self.circle.room)
        else:
            await self.circle.house.reopen(self.circle.room)
        self.is_open = not self.is_open

    def compare(self, before: ShownFloor, after: ShownFloor) -> None:
        assert after.version >= before.version
        assert after.holder is None or after.offered_to is None
        if _current(before) != _current(after):
            assert after.version > before.version
        if after.version == before.version:
            assert (after.mode, after.order, after.round) == (before.mode, before.order, before.round)


def _current(floor: ShownFloor, kind: type[Any] | None = None) -> set[str | None]:
    """Who may take a step in their turn."""
    rests = {*floor.order} if floor.holder is None and floor.offered_to is None else set()
    if kind is wire.AcceptTurn:
        return {floor.offered_to} | rests
    return {floor.holder} if kind is wire.PassOn else {floor.holder, floor.offered_to} - {None}


@pytest.mark.parametrize("seed", range(4))
async def test_only_what_the_floor_allows_is_taken(circle: Circle, seed: int) -> None:
    evening = Evening(circle, seed)
    for _ in range(STEPS):
        await evening.step()
    assert evening.taken > STEPS / 30
    told = [one["seq"] for one in circle.house.news(circle.room)]
    assert told == list(range(told[0], told[0] + len(told)))
