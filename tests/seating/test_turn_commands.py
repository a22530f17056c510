"""Turns as commands: who may, in which version, and what everybody hears."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.errors import ErrorCode, Refusal
from server.rooms.roles import RoomRole
from server.seating import wire
from tests.rooms.cast import refused
from tests.seating.circle import Circle

GUIDED: list[tuple[type[Any], dict[str, Any]]] = [
    (wire.OfferTurn, {"participation": "0" * 26}),
    (wire.SkipTurn, {"participation": "0" * 26}),
    (wire.ForcePass, {}),
    (wire.Reorder, {"order": []}),
    (wire.LengthenTurn, {"participation": "0" * 26, "minutes": 1}),
    (wire.ChangeSeating, {"mode": wire.Mode.SOFA}),
    (wire.BeginRound, {"kind": wire.RoundKind.OPENING, "question": "How are you?"}),
    (wire.EndRound, {}),
    (wire.BeginScript, {"template": "first"}),
    (wire.NextSegment, {}),
    (wire.EndScript, {}),
]


async def test_turn_goes_round_and_only_whoever_has_it_writes(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    async with refused(ErrorCode.NOT_YOUR_TURN):
        await circle.say("Meri", "Am I?")
    await circle.do("Meri", wire.AcceptTurn)
    for words in ("One", "Two", "Three"):
        await circle.say("Meri", words)
    async with refused(ErrorCode.NOT_YOUR_TURN) as caught:
        await circle.say("Kuusi", "Me too")
    assert caught.value.details["holder"] == circle.places["Meri"]
    await circle.do("Meri", wire.PassOn)
    await circle.do("Kuusi", wire.Pass)
    floor = await circle.floor()
    assert (circle.name(floor.offered_to), circle.names(floor.spoke), circle.names(floor.passed)) == (
        "Lumi",
        ["Meri"],
        ["Kuusi"],
    )
    assert circle.whats() == ["seating_changed", "turn_accepted", "turn_passed_on", "turn_passed"]


async def test_order_is_shuffled_and_has_everybody_who_shares_and_who_is_on_duty(circle: Circle) -> None:
    orders = set()
    for _ in range(12):
        await circle.sit("round_table")
        orders.add(tuple((await circle.floor()).order))
    assert len(orders) > 1
    assert {frozenset(circle.names(order)) for order in orders} == {frozenset({"Host", "Kuusi", "Meri", "Lumi"})}


async def test_guides_off_duty_are_not_asked_to_take_part(circle: Circle) -> None:
    await circle.arrive("Petri", RoomRole.FACILITATOR)
    await circle.sit("round_table")
    assert sorted(circle.names((await circle.floor()).order)) == ["Host", "Kuusi", "Lumi", "Meri"]


async def test_whoever_is_left_out_of_an_order_comes_last(circle: Circle) -> None:
    await circle.table("Lumi", "Host")
    assert circle.names((await circle.floor()).order) == ["Lumi", "Host", "Kuusi", "Meri"]
    await circle.do("Host", wire.Reorder, order=[circle.places[name] for name in ("Meri", "Kuusi")])
    assert circle.names((await circle.floor()).order) == ["Meri", "Kuusi", "Lumi"]
    async with refused(ErrorCode.NOT_THERE):
        await circle.do("Host", wire.Reorder, order=["0" * 26])


async def test_of_two_at_once_one_wins_and_the_other_hears_that_it_came_late(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.do("Meri", wire.AcceptTurn)
    seen = (await circle.floor()).version
    tries = [circle.do("Meri", wire.PassOn, version=seen), circle.do("Host", wire.ForcePass, version=seen)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    codes = [one.code for one in found if isinstance(one, Refusal)]
    assert codes == [ErrorCode.STALE_VERSION]
    floor = await circle.floor()
    assert (circle.name(floor.offered_to), floor.version) == ("Kuusi", seen + 1)


async def test_two_guides_who_change_the_seating_at_once(circle: Circle) -> None:
    modes = [wire.Mode.ROUND_TABLE, wire.Mode.CLASSROOM]
    tries = [circle.do("Host", wire.ChangeSeating, mode=mode, version=0) for mode in modes]
    found = await asyncio.gather(*tries, return_exceptions=True)
    refusals = [one for one in found if isinstance(one, Refusal)]
    assert [(one.code, one.details) for one in refusals] == [(ErrorCode.STALE_VERSION, {"version": 1})]
    assert circle.whats() == ["seating_changed"]


@pytest.mark.parametrize(("kind", "fields"), GUIDED, ids=lambda one: getattr(one, "__name__", ""))
async def test_guiding_is_for_those_who_guide_and_are_on_duty(
    small_circle: Circle, kind: type[Any], fields: dict[str, Any]
) -> None:
    await small_circle.arrive("Petri", RoomRole.FACILITATOR)
    await small_circle.arrive("Tammi", RoomRole.PROFESSIONAL)
    for name in ("Meri", "Petri", "Tammi"):
        async with refused(ErrorCode.NOT_PERMITTED):
            await small_circle.do(name, kind, **fields)
    small_circle.actors["Radu"] = small_circle.house["Radu"]
    async with refused(ErrorCode.NOT_IN_ROOM):
        await small_circle.do("Radu", kind, **fields)


async def test_guide_skips_offers_and_forces_and_everybody_hears_who_did(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.do("Host", wire.SkipTurn, participation=circle.places["Meri"])
    await circle.do("Host", wire.OfferTurn, participation=circle.places["Lumi"])
    await circle.do("Lumi", wire.AcceptTurn)
    await circle.do("Host", wire.ForcePass)
    floor = await circle.floor()
    assert (circle.name(floor.offered_to), circle.names(floor.skipped)) == ("Kuusi", ["Meri"])
    told = [(one["what"], circle.name(one["by"]), circle.name(one["whom"])) for one in circle.changes()]
    assert told[1:] == [
        ("turn_skipped", "Host", "Meri"),
        ("turn_offered", "Host", "Lumi"),
        ("turn_accepted", "Lumi", None),
        ("turn_forced_on", "Host", "Lumi"),
    ]


async def test_turn_commands_name_only_those_who_take_part(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    for kind in (wire.SkipTurn, wire.OfferTurn):
        async with refused(ErrorCode.NOT_THERE):
            await circle.do("Host", kind, participation="0" * 26)
    async with refused(ErrorCode.NOT_THERE):
        await circle.do("Host", wire.LengthenTurn, participation="0" * 26, minutes=1)
    async with refused(ErrorCode.NOT_NOW):
        await circle.do("Host", wire.SkipTurn, participation=circle.places["Lumi"])


async def test_where_nobody_sits_at_a_table_there_are_no_turns(circle: Circle) -> None:
    for kind in (wire.AcceptTurn, wire.Pass, wire.PassOn):
        async with refused(ErrorCode.NOT_NOW):
            await circle.do("Meri", kind)
    async with refused(ErrorCode.NOT_NOW):
        await circle.do("Host", wire.ForcePass)


async def test_extra_time_is_for_one_person_and_can_be_taken_back(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    before = (await circle.floor()).accept_by
    assert before is not None
    await circle.do("Host", wire.LengthenTurn, participation=circle.places["Meri"], minutes=2)
    floor = await circle.floor()
    assert (floor.accept_by, floor.extra_minutes) == (before + 120, {circle.places["Meri"]: 2})
    await circle.do("Host", wire.LengthenTurn, participation=circle.places["Meri"], minutes=0)
    floor = await circle.floor()
    assert (floor.accept_by, floor.extra_minutes) == (before, {})


async def test_accepting_a_turn_lowers_the_hand(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.do("Meri", wire.RaiseHand)
    await circle.do("Meri", wire.AcceptTurn)
    assert (await circle.floor()).hands == []


async def test_told_and_read_later_are_the_same(circle: Circle) -> None:
    order = [circle.places[name] for name in ("Meri", "Kuusi", "Lumi")]
    await circle.sit("round_table", order=order, reason="So that everyone gets heard.")
    await circle.do("Meri", wire.AcceptTurn)
    await circle.say("Meri", "Good evening")
    await circle.do("Meri", wire.PassOn)
    told = circle.house.news(circle.room)
    later = await circle.house.rendered(circle.room, told[0]["seq"] - 1)
    assert told[-1] == later[-1]
    assert [one | {"floor": None} if "floor" in one else one for one in told[:-1]] == later[:-1]


async def test_nothing_is_done_once_the_sitting_is_over(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.house.end(circle.room)
    async with refused(ErrorCode.ROOM_ENDED):
        await circle.do("Meri", wire.AcceptTurn)
    async with refused(ErrorCode.ROOM_ENDED):
        await circle.do("Host", wire.ForcePass)
