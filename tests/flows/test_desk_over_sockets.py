"""A report from the button to the outcome, over real sockets (S10), and what the one who is meant gets: nothing."""

from __future__ import annotations

import asyncio
import os
import re
import time
from statistics import median
from typing import Any

import pytest
from starlette.routing import Route

from server.messages.pace import Pace
from server.review import turns
from tests.flows.soon import soon
from tests.flows.stage import Stage, Visitor, newcomer, open_room
from tests.harness.member import Member

FLOOD = 1_000 if os.environ.get("LONG") else 60
NOW = re.compile(rb'"(now|since)":"[^"]*"')  # what answers say of the moment at which they are given
VOLATILE = {"/api/openapi.json", "/api/logins"}  # when a device was last seen is another moment each time


class Evening:
    """Kuusi, Meri and Tammi in a room that Aino and Petri guide; Onni guides another. Tammi said something."""

    def __init__(self, stage: Stage, room: str) -> None:
        self.stage, self.room, self.message = stage, room, ""
        self.people: dict[str, Visitor] = {}
        self.members: dict[str, Member] = {}

    def __getitem__(self, name: str) -> Visitor:
        return self.people[name]

    async def report(self, name: str, **about: Any) -> dict[str, Any]:
        fields = {"reason": "unkind"} | (about or {"message": self.message})
        path = f"/api/rooms/{self.room}/reports"
        receipt: dict[str, Any] = await self[name].ask("POST", path, fields, status=201)
        return receipt

    async def desk(self, name: str) -> list[dict[str, Any]]:
        cases: list[dict[str, Any]] = (await self[name].ask("GET", "/api/desk"))["cases"]
        return cases

    async def move(self, name: str, move: str, case: dict[str, Any], **fields: Any) -> dict[str, Any]:
        body = {"version": case["version"], **fields}
        moved: dict[str, Any] = await self[name].ask("POST", f"/api/cases/{case['case']}/{move}", body)
        return moved

    def told(self, name: str) -> list[str]:
        return [event["what"] for event in self.members[name].passing if event["type"] == "account.changed"]


async def evening(stage: Stage) -> Evening:
    radu = await stage.organiser()
    room, elsewhere = await open_room(radu), await open_room(radu, "Elsewhere")
    scene = Evening(stage, room)
    scene.people["Radu"] = radu
    for name, place, role in (
        ("Kuusi", room, "participant"),
        ("Meri", room, "participant"),
        ("Tammi", room, "participant"),
        ("Aino", room, "facilitator"),
        ("Petri", room, "moderator"),
        ("Onni", elsewhere, "moderator"),
    ):
        scene.people[name] = await newcomer(stage, radu, place, name, role)
        scene.members[name] = await scene.people[name].connect()
        await scene.members[name].follow(place)
    for n in range(4):
        await scene.members["Meri"].say(room, f"it was a long week, number {n}")
    scene.message = (await scene.members["Tammi"].say(room, "stop complaining then"))["message"]
    await scene.members["Kuusi"].say(room, "that was not kind")
    heard = 6
    for name in ("Kuusi", "Meri", "Tammi", "Aino", "Petri"):
        member = scene.members[name]
        await member.until(lambda member=member: len(_words(member, room)) == heard)
    return scene


def _words(member: Member, room: str) -> list[str]:
    events = member.log.get(room, [])
    return [event["message"]["text"] for event in events if event["type"] == "message.posted"]


def _received(member: Member) -> list[str]:
    """All that came, but for the beat of the clock, which comes every twenty seconds to everybody."""
    return [text for text in member.raw if not text.startswith('{"type":"beat"')]


