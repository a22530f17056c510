"""A professional comes to one session over the wire: announced before, nothing from earlier, and out when it ends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.flows.calendar_clock import CalendarClock
from tests.flows.stage import PASSWORD, Stage, Visitor, newcomer, open_room
from tests.harness.member import Member, Refused

BEGINS = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STARTS = BEGINS + timedelta(hours=1)
SESSION = {
    "kind": "support_group",
    "title": "Sleep, and what helps",
    "starts": "2026-11-24T15:00",
    "ends": "2026-11-24T16:00",
    "time_zone": "Europe/Helsinki",
    "influence": "heard",
    "decision_maker": "Radu",
}
IONESCU = {
    "display_name": "Dr Ionescu",
    "profession": "Psychologist",
    "organisation": "Toivo",
    "checked": "Seen in the register on Monday.",
}


@pytest.fixture
def clock() -> CalendarClock:
    return CalendarClock(BEGINS)


@pytest.fixture
def rules() -> dict[str, Any]:
    return {"pause_after_seconds": 3_600, "newcomer_rate": 1_000, "newcomer_burst": 1_000}


class Scene:
    """An open room with Kuusi and Meri at their windows; a session in an hour, to which Dr Ionescu is invited."""

    def __init__(self, stage: Stage, radu: Visitor, room: str) -> None:
        self.stage, self.radu, self.room = stage, radu, room
        self.session: dict[str, Any] = {}
        self.invited: dict[str, Any] = {}
        self.doctor = self.kuusi = stage.visitor()

    @property
    def secret(self) -> str:
        return str(self.invited["path"]).partition("#")[2]

    async def use(self, visitor: Visitor, pseudonym: str) -> dict[str, Any]:
        body = {"secret": self.secret, "pseudonym": pseudonym, "password": PASSWORD}
        used: dict[str, Any] = await visitor.ask("POST", "/api/professionals/redeem", body, status=201)
        return used


async def set_scene(stage: Stage) -> tuple[Scene, Member]:
    radu = await stage.organiser()
    scene = Scene(stage, radu, await open_room(radu))
    scene.kuusi = await newcomer(stage, radu, scene.room, "Kuusi")
    kuusi = await scene.kuusi.connect()
    await kuusi.follow(scene.room)
    (scene.session,) = (await radu.ask("POST", f"/api/rooms/{scene.room}/meetings", SESSION, status=201))["meetings"]
    path = f"/api/meetings/{scene.session['id']}/professionals"
    scene.invited = await radu.ask("POST", path, IONESCU, status=201)
    return scene, kuusi


async def let_in(member: Member, room: str) -> dict[str, Any]:
    """The reply of the first follow that is let through."""
    async with asyncio.timeout(5):
        while True:
            try:
                return await member.follow(room)
            except Refused as refused:
                assert refused.code == "not_in_room"
                await asyncio.sleep(0.1)


async def test_professional_hears_one_session_and_nothing_else(stage: Stage, clock: CalendarClock) -> None:
    """S5, the professional's part; S14, for somebody who was let in for an hour."""
    scene, kuusi = await set_scene(stage)
    await kuusi.until(lambda: any(e["type"] == "meeting.professional_announced" for e in kuusi.log[scene.room]))
    old = [await kuusi.say(scene.room, f"long before number {number}") for number in range(5)]
    seen = await scene.doctor.ask("POST", "/api/professionals/look", {"secret": scene.secret})
    assert (seen["display_name"], seen["profession"]) == ("Dr Ionescu", "Psychologist")
    await scene.use(scene.doctor, "Quiet Pine")
    doctor = await scene.doctor.connect()
    for command in ("room.follow", "room.resume", "room.page"):
        with pytest.raises(Refused, match="not_in_room"):
            await doctor.ask(
                command, room=scene.room, **{"room.resume": {"after": 0}, "room.page": {"before": 99}}.get(command, {})
            )
    await scene.radu.ask("POST", f"/api/rooms/{scene.room}/close", {})
    clock.go_to(STARTS)
    followed = await let_in(doctor, scene.room)
    line = followed["you"]["joined_seq"]
    assert line >= old[-1]["seq"]
    (banner,) = followed["professionals"]
    assert (banner["display_name"], banner["participation"]) == ("Dr Ionescu", followed["you"]["participation"])
    for before in (line + 2, line + 1, 3, 1):
        page = await doctor.ask("room.page", room=scene.room, before=before, limit=100)
        assert all(event["seq"] > line for event in page["events"])
    await doctor.ask("room.resume", room=scene.room, after=0)
    with pytest.raises(Refused, match="message_unknown"):
        await doctor.ask("message.remove", room=scene.room, message=old[0]["message"])
    assert "long before" not in "".join(doctor.raw)
    room_path = f"/api/rooms/{scene.room}"
    assert await scene.doctor.refused("POST", f"{room_path}/duty", {}) == "not_permitted"
    assert await scene.doctor.refused("PATCH", room_path, {"name": "Mine"}) == "not_permitted"
    assert await scene.doctor.refused("GET", f"/api/meetings/{scene.session['id']}/registrations") == "not_permitted"
    joined = [e["person"] for e in kuusi.log[scene.room] if e["type"] == "participation.joined"]
    assert (joined[-1]["display_name"], joined[-1]["role"]) == ("Dr Ionescu", "professional")
    await _is_out_when_it_ends(scene, clock, doctor, kuusi)


