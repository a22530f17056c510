"""S6: the seating changes in the middle of an evening; everybody hears why, and no word is lost on the way."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from tests.flows.duty import Doors, one_process, two_processes
from tests.flows.seated import HASTY, Person, everybody, sit_down
from tests.harness.member import Refused

pytestmark = pytest.mark.timeout(240)
REASON = "So that everyone gets heard."


async def from_sofas_to_a_table(doors: Doors) -> None:
    people = await everybody(doors, "Kuusi", "Meri", "Lumi")
    aino, kuusi, meri = people["Aino"], people["Kuusi"], people["Meri"]
    await asyncio.gather(kuusi.say("I wanted to say"), meri.say("No, listen to me"))
    began = time.monotonic()
    await aino.act("seating.change", mode="round_table", reason=REASON)
    for one in people.values():
        await one.until(mode="round_table", reason=REASON)
        assert len(one.floor["order"]) == 4
    assert time.monotonic() - began < 1.0
    with pytest.raises(Refused, match="mode_changed") as refused:
        await kuusi.say("This left my phone before I could know", floor=0)
    version = kuusi.floor["version"]
    assert refused.value.error["details"] == {"mode": "round_table", "version": version}
    with pytest.raises(Refused, match="not_your_turn"):
        await first_waiting(people).say("And this one after")
    assert "left my phone" not in str(meri.member.raw)
    await aino.act("seating.change", mode="sofa", reason="As before.")
    await kuusi.until(mode="sofa")
    await kuusi.say("This left my phone before I could know")


def first_waiting(people: dict[str, Person]) -> Person:
    """Somebody who has not got the turn and is not on duty."""
    offered = people["Meri"].floor["offered_to"]
    return next(one for name, one in people.items() if name != "Aino" and one.place != offered)


async def nobody_else_moves_the_furniture(doors: Doors) -> None:
    people = await everybody(doors, "Kuusi")
    people["Ionescu"] = await sit_down(doors, people["Aino"].room, "Dr Ionescu", "professional")
    for name in ("Kuusi", "Ionescu"):
        with pytest.raises(Refused, match="not_permitted"):
            await people[name].act("seating.change", mode="classroom")
    assert people["Aino"].floor["mode"] == "sofa"


async def two_at_once(doors: Doors) -> None:
    """One of two guides wins; the other hears that somebody was first, and nothing is half done."""
    people = await everybody(doors, "Kuusi")
    people["Petri"] = await sit_down(doors, people["Aino"].room, "Petri", "facilitator")
    both = await asyncio.gather(
        people["Aino"].act("seating.change", mode="round_table"),
        people["Petri"].act("seating.change", mode="classroom"),
        return_exceptions=True,
    )
    assert sorted(one.code if isinstance(one, Refused) else "ok" for one in both) == ["ok", "stale_version"]
    won = "round_table" if not isinstance(both[0], Refused) else "classroom"
    for one in people.values():
        await one.until(mode=won, version=1)


STORIES = [from_sofas_to_a_table, nobody_else_moves_the_furniture, two_at_once]


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_furniture(story, sqlite_url: str, tmp_path: Path) -> None:
    async with one_process(sqlite_url, tmp_path, **HASTY) as doors:
        await story(doors)


@pytest.mark.parametrize("story", STORIES[::2], ids=lambda one: one.__name__)
async def test_furniture_at_two_processes(story, postgres_url: str, valkey_url: str, tmp_path: Path) -> None:
    async with two_processes(postgres_url, valkey_url, tmp_path, **HASTY) as doors:
        await story(doors)