async def everything_that(scene: Evening, name: str) -> dict[str, tuple[int, bytes]]:
    """Whatever an address gives somebody, for every address that only reads."""
    routes = [route for route in scene.stage.house.app._app.routes if isinstance(route, Route)]  # type: ignore[attr-defined]
    you = (await scene.members[name].follow(scene.room))["you"]["participation"]
    found = {}
    for route in routes:
        path = route.path.replace("{room}", scene.room).replace("{participation}", you)
        if "GET" in (route.methods or ()) and path.startswith("/api/") and path not in VOLATILE and "{" not in path:
            answer = await scene[name].http.get(path)
            found[path] = (answer.status_code, NOW.sub(b"", answer.content))
    found["follow"] = (200, repr(await scene.members[name].follow(scene.room)).encode())
    found["page"] = (200, repr(await scene.members[name].ask("room.page", room=scene.room, before=10_000)).encode())
    return found


async def test_report_reaches_its_desk_within_a_second_and_its_outcome_the_reporter(stage: Stage) -> None:
    scene = await evening(stage)
    begun = time.perf_counter()
    receipt = await scene.report("Kuusi")
    for name in ("Aino", "Petri"):
        await scene.members[name].until(lambda name=name: "desk" in scene.told(name))
    took = time.perf_counter() - begun
    assert receipt["words"] == "report.received"
    assert await scene.desk("Onni") == []
    assert "desk" not in scene.told("Onni")
    (case,) = await scene.desk("Aino")
    shown = await scene["Aino"].ask("GET", f"/api/cases/{case['case']}")
    assert shown["message"]["text"] == "stop complaining then"
    assert len(shown["before"]) == 3
    assert len(shown["after"]) == 1
    tried = await asyncio.gather(
        *(
            scene[name].http.post(f"/api/cases/{case['case']}/claim", json={"version": case["version"]})
            for name in ("Aino", "Petri")
        )
    )
    assert sorted(answer.status_code for answer in tried) == [200, 409]
    winner, loser = ("Aino", "Petri") if tried[0].status_code == 200 else ("Petri", "Aino")
    assert (await scene.desk(loser))[0]["claimed_by"] == winner
    lost = next(answer.json()["error"] for answer in tried if answer.status_code == 409)
    assert (lost["code"], lost["details"]["by"]) == ("claimed_by_another", winner)
    (claimed,) = await scene.desk(winner)
    await scene.move(winner, "decide", claimed, outcome="no_breach", sentence="Thank you for telling us.")
    await scene.members["Kuusi"].until(lambda: "reports" in scene.told("Kuusi"))
    (mine,) = (await scene["Kuusi"].ask("GET", "/api/reports"))["reports"]
    assert (mine["outcome"], mine["sentence"]) == ("report.outcome.no_breach", "Thank you for telling us.")
    assert await scene.report("Kuusi") == receipt
    assert await scene.desk("Aino") == []
    assert took < await soon(lambda: scene.members["Meri"].say(scene.room, "and now?"))


async def test_whom_it_is_about_gets_not_one_byte_and_finds_nothing_changed(stage: Stage) -> None:
    scene = await evening(stage)
    before = await everything_that(scene, "Tammi")
    received = _received(scene.members["Tammi"])
    await scene.report("Kuusi")
    await scene.report("Meri")
    tammi = (await scene.members["Meri"].follow(scene.room))["people"]
    about = next(person["participation"] for person in tammi if person["display_name"] == "Tammi")
    await scene.report("Kuusi", participation=about, note="again and again")
    for case in await scene.desk("Aino"):
        await scene["Aino"].ask("GET", f"/api/cases/{case['case']}")
        await scene["Petri"].ask("POST", f"/api/cases/{case['case']}/note", {"text": "I saw it"}, status=204)
        claimed = await scene.move("Aino", "claim", case)
        await scene["Aino"].ask("PUT", f"/api/cases/{case['case']}/claim", {})
        passed = await scene.move("Aino", "escalate", claimed, reason="it is beyond us")
        again = await scene.move("Petri", "claim", passed)
        handed = await scene.move("Petri", "hand-on", again)
        await scene.move("Aino", "decide", await scene.move("Aino", "claim", handed), outcome="no_breach")
    await scene.members["Kuusi"].until(lambda: scene.told("Kuusi").count("reports") == 2)
    await asyncio.sleep(1.2)  # whatever the clocks of the desk do
    assert _received(scene.members["Tammi"]) == received
    assert scene.told("Tammi") == []
    assert await everything_that(scene, "Tammi") == before
    await scene.members["Meri"].say(scene.room, "good night")  # the socket is alive, and carries this alone
    await scene.members["Tammi"].until(lambda: "good night" in _words(scene.members["Tammi"], scene.room))


