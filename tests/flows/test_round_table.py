"""S4: a turn goes round a table; nobody talks over anybody, nobody is left out, and two who press at once are told so."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from tests.flows.duty import Doors, one_process, two_processes
from tests.flows.seated import HASTY, Person, everybody
from tests.flows.stage import open_stage
from tests.harness.member import Refused

pytestmark = pytest.mark.timeout(240)
NAMES = ("Meri", "Kuusi", "Lumi", "Tammi")


async def seated(doors: Doors) -> dict[str, Person]:
    """Five at a table, in the order Aino, Meri, Kuusi, Lumi, Tammi."""
    people = await everybody(doors, *NAMES)
    await people["Aino"].act("seating.change", mode="round_table", reason="So that everyone gets heard.")
    places = {one.place for one in people.values()}
    await people["Meri"].until(mode="round_table")
    assert {*people["Meri"].floor["order"]} == places
    order = [people[name].place for name in ("Aino", *NAMES)]
    await people["Aino"].until(mode="round_table")
    await people["Aino"].act("floor.reorder", order=order)
    for one in people.values():
        await one.until(order=order)
    if people["Aino"].floor["offered_to"] != order[0]:
        await people["Aino"].act("floor.offer", participation=order[0])
    for one in people.values():
        await one.until(offered_to=order[0])
    return people


async def turn(people: dict[str, Person], name: str, *texts: str) -> None:
    """Somebody is offered the turn, takes it, says something and passes it on."""
    person = people[name]
    await person.until(offered_to=person.place)
    await person.act("floor.accept")
    await person.until(holder=person.place)
    for text in texts:
        await person.say(text)
    await person.act("floor.pass_on")


async def around_the_table(doors: Doors) -> None:
    people = await seated(doors)
    aino, meri, kuusi, lumi, tammi = (people[name] for name in ("Aino", *NAMES))
    await tammi.member.close()
    await turn(people, "Aino", "Welcome, everybody")
    await meri.until(offered_to=meri.place)
    assert meri.floor["accept_by"] is not None
    await meri.act("floor.accept")
    await kuusi.until(holder=meri.place)
    with pytest.raises(Refused, match="not_your_turn") as refused:
        await kuusi.say("Me too")
    assert refused.value.error["details"] == {"holder": meri.place, "offered_to": None}
    for text in ("One", "Two", "Three"):
        await meri.say(text)
    await meri.until(holder=meri.place)
    await meri.act("floor.pass_on")
    await turn(people, "Kuusi", "I slept through the night")
    await lumi.until(offered_to=lumi.place)
    await lumi.act("floor.pass")
    await aino.until(passed=[lumi.place])
    assert lumi.place not in aino.floor["skipped"]
    await aino.until(offered_to=aino.place)  # Tammi was offered it, missed it twice, and the next round has begun
    skipped = [one for one in aino.events("floor.changed") if one["what"] == "turn_skipped"]
    assert {one["whom"] for one in skipped} == {tammi.place}
    assert {one["by"] for one in skipped} == {None}
    await tammi.reconnect()
    await turn(people, "Aino", "Once more")
    for name in ("Meri", "Kuusi", "Lumi"):
        person = people[name]
        await person.until(offered_to=person.place)
        await person.act("floor.pass")
    await turn(people, "Tammi", "There was no signal in the tunnel")
    await lumi.member.until(lambda: "There was no signal in the tunnel" in lumi.texts())


async def skipped_and_offered_again(doors: Doors) -> None:
    """In a round everybody is asked once; whoever was away is asked when they are back, before the round ends."""
    people = await seated(doors)
    aino, tammi = people["Aino"], people["Tammi"]
    await aino.act("round.begin", kind="opening", question="One word for today?")
    await tammi.member.close()
    for name in ("Aino", "Meri", "Kuusi", "Lumi"):
        await turn(people, name, "Tired")
    await aino.until(skipped=[tammi.place], offered_to=None)
    assert aino.floor["not_yet_heard"] == [tammi.place]
    await tammi.reconnect()
    await turn(people, "Tammi", "Here again")
    await aino.until(not_yet_heard=[], holder=None, offered_to=None)


async def reordered_and_forced(doors: Doors) -> None:
    """What those who guide do is in everybody's log, with their name."""
    people = await seated(doors)
    aino, meri = people["Aino"], people["Meri"]
    await aino.act("floor.accept")
    await meri.until(holder=aino.place)
    await aino.until(holder=aino.place)
    order = [people[name].place for name in ("Tammi", "Lumi", "Kuusi", "Meri", "Aino")]
    await aino.act("floor.reorder", order=order)
    await aino.until(order=order)
    await aino.act("floor.force_pass")
    await meri.until(offered_to=people["Tammi"].place)
    told = [(one["what"], one["by"], one["whom"]) for one in meri.events("floor.changed")]
    assert told[-2:] == [("order_changed", aino.place, None), ("turn_forced_on", aino.place, aino.place)]
    for command in ("floor.reorder", "floor.force_pass"):
        with pytest.raises(Refused, match="not_permitted"):
            await meri.act(command, **({"order": order} if command == "floor.reorder" else {}))


async def two_press_at_once(doors: Doors) -> None:
    people = await seated(doors)
    aino, meri = people["Aino"], people["Meri"]
    await turn(people, "Aino")
    await meri.until(offered_to=meri.place)
    await meri.act("floor.accept")
    for one in (aino, meri):
        await one.until(holder=meri.place)
    both = await asyncio.gather(meri.act("floor.pass_on"), aino.act("floor.force_pass"), return_exceptions=True)
    assert sorted(one.code if isinstance(one, Refused) else "ok" for one in both) == ["ok", "stale_version"]
    await aino.until(holder=None, offered_to=people["Kuusi"].place)


STORIES = [around_the_table, skipped_and_offered_again, reordered_and_forced, two_press_at_once]


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_round_table(story, sqlite_url: str, tmp_path: Path) -> None:
    async with one_process(sqlite_url, tmp_path, **HASTY) as doors:
        await story(doors)


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_round_table_at_two_processes(story, postgres_url: str, valkey_url: str, tmp_path: Path) -> None:
    async with two_processes(postgres_url, valkey_url, tmp_path, **HASTY) as doors:
        await story(doors)


async def test_turn_survives_a_restart_with_its_order_and_its_timer(database_url: str, tmp_path: Path) -> None:
    """S15: the same holder, the same order, and as much time as there was."""
    async with one_process(database_url, tmp_path, accept_seconds=60) as doors:
        people = await seated(doors)
        meri = people["Meri"]
        await turn(people, "Aino")
        await meri.until(offered_to=meri.place)
        before, cookies = meri.floor, meri.visitor.http.cookies
        port = doors.staff.house.settings.port
    async with open_stage(database_url, tmp_path, port=port, accept_seconds=60) as stage:
        visitor = stage.visitor()
        visitor.http.cookies = cookies
        member = await visitor.connect()
        followed = await member.follow(meri.room)
        assert followed["floor"] == before
        clock = followed["life"]["open_for"]
        assert clock < before["accept_by"]
        await member.ask("floor.accept", room=meri.room, version=before["version"])
        said = {"text": "Where was I?", "client_id": str(uuid4()), "insisted": True}
        await member.ask("message.post", room=meri.room, **said)
