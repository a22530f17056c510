"""D4: whatever happened, who was there all along, who resumes at any number, and who asks only now see the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.actor import OPERATOR, Actor
from server.errors import ErrorCode, Refusal
from server.messages import caution, hidden, noting
from server.messages.bodies import SetLockdown, SetNote
from server.messages.tables import ContentNote, ReactionKind
from server.messages.wire import RemoveMessage, SetReaction
from server.rooms import bodies, participations, service
from server.rooms.roles import RoomRole
from server.storage.tx import Tx
from tests.messages.onlooker import Onlooker
from tests.rooms.cast import House, as_json, post, refused

WHO = st.sampled_from(["Kuusi", "Meri", "Lumi", "Aino"])
NTH = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("post"), WHO, st.none() | NTH),
    st.tuples(st.just("remove"), WHO, NTH),
    st.tuples(st.just("react"), WHO, NTH, st.sampled_from(list(ReactionKind)[:2]), st.booleans()),
    st.tuples(st.just("hide"), NTH, st.booleans()),
    st.tuples(st.just("note"), WHO, NTH, st.none() | st.sampled_from(list(ContentNote)[:2])),
    st.tuples(st.just("lock"), st.booleans()),
    st.tuples(st.just("join"), WHO),
    st.tuples(st.just("leave"), WHO),
    st.tuples(st.just("role"), WHO, st.sampled_from(list(RoomRole)[:2])),
    st.tuples(st.just("turn"), st.booleans()),
    st.tuples(st.just("rename"), st.sampled_from(["Circle", "Round", "Evening"])),
)
ON_ONE_HOUSE = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass
class Evening:
    """One room, and everything that is tried in it; what is refused changes nothing."""

    house: House
    room: str
    posted: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)

    async def tries(self, step: tuple[Any, ...]) -> None:
        kind, *about = step
        try:
            await getattr(self, kind)(*about)
        except Refusal as refusal:
            if refusal.code is ErrorCode.INTERNAL:
                raise

    async def post(self, who: str, to: int | None) -> None:
        reply_to = None if to is None else self._nth(to)
        command = post(self.room, f"{who} says {len(self.posted)}", reply_to=reply_to)
        self.posted.append((await self.house.ask(self.house[who], command)).message)

    async def remove(self, who: str, nth: int) -> None:
        await self.house.ask(self.house[who], RemoveMessage(id="1", room=self.room, message=self._nth(nth)))

    async def react(self, who: str, nth: int, kind: ReactionKind, is_on: bool) -> None:
        command = SetReaction(id="1", room=self.room, message=self._nth(nth), kind=kind, is_on=is_on)
        await self.house.ask(self.house[who], command)

    async def hide(self, nth: int, is_on: bool) -> None:
        def turn(tx: Tx, actor: Actor, message_id: str) -> None:
            message = hidden.find_message(tx, message_id)
            (hidden.hide_for_now if is_on else hidden.show_again)(tx, message)

        await self.house.do(turn, OPERATOR, self._nth(nth))

    async def note(self, who: str, nth: int, code: ContentNote | None) -> None:
        await self.house.do(noting.set_note, self.house[who], SetNote(message=self._nth(nth), note=code))

    async def lock(self, is_on: bool) -> None:
        self.house.clock.move(timedelta(seconds=1))
        command = SetLockdown(room=self.room, is_on=is_on, reason="to try it")
        await self.house.do(caution.set_lockdown, self.house["Radu"], command)

    async def join(self, who: str) -> None:
        head = len(self.house.news(self.room))
        self.places[who] = await self.house.seat(who, self.room)
        self.heads[who] = head

    async def leave(self, who: str) -> None:
        await self.house.leave(who, self.room)
        del self.places[who]

    async def role(self, who: str, role: RoomRole) -> None:
        change = bodies.ChangeRole(participation=self.places.get(who, "nobody"), role=role)
        await self.house.do(participations.change_role, self.house["Radu"], change)

    async def turn(self, is_open: bool) -> None:
        await (self.house.reopen(self.room) if is_open else self.house.end(self.room))

    async def rename(self, name: str) -> None:
        await self.house.do(service.update_room, self.house["Radu"], bodies.UpdateRoom(room=self.room, name=name))

    def _nth(self, nth: int) -> str:
        return self.posted[nth] if nth < len(self.posted) else "none of them"


async def evening(house: House, steps: list[tuple[Any, ...]]) -> Evening:
    one = Evening(house, await house.room())
    for step in [("join", "Kuusi"), ("join", "Aino"), ("rename", "Circle"), *steps]:
        await one.tries(step)
    return one


@ON_ONE_HOUSE
@given(steps=st.lists(STEPS, max_size=30))
async def test_who_was_there_and_who_resumes_anywhere_see_what_a_fresh_reader_sees(
    small_house: House, steps: list[tuple[Any, ...]]
) -> None:
    room = (await evening(small_house, steps)).room
    told, rendered = small_house.news(room), await small_house.rendered(room)
    assert [event["seq"] for event in rendered] == list(range(1, len(told) + 1))
    fresh = Onlooker().sees(rendered).view
    assert Onlooker().sees(told).view == fresh
    for cursor in range(len(told)):
        assert Onlooker().sees(told[:cursor]).sees(rendered[cursor:]).view == fresh


SEEN = [
    [("post", "Kuusi", None)],
    [("post", "Kuusi", None), ("remove", "Kuusi", 0)],
    [("post", "Kuusi", None), ("react", "Aino", 0, ReactionKind.HEART, True)],
    [("post", "Kuusi", None), ("hide", 0, True)],
    [("post", "Kuusi", None), ("note", "Kuusi", 0, ContentNote.VIOLENCE)],
    [("lock", True)],
    [("join", "Meri")],
    [("leave", "Kuusi")],
    [("role", "Kuusi", RoomRole.FACILITATOR)],
    [("turn", False)],
    [("rename", "Evening")],
]


@pytest.mark.parametrize("steps", SEEN, ids=lambda steps: steps[-1][0])
async def test_control_whoever_misses_one_event_sees_something_else(house: House, steps: list[tuple[Any, ...]]) -> None:
    told = house.news((await evening(house, steps)).room)
    assert Onlooker().sees(told[:-1]).view != Onlooker().sees(told).view


@ON_ONE_HOUSE
@given(steps=st.lists(STEPS, max_size=30))
async def test_snapshot_is_what_the_log_adds_up_to(small_house: House, steps: list[tuple[Any, ...]]) -> None:
    night = await evening(small_house, steps)
    seen = Onlooker().sees(await small_house.rendered(night.room))
    for who, participation in night.places.items():
        standing = await small_house.standing(who, night.room)
        snapshot = as_json(standing.snapshot)
        assert (standing.participation_id, standing.head) == (participation, seen.head)
        assert snapshot["room"] == seen.card
        assert {person["participation"]: person for person in snapshot["people"][1:]} == seen.people
        assert standing.from_seq == snapshot["you"]["joined_seq"] == night.heads[who]


@ON_ONE_HOUSE
@given(steps=st.lists(STEPS, max_size=30), size=st.integers(1, 7))
async def test_pages_backwards_are_the_log_and_leave_nothing_out(
    small_house: House, steps: list[tuple[Any, ...]], size: int
) -> None:
    room = (await evening(small_house, steps)).room
    rendered = await small_house.rendered(room)
    paged: list[dict[str, Any]] = []
    while page := await small_house.before(room, paged[0]["seq"] if paged else len(rendered) + 1, size):
        paged = page + paged
    assert paged == rendered


async def test_removed_words_are_in_nothing_that_is_rendered_from_any_number(house: House) -> None:
    room = await house.room()
    await house.seat("Meri", room)
    await house.seat("Lumi", room)
    posted = [await house.post("Meri", room, f"secret {turn}") for turn in range(5)]
    for one in posted:
        await house.ask(house["Meri"], RemoveMessage(id="1", room=room, message=one.message))
    head = (await house.standing("Lumi", room)).head
    for after in range(head):
        assert "secret" not in str(await house.rendered(room, after=after))
        assert "secret" not in str(await house.before(room, after + 2, 100))


async def test_newcomers_line_is_where_they_came_in(house: House) -> None:
    """S14, as far as the room itself can keep it; the hub cuts pages and resumes at this line."""
    room = await house.room()
    await house.seat("Kuusi", room)
    await house.post("Kuusi", room, "Said before")
    await house.seat("Meri", room)
    line = (await house.standing("Meri", room)).from_seq
    assert line == 3
    assert "Said before" not in str(await house.rendered(room, after=line))
    async with refused(ErrorCode.NOT_IN_ROOM):
        await house.standing("Lumi", room)
