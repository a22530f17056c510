"""Whatever happens to messages that wait: nobody reads one that was not let in, and numbers have no gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.errors import ErrorCode, Refusal
from server.review import withdrawing
from server.review.redress_bodies import OneHeld
from tests.review.working import claim, decide, desk
from tests.rooms.cast import House
from tests.sanctions.dealing import circle, held

WHO = st.sampled_from(["Meri", "Tammi"])
NTH = st.integers(0, 4)
STEPS = st.one_of(
    st.tuples(st.just("say"), WHO, st.booleans()),
    st.tuples(st.just("settle"), NTH, st.sampled_from(["released", "returned"])),
    st.tuples(st.just("withdraw"), WHO, NTH),
    st.tuples(st.just("retry"), NTH),
)


@dataclass
class Evening:
    """A room, what was tried in it, and what ought to be read there: told by plain lists."""

    house: House
    room: str
    waiting: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)

    async def tries(self, step: tuple[Any, ...]) -> None:
        kind, *about = step
        await getattr(self, kind)(*about)

    async def say(self, who: str, is_bad: bool) -> None:
        text = f"{who} says {'something bad' if is_bad else 'something'} {len(self.said)}"
        client_id = f"00000000-0000-0000-0000-{len(self.said):012x}"
        posted = await self.house.post(who, self.room, text, client_id=client_id)
        self.said.append((who, text, client_id))
        assert posted.held is is_bad
        if is_bad:
            self.waiting[posted.message] = (who, text, client_id)
        else:
            self.read.append(text)

    async def settle(self, nth: int, outcome: str) -> None:
        cases = [one for one in (await desk(self.house, "Aino")).cases if one.room == self.room]
        if nth >= len(cases):
            return
        shown = await claim(self.house, "Aino", cases[nth])
        before = {one.message for name in ("Meri", "Tammi") for one in await held(self.house, name, self.room)}
        await decide(self.house, "Aino", shown, outcome=outcome, reason="harassment", ground="3")
        after = {one.message for name in ("Meri", "Tammi") for one in await held(self.house, name, self.room)}
        (gone,) = before - after
        _, text, _ = self.waiting.pop(gone)
        if outcome == "released":
            self.read.append(text)

    async def withdraw(self, who: str, nth: int) -> None:
        mine = [message for message, (author, _, _) in self.waiting.items() if author == who]
        if nth < len(mine):
            await self.house.do(withdrawing.withdraw_held, self.house[who], OneHeld(message=mine[nth]))
            del self.waiting[mine[nth]]

    async def retry(self, nth: int) -> None:
        if nth >= len(self.said):
            return
        who, text, client_id = self.said[nth]
        try:
            again = await self.house.post(who, self.room, text, client_id=client_id)
        except Refusal as refusal:
            assert refusal.code is ErrorCode.KEPT_BACK
            assert text not in self.read
        else:
            assert (text in self.read, again.held) in {(True, False), (False, True)}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, max_size=20))
async def test_room_reads_what_was_said_or_let_in_and_nothing_else(
    small_house: House, steps: list[tuple[Any, ...]]
) -> None:
    small_house.told.clear()
    one = Evening(small_house, await circle(small_house, "Meri", "Tammi"))
    for step in steps:
        await one.tries(step)
    events = await small_house.rendered(one.room)
    assert [event["message"]["text"] for event in events if event["type"] == "message.posted"] == one.read
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    told = [event["message"]["text"] for event in small_house.news(one.room) if event["type"] == "message.posted"]
    assert told == one.read
    for name in ("Meri", "Tammi"):
        mine = [text for author, text, _ in one.waiting.values() if author == name]
        assert [shown.text for shown in await held(small_house, name, one.room)] == mine
