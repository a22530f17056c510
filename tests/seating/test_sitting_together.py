"""Seating, hands, breaks, rounds, checking out and the script, in a room."""

from __future__ import annotations

import pytest

from server.actor import ANYONE, Actor
from server.errors import ErrorCode
from server.rooms.bodies import UpdateRoom
from server.rooms.roles import RoomRole
from server.rooms.service import update_room
from server.seating import bodies, floors, templates, wire
from server.storage.outbox import RoomNews
from server.storage.tx import Tx
from tests.rooms.cast import House, refused
from tests.seating.circle import Circle

OPENING, CLOSING = wire.RoundKind


async def test_seating_changes_with_a_reason_that_everybody_hears(circle: Circle) -> None:
    await circle.sit("round_table", reason="  So that everyone\ngets heard. ")
    told = circle.changes()[-1]
    assert (told["what"], told["reason"], circle.name(told["by"])) == (
        "seating_changed",
        "So that everyone gets heard.",
        "Host",
    )
    floor = await circle.floor()
    assert (floor.mode, floor.reason, floor.mode_version) == ("round_table", told["reason"], floor.version)


async def test_what_was_written_before_the_change_goes_back_to_its_author(circle: Circle) -> None:
    seen = (await circle.floor()).version
    await circle.sit("round_table")
    async with refused(ErrorCode.MODE_CHANGED) as caught:
        await circle.say("Kuusi", "On its way", floor=seen)
    assert caught.value.details == {"mode": "round_table", "version": seen + 1}
    async with refused(ErrorCode.NOT_YOUR_TURN):
        await circle.say("Kuusi", "On its way", floor=seen + 1)
    await circle.sit("sofa")
    await circle.say("Kuusi", "On its way", floor=seen)


async def test_slow_sofa_lets_everybody_take_their_time(circle: Circle) -> None:
    await circle.sit("sofa", slow_seconds=20)
    await circle.say("Kuusi", "First")
    circle.wait(15)
    async with refused(ErrorCode.TOO_FAST) as caught:
        await circle.say("Kuusi", "Second")
    assert caught.value.retry_after == pytest.approx(5)
    await circle.say("Meri", "Me too")
    for words in ("One", "Two"):
        await circle.say("Host", words)
    circle.wait(5)
    await circle.say("Kuusi", "Second")
    await circle.sit("sofa")
    await circle.say("Kuusi", "Third")


async def test_whoever_is_on_duty_may_write_in_every_seating(circle: Circle) -> None:
    for mode in wire.Mode:
        await circle.sit(mode.value, order=[circle.places["Meri"]])
        await circle.say("Host", "I would like to say something")


async def test_hands_go_up_in_order_and_are_lowered_one_at_a_time(circle: Circle) -> None:
    for name in ("Meri", "Kuusi", "Lumi", "Meri"):
        await circle.do(name, wire.RaiseHand)
    assert circle.names((await circle.floor()).hands) == ["Meri", "Kuusi", "Lumi"]
    async with refused(ErrorCode.NOT_PERMITTED):
        await circle.do("Meri", wire.LowerHand, participation=circle.places["Kuusi"])
    await circle.do("Host", wire.LowerHand, participation=circle.places["Kuusi"])
    await circle.do("Meri", wire.LowerHand)
    await circle.do("Meri", wire.LowerHand)
    assert circle.names((await circle.floor()).hands) == ["Lumi"]
    assert circle.whats() == ["hand_raised"] * 3 + ["hand_lowered"] * 2