@pytest.mark.timeout(240)
async def test_flood_of_reports_is_received_whole_and_holds_nobody_up(
    small_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = await evening(small_stage)
    with monkeypatch.context() as control:
        control.setattr(turns, "PACE", Pace(per_second=1_000_000, burst=1_000_000))
        unchecked, held_up = await _flood(scene)
    checked, waits = await _flood(scene)
    assert len({receipt["receipt"] for receipt in unchecked + checked}) == 2 * FLOOD
    assert sum(not receipt["is_queued"] for receipt in unchecked + checked) == 10
    assert median(waits) < median(held_up) / 2  # a tenth of it, mostly
    print(
        f"FIGURE flood: {median(waits) * 1e3:.1f} ms, unchecked {median(held_up) * 1e3:.1f} ms until others are heard"
    )
    await scene.report("Meri")
    assert [case["is_queued"] for case in await scene.desk("Aino")][:12] == [False] * 11 + [True]


async def _flood(scene: Evening) -> tuple[list[dict[str, Any]], list[float]]:
    """Kuusi reports many messages, as many at once as a browser sends; how long Meri waited meanwhile, each time."""
    messages = [(await scene.members["Tammi"].say(scene.room, f"one more, {n}"))["message"] for n in range(FLOOD)]
    at_once = asyncio.Semaphore(6)

    async def report(message: str) -> dict[str, Any]:
        async with at_once:
            return await scene.report("Kuusi", message=message)

    flood, waits = [asyncio.create_task(report(message)) for message in messages], []
    while not all(task.done() for task in flood):
        begun = time.perf_counter()
        await scene.members["Meri"].say(scene.room, "are you there")
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(0.01)
    return [task.result() for task in flood], waits


async def test_who_sends_more_at_once_than_can_wait_is_told_when_and_everybody_else_is_heard(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same report again and again, which brings no second case, waits like any other."""
    monkeypatch.setattr(turns, "PACE", Pace(per_second=0.01, burst=10))
    scene = await evening(stage)
    path, body = f"/api/rooms/{scene.room}/reports", {"reason": "unkind", "message": scene.message}
    answers = await asyncio.gather(*(scene["Kuusi"].http.post(path, json=body) for _ in range(40)))
    received = [one.json() for one in answers if one.status_code == 201]
    refused = [one.json()["error"] for one in answers if one.status_code != 201]
    assert len({one["receipt"] for one in received}) == 1
    assert (len(received), len(refused)) == (10, 30)
    assert {one["code"] for one in refused} == {"much_is_waiting"}
    assert all(0 < one["retry_after"] <= 100 - turns.LONGEST for one in refused)
    assert (await scene.report("Meri"))["is_queued"] is False
    assert len(await scene.desk("Aino")) == 1


async def test_report_pressed_twice_at_two_processes_is_one(wide_stage: Stage) -> None:
    scene = await evening(wide_stage)
    both = [scene["Kuusi"], wide_stage.returning(scene["Kuusi"])]
    path = f"/api/rooms/{scene.room}/reports"
    for n in range(10):
        message = (await scene.members["Tammi"].say(scene.room, f"it was sunny on day {n}"))["message"]
        body = {"reason": "unkind", "message": message}
        answers = await asyncio.gather(*(visitor.http.post(path, json=body) for visitor in both))
        assert [answer.status_code for answer in answers] == [201, 201], answers[0].text + answers[1].text
        assert answers[0].json()["receipt"] == answers[1].json()["receipt"]
