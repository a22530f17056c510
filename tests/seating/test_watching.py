"""What is done in time and by nobody: turns that lapse, people who are gone, sittings that begin."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.actor import ANYONE, OPERATOR
from server.errors import ErrorCode
from server.hub.presence import PresenceUnknown
from server.rooms import participations
from server.rooms.bodies import OneParticipation, UpdateRoom
from server.rooms.life import hold_life, turn
from server.rooms.lifecycle import Looked, Staff
from server.rooms.roles import Mode, RoomRole
from server.rooms.service import update_room
from server.seating import attendance, bodies, wire
from server.seating.jobs import Watcher
from server.seating.tables import Attendance
from server.seating.watching import Noticed, note_people
from server.settings import read_settings
from server.staffing import duty
from server.web import watching
from server.web.services import Services
from tests.rooms.cast import House, refused
from tests.seating.circle import Circle, gather


class Doors:
    """Who is there, as the test says; None: nobody can say."""

    def __init__(self) -> None:
        self.present: set[str] | None = set()
        self.stuck = ""

    async def people(self, room_id: str) -> set[str]:
        if room_id == self.stuck:
            await asyncio.Event().wait()
        if self.present is None:
            raise PresenceUnknown
        return set(self.present)


class Watched:
    """The timed work of one process over a circle, run by hand."""

    def __init__(self, circle: Circle) -> None:
        self.circle, self.doors, self.watcher = circle, Doors(), Watcher()
        self.alarms: list[str] = []
        hub = type("Hub", (), {"presence": self.doors})()
        house = circle.house
        rest: dict[str, Any] = {"passwords": None, "limits": None, "authenticate": None, "alarm": self.alarms.append}
        settings = read_settings(vanished_after_seconds=60)
        self.services = Services(
            settings=settings, clock=house.clock, lane=house.lanes, readers=house.readers, hub=hub, **rest
        )

    async def see(self, *names: str, seconds: float = 0) -> None:
        """These are there, and have been for so long."""
        self.doors.present = {self.circle.places[name] for name in names}
        await self.look(seconds)

    async def look(self, seconds: float = 0) -> None:
        await self.watcher.look(self.services)
        if seconds:
            self.circle.wait(seconds)
            await self.watcher.look(self.services)


async def notes(circle: Circle, name: str = "Host") -> list[tuple[str, bool]]:
    """Who has vanished, and whether they are back."""
    command = bodies.OneRoom(room=circle.room)
    found: bodies.NotesOfSitting = await circle.house.read(
        attendance.read_notes_of_sitting, circle.actors[name], command
    )
    return [(circle.names([one.participation])[0], one.returned_at is not None) for one in found.vanished]


async def test_turn_that_nobody_accepts_goes_on_in_time_and_once(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    circle.wait(29)
    await circle.move_on()
    assert circle.name((await circle.floor()).offered_to) == "Meri"
    circle.wait(1)
    seen = (await circle.floor()).version
    await asyncio.gather(*(circle.move_on(version=seen) for _ in range(8)))
    floor = await circle.floor()
    assert (circle.name(floor.offered_to), circle.names(floor.skipped), floor.version) == ("Kuusi", ["Meri"], seen + 1)
    told = circle.changes()[-1]
    assert (told["what"], told["by"], circle.name(told["whom"])) == ("turn_skipped", None, "Meri")


async def test_two_processes_that_both_lead_do_it_once(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    both = [Watched(circle), Watched(circle)]
    for one in both:
        await one.see("Host", "Meri", "Kuusi", "Lumi")
    circle.wait(30)
    await asyncio.gather(*(one.look() for one in both))
    assert circle.whats().count("turn_skipped") == 1
    assert circle.name((await circle.floor()).offered_to) == "Kuusi"


async def test_whoever_is_not_there_is_not_waited_for_and_is_offered_it_on_coming_back(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    watched = Watched(circle)
    await watched.see("Host", "Kuusi", "Lumi", seconds=4)
    assert circle.name((await circle.floor()).offered_to) == "Meri"
    circle.wait(1)
    await watched.look()
    assert circle.name((await circle.floor()).offered_to) == "Kuusi"
    await circle.do("Host", wire.BeginRound, kind=wire.RoundKind.OPENING, question="How are you?")
    await watched.look(seconds=5)
    for name in ("Kuusi", "Lumi"):
        await circle.do(name, wire.AcceptTurn)
        await circle.do(name, wire.PassOn)
    await watched.look()
    floor = await circle.floor()
    assert (floor.holder, floor.offered_to, circle.names(floor.skipped)) == (None, None, ["Meri"])
    await watched.see("Host", "Meri", "Kuusi", "Lumi")
    assert circle.name((await circle.floor()).offered_to) == "Meri"
    await circle.do("Meri", wire.AcceptTurn)
    await circle.say("Meri", "I was in a tunnel")


async def test_holder_who_is_gone_for_a_minute_is_offered_the_turn_again(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    watched = Watched(circle)
    await circle.do("Meri", wire.AcceptTurn)
    await watched.see("Host", "Kuusi", "Lumi", seconds=59)
    assert circle.name((await circle.floor()).holder) == "Meri"
    await watched.see("Host", "Meri", "Kuusi", "Lumi", seconds=10)
    await watched.see("Host", "Kuusi", "Lumi", seconds=59)
    assert circle.name((await circle.floor()).holder) == "Meri"
    circle.wait(1)
    await watched.look()
    floor = await circle.floor()
    assert (floor.holder, circle.name(floor.offered_to), circle.names(floor.skipped)) == (None, "Kuusi", ["Meri"])


async def test_where_nobody_can_say_who_is_there_nobody_is_gone(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    watched = Watched(circle)
    await circle.do("Meri", wire.AcceptTurn)
    await watched.see("Host", "Meri", "Kuusi", "Lumi")
    await watched.see("Host", "Kuusi", "Lumi", seconds=50)
    watched.doors.present = None
    await watched.look(seconds=50)
    await watched.see("Host", "Kuusi", "Lumi", seconds=50)
    assert circle.name((await circle.floor()).holder) == "Meri"
    assert await notes(circle) == []


async def test_turn_of_somebody_who_was_taken_out_goes_on(circle: Circle) -> None:
    await circle.table("Host", "Meri", "Kuusi", "Lumi")
    await circle.do("Host", wire.AcceptTurn)
    await circle.do("Host", wire.PassOn)
    await circle.do("Meri", wire.AcceptTurn)
    gone = OneParticipation(participation=circle.places["Meri"])
    await circle.house.do(participations.end_participation, circle.house["Radu"], gone)
    watched = Watched(circle)
    await watched.see("Host", "Kuusi", "Lumi")
    floor = await circle.floor()
    assert (floor.holder, circle.name(floor.offered_to)) == (None, "Kuusi")
    assert circle.places["Meri"] not in str(floor)
    assert circle.whats()[-1] == "people_changed"


async def test_newcomer_takes_part_at_the_end_of_the_order(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.arrive("Tammi")
    await Watched(circle).see("Host", "Meri", "Kuusi", "Lumi", "Tammi")
    assert circle.names((await circle.floor()).order) == ["Meri", "Kuusi", "Lumi", "Tammi"]


async def test_watching_writes_nothing_where_nothing_is_due(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    watched = Watched(circle)
    await watched.see("Host", "Meri", "Kuusi", "Lumi")
    heads = []
    for _ in range(5):
        await watched.look(seconds=1)
        heads.append((await circle.see()).version)
    assert len(set(heads)) == 1
    assert circle.whats() == ["seating_changed"]


async def test_room_that_begins_at_a_table_offers_the_first_turn(house: House) -> None:
    circle = await gather(house)
    await house.end(circle.room)
    seating = UpdateRoom(room=circle.room, seating=Mode.ROUND_TABLE)
    await house.do(update_room, house["Radu"], seating)
    await house.reopen(circle.room)
    watched = Watched(circle)
    await watched.see("Host")
    floor = await circle.floor()
    assert sorted(circle.names(floor.order)) == ["Kuusi", "Lumi", "Meri"]
    assert floor.offered_to == floor.order[0]
    assert circle.whats() == ["sitting_began"]


async def test_professionals_speak_in_a_sitting_in_which_a_hand_was_up_before_anybody_looked(house: House) -> None:
    circle = await gather(house)
    await circle.arrive("Tammi", RoomRole.PROFESSIONAL, "Dr Ionescu")
    await house.end(circle.room)
    await house.do(update_room, house["Radu"], UpdateRoom(room=circle.room, seating=Mode.CLASSROOM))
    await house.reopen(circle.room)
    await circle.do("Meri", wire.RaiseHand)
    await Watched(circle).see("Host")
    floor = await circle.floor()
    assert (circle.names(floor.hands), circle.names(floor.speakers)) == (["Meri"], ["Tammi"])


async def test_room_that_is_held_up_does_not_keep_turns_from_going_on_elsewhere(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_PATIENCE", 0.2)
    await circle.table("Meri", "Kuusi")
    stuck = await circle.house.room("Stuck")
    watched = Watched(circle)
    watched.doors.stuck = stuck
    circle.wait(31)
    await watched.see("Host", "Meri", "Kuusi")
    assert circle.name((await circle.floor()).offered_to) == "Kuusi"
    assert watched.alarms == ["floor_not_watched"]


async def test_order_in_which_a_sitting_begins_is_chosen_by_nobody(house: House) -> None:
    circle = await gather(house)
    await house.do(update_room, house["Radu"], UpdateRoom(room=circle.room, seating=Mode.ROUND_TABLE))
    orders = set()
    for _ in range(12):
        await house.end(circle.room)
        await house.reopen(circle.room)
        await Watched(circle).see("Host")
        orders.add(tuple((await circle.floor()).order))
    assert len(orders) > 1
    assert {frozenset(circle.names(order)) for order in orders} == {frozenset({"Kuusi", "Meri", "Lumi"})}


async def test_new_sitting_is_told_once(circle: Circle) -> None:
    await circle.sit("round_table")
    await circle.house.end(circle.room)
    await circle.house.reopen(circle.room)
    watched = Watched(circle)
    for _ in range(3):
        await watched.see("Host")
    assert circle.whats() == ["seating_changed", "sitting_began"]
    assert circle.changes()[-1]["floor"]["mode"] == "sofa"


async def test_whoever_vanishes_is_a_note_to_those_who_guide_and_to_nobody_else(circle: Circle) -> None:
    watched = Watched(circle)
    await watched.see("Host", "Meri", "Kuusi", "Lumi")
    told = len(circle.house.news(circle.room))
    await watched.see("Host", "Meri", "Kuusi", seconds=59)
    assert await notes(circle) == []
    circle.wait(1)
    await watched.look()
    await watched.look(seconds=30)
    assert await notes(circle) == [("Lumi", False)]
    assert circle.notices("vanished") == ["Host"]
    assert len(circle.house.news(circle.room)) == told
    await watched.see("Host", "Meri", "Kuusi", "Lumi")
    assert await notes(circle) == [("Lumi", True)]
    async with refused(ErrorCode.NOT_PERMITTED):
        await notes(circle, "Meri")
    circle.actors["Radu"] = circle.house["Radu"]
    async with refused(ErrorCode.NOT_IN_ROOM):
        await notes(circle, "Radu")


async def test_whoever_checks_out_is_not_missed(circle: Circle) -> None:
    watched = Watched(circle)
    await watched.see("Host", "Meri", "Kuusi", "Lumi")
    await circle.do("Lumi", wire.CheckOut)
    await watched.see("Host", "Meri", "Kuusi", seconds=600)
    assert await notes(circle) == []


async def test_break_is_waited_for_ten_times_as_long(circle: Circle) -> None:
    watched = Watched(circle)
    await watched.see("Host", "Meri", "Kuusi", "Lumi")
    await circle.do("Lumi", wire.BeginBreak)
    await watched.see("Host", "Meri", "Kuusi", seconds=599)
    assert await notes(circle) == []
    await watched.look(seconds=1)
    assert await notes(circle) == [("Lumi", False)]


async def test_those_who_never_came_and_those_who_guide_have_not_vanished(circle: Circle) -> None:
    watched = Watched(circle)
    await watched.see("Host", "Meri")
    await watched.see("Meri", seconds=600)
    assert await notes(circle) == []


async def test_note_of_somebody_who_vanished_is_of_this_sitting(circle: Circle) -> None:
    watched = Watched(circle)
    await watched.see("Host", "Meri", "Kuusi", "Lumi")
    await watched.see("Host", "Meri", "Kuusi", seconds=60)
    assert await notes(circle) == [("Lumi", False)]
    await circle.house.end(circle.room)
    await circle.house.reopen(circle.room)
    assert await notes(circle) == []


async def test_nobody_vanishes_from_a_lobby(circle: Circle) -> None:
    house, watched = circle.house, Watched(circle)
    await house.end(circle.room)
    here = frozenset({circle.places["Host"]})
    await house.do(duty.go_on_duty, circle.actors["Host"], duty.Duty(circle.room, duty.Watch(here)))
    await watched.see("Host", "Meri", "Lumi")
    await watched.see("Host", seconds=600)
    assert await notes(circle) == []


async def test_holder_who_is_gone_while_the_room_is_paused_finds_the_turn_waiting(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    watched = Watched(circle)
    await circle.do("Meri", wire.AcceptTurn)
    await watched.see("Host", "Kuusi", "Lumi")
    await looked(circle, Staff.NONE)
    await watched.look(seconds=250)
    await looked(circle, Staff.THERE)
    await watched.look(seconds=59)
    assert circle.name((await circle.floor()).holder) == "Meri"


async def test_two_processes_note_once_who_vanished(circle: Circle) -> None:
    lumi = frozenset({circle.places["Lumi"]})
    came = Noticed(circle.room, 1, came=lumi)
    gone = Noticed(circle.room, 1, vanished=lumi)
    for noticed in (gone, came, came, gone, gone):
        await asyncio.gather(*(circle.house.do(note_people, OPERATOR, noticed) for _ in range(3)))
    assert circle.notices("vanished") == ["Host"]
    rows = await circle.house.read(lambda tx, a, _: tx.session.get(Attendance, (circle.room, 1, *lumi)), ANYONE)
    assert rows is not None


async def test_floor_stays_as_it_was_while_the_server_is_not_there(circle: Circle) -> None:
    """Another process reads the same holder, the same order, and the timer where it stopped."""
    await circle.table("Meri", "Kuusi", "Lumi")
    await circle.do("Host", wire.SkipTurn, participation=circle.places["Meri"])
    before = await circle.floor()
    fresh = Watched(circle)
    await fresh.see("Host", "Meri", "Kuusi", "Lumi")
    assert await circle.floor() == before


async def looked(circle: Circle, staff: Staff) -> None:
    """Somebody looks whether those on duty are there."""

    def look(tx: Any, actor: Any, command: None) -> None:
        turn(tx, hold_life(tx, circle.room), Looked(tx.now, staff))

    await circle.house.do(look, OPERATOR)


async def test_turn_stands_still_while_the_room_is_paused(circle: Circle) -> None:
    await circle.table("Meri", "Kuusi", "Lumi")
    circle.wait(20)
    await looked(circle, Staff.NONE)
    circle.wait(250)
    await circle.move_on(gone=circle.places["Meri"])
    async with refused(ErrorCode.ROOM_PAUSED):
        await circle.say("Kuusi", "Is anybody there?")
    before = await circle.floor()
    assert circle.name(before.offered_to) == "Meri"
    await looked(circle, Staff.THERE)
    circle.wait(9)
    await circle.move_on()
    assert await circle.floor() == before
    circle.wait(1)
    await circle.move_on()
    assert circle.name((await circle.floor()).offered_to) == "Kuusi"