async def test_break_is_no_leaving_and_the_turn_comes_back(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.do("Meri", wire.AcceptTurn)
    await circle.do("Meri", wire.BeginBreak)
    floor = await circle.floor()
    assert (circle.names(floor.on_break), circle.name(floor.offered_to), floor.spoke) == (["Meri"], "Kuusi", [])
    async with refused(ErrorCode.ON_A_BREAK):
        await circle.say("Meri", "I am not really here")
    for name in ("Kuusi", "Lumi"):
        await circle.do(name, wire.Pass)
    assert (await circle.floor()).offered_to is None
    await circle.do("Meri", wire.EndBreak)
    floor = await circle.floor()
    assert (floor.on_break, circle.name(floor.offered_to)) == ([], "Meri")


async def test_round_shows_who_has_not_yet_been_heard(circle: Circle) -> None:
    await circle.do("Host", wire.BeginRound, kind=OPENING, question="One word for today?")
    floor = await circle.floor()
    assert floor.round == wire.ShownRound(kind=OPENING, question="One word for today?")
    assert sorted(circle.names(floor.not_yet_heard)) == ["Host", "Kuusi", "Lumi", "Meri"]
    seen = floor.version
    for name in ("Kuusi", "Meri"):
        await circle.say(name, "Tired")
        await circle.say(name, "but here")
    await circle.do("Lumi", wire.Pass)
    floor = await circle.floor()
    assert (circle.names(floor.heard), circle.names(floor.round_passed)) == (["Kuusi", "Meri"], ["Lumi"])
    assert (circle.names(floor.not_yet_heard), floor.version) == (["Host"], seen)
    assert circle.whats() == ["round_began", "heard", "heard", "turn_passed"]
    await circle.do("Host", wire.EndRound)
    floor = await circle.floor()
    assert (floor.round, floor.not_yet_heard, floor.heard) == (None, [], [])


async def test_question_of_a_round_must_have_something_to_read(circle: Circle) -> None:
    async with refused(ErrorCode.TEXT_EMPTY):
        await circle.do("Host", wire.BeginRound, kind=OPENING, question=" \u200b ")


async def test_round_at_a_table_gives_everybody_the_turn_once(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.do("Host", wire.BeginRound, kind=CLOSING, question="What do you take with you?")
    for name in ("Meri", "Kuusi", "Lumi"):
        await circle.do(name, wire.AcceptTurn)
        await circle.say(name, "A walk")
        await circle.do(name, wire.PassOn)
    floor = await circle.floor()
    assert (floor.offered_to, floor.holder, floor.not_yet_heard) == (None, None, [])
    await circle.do("Host", wire.EndRound)
    assert circle.name((await circle.floor()).offered_to) == "Meri"


async def test_whoever_passes_at_a_table_has_passed_in_the_round(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.do("Host", wire.BeginRound, kind=OPENING, question="How are you?")
    await circle.do("Meri", wire.Pass)
    assert circle.names((await circle.floor()).round_passed) == ["Meri"]


async def test_checked_out_is_seen_by_everybody_and_twice_is_once(circle: Circle) -> None:
    for _ in range(2):
        await circle.do("Lumi", wire.CheckOut)
    assert circle.names((await circle.floor()).checked_out) == ["Lumi"]
    assert circle.whats() == ["checked_out"]


async def test_script_from_the_beginning_has_ninety_minutes_in_the_language_of_the_room(circle: Circle) -> None:
    await circle.do("Host", wire.BeginScript, template=templates.FIRST)
    script = (await circle.floor()).script
    assert script is not None
    assert [part.minutes for part in script.segments] == [10, 5, 60, 15]
    assert (script.name, script.segments[2].title, script.current) == ("90 minutes", "Sharing", 0)
    circle.wait(700)
    await circle.do("Host", wire.NextSegment)
    script = (await circle.floor()).script
    assert script is not None
    assert (script.current, script.segment_until) == (1, 700 + 300)
    await circle.do("Host", wire.EndScript)
    assert (await circle.floor()).script is None
    await circle.do("Host", wire.EndScript)
    async with refused(ErrorCode.NOT_NOW):
        await circle.do("Host", wire.NextSegment)
    async with refused(ErrorCode.NOT_FOUND):
        await circle.do("Host", wire.BeginScript, template="none")


async def test_script_is_told_in_the_language_of_the_room_whoever_begins_it(circle: Circle) -> None:
    await circle.house.do(update_room, circle.house["Radu"], UpdateRoom(room=circle.room, language="fi"))
    await circle.do("Host", wire.BeginScript, template=templates.FIRST)
    script = (await circle.floor()).script
    assert script is not None
    assert (script.name, script.segments[2].title) == ("90 minuuttia", "Jakaminen")


async def test_organiser_writes_the_scripts(house: House) -> None:
    parts = [bodies.SegmentBody(title="Soup", minutes=45)]
    mine = bodies.TemplateBody(name="Long evening", segments=parts)
    saved = await house.do(templates.save_script_templates, house["Radu"], bodies.SaveTemplates(templates=[mine]))
    assert [one.name for one in saved.templates] == ["Long evening"]
    known = saved.templates[0].id
    kept = bodies.TemplateBody(id=known, name="Longer evening", segments=parts)
    saved = await house.do(templates.save_script_templates, house["Radu"], bodies.SaveTemplates(templates=[mine, kept]))
    assert [(one.name, one.id == known) for one in saved.templates] == [
        ("Long evening", False),
        ("Longer evening", True),
    ]
    for command in ([bodies.TemplateBody(id="0" * 26, name="Whose?", segments=parts)], [kept, kept]):
        async with refused(ErrorCode.NOT_FOUND):
            await house.do(templates.save_script_templates, house["Radu"], bodies.SaveTemplates(templates=command))
    async with refused(ErrorCode.NOT_PERMITTED):
        await house.do(templates.save_script_templates, house["Meri"], bodies.SaveTemplates(templates=[]))
    await house.do(templates.save_script_templates, house["Radu"], bodies.SaveTemplates(templates=[]))
    listed = await house.read(templates.list_script_templates, ANYONE)
    assert [one.id for one in listed.templates] == [templates.FIRST]


async def test_listeners_read_and_do_not_write_and_are_not_in_the_circle(circle: Circle) -> None:
    house, lumi = circle.house, circle.places["Lumi"]
    for _ in range(2):
        await house.do(lambda tx, a, _: floors.set_listening(tx, circle.room, lumi, True), ANYONE)
    async with refused(ErrorCode.LISTENING_ONLY):
        await circle.say("Lumi", "May I?")
    await circle.sit("round_table")
    floor = await circle.floor()
    assert (floor.listeners, lumi in floor.order) == ([lumi], False)
    async with refused(ErrorCode.NOT_THERE):
        await circle.do("Host", wire.Reorder, order=[lumi])
    await house.do(lambda tx, a, _: floors.set_listening(tx, circle.room, lumi, False), ANYONE)
    await circle.sit("sofa")
    await circle.say("Lumi", "Now I do")
    assert circle.whats() == ["listening_changed", "seating_changed", "listening_changed", "seating_changed"]


async def test_new_sitting_begins_with_a_fresh_floor_in_the_rooms_own_seating(circle: Circle) -> None:
    await circle.sit("classroom", reason="A guest tells us something")
    await circle.do("Meri", wire.RaiseHand)
    before = await circle.floor()
    await circle.house.end(circle.room)
    await circle.house.reopen(circle.room)
    floor = await circle.floor()
    assert (floor.mode, floor.reason, floor.hands) == ("sofa", "", [])
    assert floor.version > before.version
    async with refused(ErrorCode.STALE_VERSION):
        await circle.do("Host", wire.ChangeSeating, mode=wire.Mode.ROUND_TABLE, version=before.version)


async def test_professionals_speak_in_a_classroom(circle: Circle) -> None:
    await circle.arrive("Tammi", RoomRole.PROFESSIONAL, "Dr Ionescu")
    await circle.sit("classroom")
    assert circle.names((await circle.floor()).speakers) == ["Tammi"]
    await circle.say("Tammi", "Good evening")
    await circle.sit("classroom", speakers=[circle.places["Meri"]])
    assert circle.names((await circle.floor()).speakers) == ["Meri"]
    async with refused(ErrorCode.NOT_THERE):
        await circle.sit("classroom", speakers=["0" * 26])


async def test_what_is_said_of_the_floor_holds_no_account(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi")
    news = [one.event for one in circle.house.told if isinstance(one, RoomNews)]
    accounts = {actor.account_id for actor in circle.actors.values()}
    assert not [account for account in accounts if account and account in str(news)]


async def test_whoever_comes_to_tell_something_speaks_in_a_classroom_that_goes_on(circle: Circle) -> None:
    await circle.sit("classroom")
    await circle.arrive("Tammi", RoomRole.PROFESSIONAL, "Dr Ionescu")
    before = (await circle.floor()).version
    for _ in range(2):
        await circle.house.do(let_in, ANYONE, (circle.room, circle.places["Tammi"]))
    floor = await circle.floor()
    assert (circle.names(floor.speakers), floor.version) == (["Tammi"], before + 1)
    assert (circle.whats()[-1], circle.name(circle.changes()[-1]["whom"])) == ("people_changed", "Tammi")
    await circle.say("Tammi", "Good evening")


async def test_nobody_is_made_a_speaker_where_nobody_sits_in_rows(circle: Circle) -> None:
    told = circle.whats()
    await circle.house.do(let_in, ANYONE, (circle.room, circle.places["Meri"]))
    await circle.sit("classroom")
    await circle.house.end(circle.room)
    await circle.house.do(let_in, ANYONE, (circle.room, circle.places["Meri"]))
    assert circle.whats() == [*told, "seating_changed"]


def let_in(tx: Tx, actor: Actor, command: tuple[str, str]) -> None:
    floors.let_speak(tx, *command)


async def test_suspended_person_has_no_place_on_the_floor(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.house.suspend("Meri", circle.room)
    for command in (wire.AcceptTurn, wire.Pass, wire.RaiseHand, wire.BeginBreak, wire.CheckOut):
        async with refused(ErrorCode.SUSPENDED):
            await circle.do("Meri", command)
    floor = await circle.floor()
    assert (circle.name(floor.offered_to), floor.hands, floor.on_break, floor.checked_out) == ("Meri", [], [], [])
