"""Before anybody comes in: the door tells everything, asks for nothing, and opens once the agreement is accepted."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.flows.stage import NUMBER, Stage, Visitor, link, newcomer, open_room
from tests.harness.member import Refused

LETTER = {
    "influence": "heard",
    "decision_maker": "Radu",
    "what_you_get": "Tea, and a bus ticket.",
    "expectations": "Come as you are. What is said here stays here.",
}
TEXT = "What is said here stays here."


async def written_room(radu: Visitor) -> str:
    room = await open_room(radu)
    await radu.ask("PUT", f"/api/rooms/{room}/door", LETTER)
    agreement = {"text": TEXT, "is_material": True}
    await radu.ask("POST", f"/api/rooms/{room}/agreement", agreement, status=201)
    return room


async def test_stranger_reads_one_screen_accepts_and_enters(stage: Stage) -> None:
    """S1."""
    radu = await stage.organiser()
    room = await written_room(radu)
    kuusi = stage.visitor()
    door = await kuusi.ask("GET", f"/api/rooms/{room}/door")
    assert (door["name"], door["purpose"], door["capacity"], door["free_seats"]) == (
        "Tuesday circle",
        "To talk and to listen.",
        6,
        6,
    )
    assert (door["state"], door["seating"], door["organisation"]) == ("open", "sofa", "Toivo")
    assert [(one["display_name"], one["role"]) for one in door["on_duty"]] == [("Eeva", "facilitator")]
    assert door["influence"] == {
        "level": "heard",
        "decision_maker": "Radu",
        "what_you_get": "Tea, and a bus ticket.",
        "meeting": None,
        "is_frozen": True,
    }
    assert (door["expectations"], door["who_can_read"], door["retention_days"]) == (
        LETTER["expectations"],
        ["people_in_room"],
        None,
    )
    assert door["agreement"]["version"] == "1.0"
    assert door["help"] == [NUMBER | {"hours": ""}]
    assert door["situations"] == []
    asked = (await kuusi.ask("GET", "/api/openapi.json"))["components"]["schemas"]["RedeemInvitation"]["properties"]
    assert asked.keys() == {"secret", "pseudonym", "password", "language", "display_name"}
    await kuusi.come_in(await link(radu, room), "Kuusi")
    socket = await kuusi.connect()
    asking: dict[str, dict[str, Any]] = {
        "room.follow": {},
        "room.resume": {"after": 0},
        "room.page": {"before": 9},
        "message.post": {"client_id": str(uuid4()), "text": "Hello?"},
    }
    for command, fields in asking.items():
        with pytest.raises(Refused, match="agreement_required"):
            await socket.ask(command, room=room, **fields)
    receipt = await kuusi.ask("POST", f"/api/rooms/{room}/agreement/accept", {"version": "1.0"}, status=201)
    assert (receipt["display_name"], receipt["group"], receipt["version"]) == ("Kuusi", "Tuesday circle", "1.0")
    assert receipt["text_sha256"] == door["agreement"]["text_sha256"]
    assert (await kuusi.ask("GET", "/api/receipts"))["receipts"] == [receipt]
    for anybody in (stage.visitor(), radu):
        assert (await anybody.ask("POST", "/api/receipts/verify", {"receipt": receipt}))["is_genuine"]
        assert (await anybody.ask("GET", f"/api/rooms/{room}/door"))["free_seats"] == 5
    assert (await socket.follow(room))["you"]["display_name"] == "Kuusi"
    assert (await socket.say(room, "Hello"))["seq"]


async def test_door_says_plainly_what_is_not_possible_and_what_is(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu, capacity=2, joins_by="application")
    other = await open_room(radu, "Morning coffee", joins_by="application")
    await open_room(radu, "Aamukahvi", joins_by="application", language="fi")
    anybody = stage.visitor()
    assert (await anybody.ask("GET", f"/api/rooms/{room}/door"))["situations"] == []
    host = (await anybody.ask("GET", f"/api/rooms/{room}/door"))["on_duty"]
    assert [one["role"] for one in host] == ["facilitator"]
    for name in ("Kuusi", "Meri"):
        await newcomer(stage, radu, room, name)
    door = await anybody.ask("GET", f"/api/rooms/{room}/door")
    assert (door["situations"], door["instead"]) == (["full"], ["apply", "other_rooms", "help"])
    assert [one["id"] for one in door["elsewhere"]] == [other]
    await radu.ask("POST", f"/api/rooms/{room}/close", {})
    assert (await anybody.ask("GET", f"/api/rooms/{room}/door"))["situations"] == ["full", "closed", "nobody_on_duty"]


async def test_promise_on_the_door_stands_still_while_people_sit_there(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu)
    path = f"/api/rooms/{room}/door"
    await radu.ask("PUT", path, LETTER)
    assert await radu.refused("PUT", path, LETTER | {"influence": "informed"}) == "promise_frozen"
    await radu.ask("PUT", path, LETTER | {"expectations": "Come as you are."})
    assert (await radu.ask("GET", path))["influence"]["is_frozen"]
    kuusi = await newcomer(stage, radu, room, "Kuusi")
    assert await kuusi.refused("PUT", path, LETTER) == "not_permitted"
    assert await radu.refused("PUT", path, LETTER | {"decision_maker": " "}) == "bad_request"
    await radu.ask("POST", f"/api/rooms/{room}/close", {})
    await radu.ask("PUT", path, LETTER | {"influence": "informed"})
    assert (await radu.ask("GET", path))["letter"]["influence"] == "informed"
    assert await radu.refused("GET", f"/api/rooms/{'0' * 26}/door") == "not_found"
