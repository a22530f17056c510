"""S18: duty is handed over in the middle of an evening, and never simply dropped."""

from pathlib import Path

import pytest

from tests.flows.duty import Doors, one_process, two_processes, until_state

pytestmark = pytest.mark.timeout(240)


async def hand_over(doors: Doors) -> None:
    room = await doors.room()
    aino, petri = await doors.guide(room, "Aino"), await doors.guide(room, "Petri", "moderator")
    meri = await doors.participant(room, "Meri")
    await doors.begin(aino, room)
    await until_state(meri, room, "open")
    duty = f"/api/rooms/{room}/duty"
    assert await aino.visitor.refused("DELETE", duty) == "last_on_duty"
    body = {"to": petri.place, "note": "Lumi wants to be asked first."}
    await aino.ask("POST", f"{duty}/hand-over", body, status=204)
    await meri.until(lambda: [e["participation"] for e in meri.log[room] if e["type"] == "duty.ended"] == [aino.place])
    began = [event["participation"] for event in meri.log[room] if event["type"] == "duty.began"]
    assert began == [aino.place, petri.place]
    roster = await petri.ask("GET", duty)
    assert [one["participation"] for one in roster["on_duty"]] == [petri.place]
    assert [note["text"] for note in roster["hand_over_notes"]] == ["Lumi wants to be asked first."]
    assert await petri.ask("GET", f"{duty}/cases") == {"waiting": [], "held": []}
    assert await aino.visitor.refused("DELETE", duty) == "not_on_duty"
    assert "Lumi" not in str(meri.raw)
    await meri.say(room, "Good evening, Petri")
    assert await petri.visitor.refused("DELETE", duty) == "last_on_duty"
    await petri.ask("POST", f"/api/rooms/{room}/end", {})
    assert (await until_state(meri, room, "ended"))["reason"] == "closed"
    assert (await petri.ask("GET", duty))["on_duty"] == []


async def third_room(doors: Doors) -> None:
    """A moderator who looks after two rooms is refused a third."""
    rooms = [await doors.room(name) for name in ("One", "Two", "Three")]
    petri = await doors.guide(rooms[0], "Petri", "moderator")
    for room in rooms[1:]:
        made = await doors.radu.ask("POST", f"/api/rooms/{room}/invitations", {"role": "moderator"}, status=201)
        body = {"secret": made["path"].partition("#")[2], "display_name": "Petri"}
        await petri.ask("POST", "/api/invitations/redeem", body, status=201)
    for room in rooms[:2]:
        await petri.ask("POST", f"/api/rooms/{room}/duty", {}, status=204)
    assert await petri.visitor.refused("POST", f"/api/rooms/{rooms[2]}/duty", {}) == "load_limit"


async def back_channel(doors: Doors) -> None:
    room = await doors.room()
    aino, petri = await doors.guide(room, "Aino"), await doors.guide(room, "Petri", "moderator")
    meri = await doors.participant(room, "Meri")
    await aino.ask("POST", f"/api/rooms/{room}/staff-notes", {"text": "I watch the left side."}, status=201)
    notice = {"type": "account.changed", "what": "staff_notes"}
    await petri.member.until(lambda: notice in petri.member.passing)
    notes = (await petri.ask("GET", f"/api/rooms/{room}/staff-notes"))["notes"]
    assert [(note["by"], note["text"]) for note in notes] == [(aino.place, "I watch the left side.")]
    assert "left side" not in str(meri.raw)


STORIES = [hand_over, third_room, back_channel]


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_duty(story, sqlite_url: str, tmp_path: Path) -> None:
    async with one_process(sqlite_url, tmp_path) as doors:
        await story(doors)


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_duty_at_two_processes(story, postgres_url: str, valkey_url: str, tmp_path: Path) -> None:
    async with two_processes(postgres_url, valkey_url, tmp_path) as doors:
        await story(doors)