async def _is_out_when_it_ends(scene: Scene, clock: CalendarClock, doctor: Member, kuusi: Member) -> None:
    clock.go_to(STARTS + timedelta(minutes=60))
    began = asyncio.get_running_loop().time()
    await doctor.until(lambda: any(event["type"] == "follow.ended" for event in doctor.passing))
    assert asyncio.get_running_loop().time() - began < 2.0
    with pytest.raises(Refused, match="not_in_room"):
        await doctor.follow(scene.room)
    await kuusi.until(lambda: kuusi.log[scene.room][-1]["type"] != "participation.joined")
    assert await scene.doctor.ask("GET", "/api/meetings") == {"meetings": []}
    assert (await scene.doctor.ask("GET", "/api/rooms"))["rooms"] == []


async def test_revoked_in_the_middle_they_hear_nothing_more(stage: Stage, clock: CalendarClock) -> None:
    scene, kuusi = await set_scene(stage)
    await scene.use(scene.doctor, "Quiet Pine")
    doctor = await scene.doctor.connect()
    clock.go_to(STARTS)
    await let_in(doctor, scene.room)
    await scene.radu.ask("DELETE", f"/api/professionals/{scene.invited['professional']['id']}", status=204)
    await kuusi.say(scene.room, "They have gone")
    await doctor.until(lambda: any(event["type"] == "follow.ended" for event in doctor.passing))
    await asyncio.sleep(0.2)
    assert "They have gone" not in "".join(doctor.raw)
    for command in ("room.follow", "room.resume"):
        with pytest.raises(Refused, match="not_in_room"):
            await doctor.ask(command, room=scene.room, **({"after": 0} if command == "room.resume" else {}))


async def test_link_is_for_one_use_by_one_person_in_its_time(stage: Stage, clock: CalendarClock) -> None:
    scene, _ = await set_scene(stage)
    path, body = "/api/professionals/redeem", {"secret": scene.secret, "password": PASSWORD}
    assert await scene.kuusi.refused("POST", path, {"secret": scene.secret}) == "already_in_room"
    assert await stage.visitor().refused("POST", path, {"secret": scene.secret}) == "not_signed_in"
    assert await stage.visitor().refused("POST", path, body | {"pseudonym": "Moderator"}) == "name_protected"
    both = await asyncio.gather(
        *(stage.visitor().http.post(path, json=body | {"pseudonym": f"Quiet {tree}"}) for tree in ("Pine", "Birch"))
    )
    assert sorted(one.status_code for one in both) == [201, 404]
    assert {one.json()["error"]["code"] for one in both if one.status_code == 404} == {"invitation_invalid"}
    made = await scene.radu.ask(
        "POST", f"/api/meetings/{scene.session['id']}/professionals", IONESCU | {"display_name": "Ilona"}, status=201
    )
    late = {"secret": made["path"].partition("#")[2], "pseudonym": "Late Pine", "password": PASSWORD}
    clock.go_to(STARTS + timedelta(minutes=61))
    for secret in (late, late | {"secret": "pro.nothing.at-all"}, late | {"secret": ""}):
        assert await stage.visitor().refused("POST", path, secret) == "invitation_invalid"
    assert (
        await scene.radu.refused(
            "POST", f"/api/meetings/{scene.session['id']}/professionals", IONESCU | {"display_name": "Otso"}
        )
        == "meeting_over"
    )
