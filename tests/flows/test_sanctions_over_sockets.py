"""Hidden is hidden (S11); the ladder, the reason, the appeal (S12); before you tell too much (S13): over real sockets."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

import pytest

from server.accounts.service import ChangeRole, find_account, grant_role
from server.actor import OPERATOR, Role
from tests.flows.soon import soon
from tests.flows.stage import Stage, Visitor, newcomer, open_room
from tests.harness.member import Member, Refused

RULE = {"reason": "harassment", "ground": "3"}
WORDS = "stop complaining all the time"


class Evening:
    """Kuusi and Tammi in a room that Aino and Petri guide, each at a window."""

    def __init__(self, stage: Stage, room: str) -> None:
        self.stage, self.room = stage, room
        self.people: dict[str, Visitor] = {}
        self.members: dict[str, Member] = {}

    def __getitem__(self, name: str) -> Visitor:
        return self.people[name]

    async def come(self, name: str, role: str = "participant") -> None:
        self.people[name] = await newcomer(self.stage, self.people["Radu"], self.room, name, role)
        self.members[name] = await self.people[name].connect()
        await self.members[name].follow(self.room)

    async def say(self, name: str, text: str, **about: Any) -> dict[str, Any]:
        return await self.members[name].say(self.room, text, **about)

    async def refused(self, name: str, text: str, **about: Any) -> Refused:
        with pytest.raises(Refused) as caught:
            await self.say(name, text, **about)
        return caught.value

    async def claimed(self, name: str, kind: str) -> dict[str, Any]:
        cases = (await self[name].ask("GET", "/api/desk"))["cases"]
        (case,) = [one for one in cases if one["kind"] == kind]
        claimed: dict[str, Any] = await self[name].ask(
            "POST", f"/api/cases/{case['case']}/claim", {"version": case["version"]}
        )
        return claimed

    async def decide(self, name: str, kind: str, **decision: Any) -> dict[str, Any]:
        case = await self.claimed(name, kind)
        body = {"version": case["version"], **decision}
        moved: dict[str, Any] = await self[name].ask("POST", f"/api/cases/{case['case']}/decide", body)
        return {**moved, "case": case["case"]}

    async def sanction(self, kind: str, **about: Any) -> dict[str, Any]:
        """Kuusi reports what Tammi says; Aino answers with a step of the ladder; it, as Tammi reads it."""
        said = await self.say("Tammi", WORDS)
        report = {"message": said["message"], "reason": "unkind"}
        await self["Kuusi"].ask("POST", f"/api/rooms/{self.room}/reports", report, status=201)
        await self.decide("Aino", "report", outcome="sanctioned", sanction={"kind": kind, **RULE, **about})
        mine: list[dict[str, Any]] = (await self["Tammi"].ask("GET", "/api/sanctions"))["sanctions"]
        return mine[0]


async def evening(stage: Stage) -> Evening:
    radu = await stage.organiser()
    scene = Evening(stage, await open_room(radu))
    scene.people["Radu"] = radu
    for name, role in (
        ("Kuusi", "participant"),
        ("Tammi", "participant"),
        ("Aino", "facilitator"),
        ("Petri", "moderator"),
    ):
        await scene.come(name, role)
    return scene


async def test_hidden_is_hidden_everywhere_within_a_second(stage: Stage) -> None:
    scene = await evening(stage)
    said = await scene.say("Tammi", WORDS)
    phone = await scene["Kuusi"].connect()
    after = (await phone.follow(scene.room))["head"]
    await phone.close()
    began = time.perf_counter()
    await scene.members["Aino"].ask("message.remove", room=scene.room, message=said["message"], reason="harassment")
    for name in ("Kuusi", "Tammi", "Petri"):
        member = scene.members[name]
        await member.until(lambda: any(e["type"] == "message.removed" for e in member.log[scene.room]))  # noqa: B023
    took = time.perf_counter() - began
    phone = await scene["Kuusi"].connect()
    await phone.ask("room.resume", room=scene.room, after=0)
    await phone.until(lambda: phone.log.get(scene.room, [{}])[-1].get("seq", 0) > after)
    await phone.ask("room.page", room=scene.room, before=1_000)
    assert WORDS not in "".join(phone.raw)
    (mine,) = (await scene["Tammi"].ask("GET", "/api/sanctions"))["sanctions"]
    assert (mine["what"], mine["kind"]) == (WORDS, "message_removed")
    assert took < await soon(lambda: scene.say("Kuusi", "and now?"))


async def test_sealed_copy_opens_for_a_reviewer_with_a_reason(stage: Stage) -> None:
    scene = await evening(stage)
    said = await scene.say("Tammi", WORDS)
    await scene.members["Aino"].ask("message.remove", room=scene.room, message=said["message"])
    lane = stage.house.services.lane
    kuusi = await lane.run(find_account, OPERATOR, "Kuusi")
    await lane.run(grant_role, OPERATOR, ChangeRole(kuusi, Role.REVIEWER))
    (copy,) = (await scene["Kuusi"].ask("GET", "/api/sealed-copies"))["copies"]
    path = f"/api/sealed-copies/{copy['sealed_copy']}/open"
    assert await scene["Aino"].refused("POST", path, {"reason": "I want to see"}) == "not_permitted"
    assert await scene["Kuusi"].refused("POST", path, {"reason": ""}) == "bad_request"
    assert (await scene["Kuusi"].ask("POST", path, {"reason": "A complaint"}))["text"] == WORDS


async def test_ladder_reason_and_appeal(stage: Stage) -> None:
    scene = await evening(stage)
    assert (await scene.sanction("note"))["kind"] == "note"
    warning = await scene.sanction("warning")
    assert (await scene.refused("Tammi", "Why?")).code == "warning_unread"
    await scene["Tammi"].ask("POST", f"/api/sanctions/{warning['sanction']}/read", {})
    mute = await scene.sanction("mute")
    refused = await scene.refused("Tammi", "Why?")
    assert (refused.code, refused.error["details"]["until"]) == ("muted", mute["until"])
    assert (mute["rule"], mute["reason"], mute["what"], mute["can_appeal"]) == ("3", "harassment", WORDS, True)
    await scene["Tammi"].ask("POST", f"/api/sanctions/{mute['sanction']}/appeal", {"words": "It was said to me first."})
    cases = (await scene["Aino"].ask("GET", "/api/desk"))["cases"]
    (case,) = [one for one in cases if one["kind"] == "appeal"]
    path, body = f"/api/cases/{case['case']}/claim", {"version": case["version"]}
    assert await scene["Aino"].refused("POST", path, body) == "conflict_of_interest"
    moved = await scene.decide("Petri", "appeal", outcome="reversed", sentence="So it was.")
    assert (await scene.say("Tammi", "Thank you."))["seq"]
    lines = (await scene["Petri"].ask("GET", f"/api/cases/{moved['case']}/log"))["lines"]
    assert [line["kind"] for line in lines][-1] == "case.closed"
    assert {line["role"] for line in lines} >= {"participant", "moderator"}
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        response = await scene["Radu"].http.request(method, f"/api/cases/{moved['case']}/log", json={})
        assert response.status_code == 405


async def test_suspended_person_is_told_on_their_open_window(stage: Stage) -> None:
    scene = await evening(stage)
    await scene.sanction("suspension")
    tammi = scene.members["Tammi"]
    await tammi.until(lambda: any(event["type"] == "follow.ended" for event in tammi.passing))
    (ended,) = [event for event in tammi.passing if event["type"] == "follow.ended"]
    assert ended["code"] == "suspended"
    with pytest.raises(Refused) as caught:
        await tammi.follow(scene.room)
    assert caught.value.code == "suspended"
    assert (await scene["Tammi"].ask("GET", "/api/sanctions"))["sanctions"][0]["kind"] == "suspension"


@pytest.mark.parametrize(
    ("stage", "text"),
    [
        ("small_stage", "You can call me, 0401234567"),
        ("small_stage", "write to kuusi@mail.example"),
        ("small_stage", "lisää mut snäpissä kuusi_99"),
        ("wide_stage", "lisää mut snäpissä kuusi_99"),
    ],
    indirect=["stage"],
)
async def test_who_tells_too_much_hears_it_first_and_insisting_waits_for_the_moderator(stage: Stage, text: str) -> None:
    scene, client_id = await evening(stage), str(uuid4())
    refused = await scene.refused("Kuusi", text, client_id=client_id, insisted=False)
    assert refused.code == "look_again"
    assert "contact_details" in {found["category"] for found in refused.error["details"]["findings"]}
    posted = await scene.say("Kuusi", text, client_id=client_id, insisted=True)
    assert (posted["held"], posted["seq"], posted["why"]) == (True, None, "contact_details")
    (mine,) = (await scene["Kuusi"].ask("GET", f"/api/rooms/{scene.room}/held"))["held"]
    assert mine["text"] == text
    assert text not in "".join(scene.members["Tammi"].raw)
    await scene.decide("Aino", "hold", outcome="released", is_masked=True)
    tammi = scene.members["Tammi"]
    await tammi.until(lambda: any(e["type"] == "message.posted" for e in tammi.log.get(scene.room, [])))
    assert text not in "".join(tammi.raw)


@pytest.mark.parametrize(
    "name", ["kuusi@mail.example", "call 0401234567", "Moderator", "\N{GREEK CAPITAL LETTER MU}oderator"]
)
async def test_pseudonym_that_tells_too_much_or_borrows_a_title_is_refused(small_stage: Stage, name: str) -> None:
    radu = await small_stage.organiser()
    room = await open_room(radu)
    made = await radu.ask("POST", f"/api/rooms/{room}/invitations", {"role": "participant"}, status=201)
    secret = made["path"].partition("#")[2]
    body = {"secret": secret, "pseudonym": name, "password": "nine grey stones in the river", "language": "en"}
    assert await small_stage.visitor().refused("POST", "/api/invitations/redeem", body) in {
        "name_protected",
        "name_unusable",
    }
