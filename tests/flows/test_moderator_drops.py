"""S3: the moderator's connection is lost; they come back, nobody does, or nobody can know."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.flows.duty import HASTY, Doors, Guide, one_process, states, two_processes, until_state
from tests.harness.member import Member, Refused
from tests.harness.valkey import ValkeyServer

pytestmark = pytest.mark.timeout(240)


async def scene(doors: Doors) -> tuple[str, Guide, Guide, Member]:
    """A room that Aino has opened; Petri could take over, and Meri is there to talk."""
    room = await doors.room()
    aino, petri = await doors.guide(room, "Aino"), await doors.guide(room, "Petri", "moderator")
    meri = await doors.participant(room, "Meri")
    await doors.begin(aino, room)
    await until_state(meri, room, "open")
    await meri.say(room, "I slept through the night")
    return room, aino, petri, meri


async def drop(guide: Guide) -> None:
    """No close frame, no farewell."""
    guide.member.socket.transport.abort()
    await guide.member.socket.wait_closed()


async def moderator_comes_back(doors: Doors) -> None:
    """Case a, and what Petri hears of it: that something is another now, and nothing of what was said."""
    room, aino, petri, meri = await scene(doors)
    began = time.monotonic()
    await drop(aino)
    assert (await until_state(meri, room, "paused"))["reason"] == "moderator_absent"
    assert time.monotonic() - began >= HASTY["pause_after_seconds"]
    with pytest.raises(Refused, match="room_paused") as refused:
        await meri.say(room, "Is anybody there?")
    assert refused.value.error["details"]["help"] is True
    notice = {"type": "account.changed", "what": "duty"}
    await petri.member.until(lambda: notice in petri.member.passing)
    aino.member = await aino.visitor.connect()
    await aino.member.follow(room)
    told = await until_state(meri, room, "open")
    assert (told["reason"], told["life"]["sitting"]) == ("moderator_back", 1)
    await meri.say(room, "There you are again")


async def nobody_comes_back(doors: Doors) -> None:
    """Case b."""
    room, aino, petri, meri = await scene(doors)
    await drop(aino)
    await until_state(meri, room, "ended")
    assert states(meri, room)[-2:] == [("paused", "moderator_absent"), ("ended", "moderator_absent")]
    with pytest.raises(Refused, match="room_ended") as refused:
        await meri.say(room, "Is anybody there?")
    assert refused.value.error["details"]["reason"] == "moderator_absent"
    assert (await petri.ask("GET", f"/api/rooms/{room}/duty"))["on_duty"] == []


async def substitute_takes_over(doors: Doors) -> None:
    room, aino, petri, meri = await scene(doors)
    await drop(aino)
    await until_state(meri, room, "paused")
    await petri.ask("POST", f"/api/rooms/{room}/duty", {}, status=204)
    await until_state(meri, room, "open")
    await meri.say(room, "Hello Petri")


STORIES = [moderator_comes_back, nobody_comes_back, substitute_takes_over]


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_moderator_drops(story, sqlite_url: str, tmp_path: Path) -> None:
    async with one_process(sqlite_url, tmp_path, **HASTY) as doors:
        await story(doors)


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_moderator_drops_at_another_process(story, postgres_url: str, valkey_url: str, tmp_path: Path) -> None:
    async with two_processes(postgres_url, valkey_url, tmp_path, **HASTY) as doors:
        await story(doors)


@pytest.mark.parametrize(("ends", "begins"), [("stop", "start"), ("freeze", "thaw")])
async def test_outage_of_the_presence_store_changes_nothing_and_raises_an_alarm(
    postgres_url: str, own_valkey: ValkeyServer, tmp_path: Path, ends: str, begins: str
) -> None:
    """Case c. The moderator goes while nobody can know it; only when it can be known again does the room wait."""
    async with two_processes(postgres_url, own_valkey.url, tmp_path, **HASTY) as doors:
        room, aino, _, meri = await scene(doors)
        getattr(own_valkey, ends)()
        await drop(aino)
        await asyncio.sleep(HASTY["pause_after_seconds"] + HASTY["end_after_seconds"] + 2)
        await meri.say(room, "We go on")
        assert states(meri, room)[-1] == ("open", "opened")
        assert await alarms(doors) > 0
        getattr(own_valkey, begins)()
        await until_state(meri, room, "paused")


async def alarms(doors: Doors) -> float:
    """As an operator's monitoring reads them, at whichever process leads."""
    found = 0.0
    for stage in (doors.staff, doors.others):
        lines = (await stage.visitor(is_staff=True).http.get("/metrics")).text.splitlines()
        told = [line for line in lines if line.startswith('sohva_alarms_total{kind="presence_unknown"}')]
        found += sum(float(line.rpartition(" ")[2]) for line in told)
    return found
