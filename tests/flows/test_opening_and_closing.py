"""S7: an opening round, a closing round, and safe leaving: who vanishes is seen by those who guide, and by nobody else."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.flows.duty import Doors, one_process, two_processes, until_state
from tests.flows.seated import HASTY, Person, everybody
from tests.harness.member import Refused

pytestmark = pytest.mark.timeout(240)


async def notes(person: Person) -> list[tuple[str, bool]]:
    found = await person.visitor.ask("GET", f"/api/rooms/{person.room}/notes-of-sitting")
    return [(one["participation"], one["returned_at"] is not None) for one in found["vanished"]]


async def whole_evening(doors: Doors) -> None:
    people = await everybody(doors, "Kuusi", "Meri", "Lumi", "Tammi")
    aino, kuusi, meri, lumi = (people[name] for name in ("Aino", "Kuusi", "Meri", "Lumi"))
    await aino.act("script.begin", template="first")
    await aino.member.until(lambda: aino.floor["script"] is not None)
    assert [part["minutes"] for part in aino.floor["script"]["segments"]] == [10, 5, 60, 15]
    await aino.act("round.begin", kind="opening", question="One word for today?")
    await meri.member.until(lambda: meri.floor["round"] is not None)
    assert len(meri.floor["not_yet_heard"]) == 5
    for one in (aino, kuusi, meri):
        await one.say("Tired")
    await meri.member.until(lambda: len(meri.floor["not_yet_heard"]) == 2)
    assert meri.floor["heard"] == [aino.place, kuusi.place, meri.place]
    await lumi.act("floor.pass")
    await people["Tammi"].say("Hopeful")
    await aino.until(not_yet_heard=[], round_passed=[lumi.place])
    await aino.act("round.end")
    await vanishing(people)
    await aino.act("round.begin", kind="closing", question="What do you take with you?")
    await kuusi.member.until(lambda: (kuusi.floor["round"] or {}).get("kind") == "closing")
    for one in (kuusi, meri):
        await one.say("That I am not the only one")
        await one.act("checkout.done")
    await aino.until(checked_out=[kuusi.place, meri.place])
    await aino.visitor.ask("POST", f"/api/rooms/{aino.room}/end", {})
    await until_state(kuusi.member, kuusi.room, "ended")
    with pytest.raises(Refused, match="room_ended") as refused:
        await kuusi.say("One more thing")
    assert refused.value.error["details"]["help"] is True
    for command in ("hand.raise", "floor.pass"):
        with pytest.raises(Refused, match="room_ended"):
            await kuusi.act(command)


async def vanishing(people: dict[str, Person]) -> None:
    """Lumi closes her browser in the middle of it and comes back after a while."""
    aino, kuusi, lumi = people["Aino"], people["Kuusi"], people["Lumi"]
    notice = {"type": "account.changed", "what": "vanished"}
    await asyncio.sleep(1.5)  # timed work looks once a second: only whoever it has seen can be missed
    await lumi.member.close()
    away = {"type": "presence.changed", "room": kuusi.room, "participation": lumi.place, "is_present": False}
    await kuusi.member.until(lambda: away in kuusi.member.passing)
    await aino.member.until(lambda: notice in aino.member.passing)
    assert await notes(aino) == [(lumi.place, False)]
    assert notice not in kuusi.member.passing
    assert await kuusi.visitor.refused("GET", f"/api/rooms/{kuusi.room}/notes-of-sitting") == "not_permitted"
    await lumi.reconnect()
    await aino.member.until(lambda: aino.member.passing.count(notice) == 2)
    assert await notes(aino) == [(lumi.place, True)]


async def breaks_and_hands(doors: Doors) -> None:
    """A break is no leaving: nobody is told that somebody is missed, and whoever is back writes again."""
    people = await everybody(doors, "Kuusi", "Meri")
    aino, kuusi, meri = (people[name] for name in ("Aino", "Kuusi", "Meri"))
    await kuusi.act("break.begin")
    await meri.until(on_break=[kuusi.place])
    with pytest.raises(Refused, match="on_a_break"):
        await kuusi.say("Am I here?")
    await kuusi.act("break.end")
    await meri.until(on_break=[])
    await kuusi.say("I had tea")
    for one in (meri, kuusi):
        await one.act("hand.raise")
    await aino.until(hands=[meri.place, kuusi.place])
    await aino.act("hand.lower", participation=meri.place)
    await kuusi.until(hands=[kuusi.place])


STORIES: list[Any] = [whole_evening, breaks_and_hands]


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_evening(story, sqlite_url: str, tmp_path: Path) -> None:
    async with one_process(sqlite_url, tmp_path, **HASTY) as doors:
        await story(doors)


async def test_evening_at_two_processes(postgres_url: str, valkey_url: str, tmp_path: Path) -> None:
    async with two_processes(postgres_url, valkey_url, tmp_path, **HASTY) as doors:
        await whole_evening(doors)
