"""A comma and a clause (S17), by the real doors and over real sockets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.flows.stage import Stage, Visitor, newcomer, open_room
from tests.harness.member import Member, Refused

FIRST = "What is said here stays here."
WIDER = "What is said here stays here. A professional may be present."


async def publish(radu: Visitor, room: str, text: str, **about: Any) -> str:
    body = {"text": text, "is_material": True, "what_changed": "A clause."} | about
    return str((await radu.ask("POST", f"/api/rooms/{room}/agreement", body, status=201))["version"])


async def accept(visitor: Visitor, room: str, version: str) -> dict[str, Any]:
    path = f"/api/rooms/{room}/agreement/accept"
    receipt: dict[str, Any] = await visitor.ask("POST", path, {"version": version}, status=201)
    return receipt


async def refused(member: Member, command: str, room: str, **fields: Any) -> dict[str, Any]:
    with pytest.raises(Refused) as caught:
        await member.ask(command, room=room, **fields)
    return caught.value.error


def ended(member: Member, room: str) -> bool:
    said = {"type": "follow.ended", "room": room, "code": "agreement_required"}
    return said in member.passing


async def is_genuine(visitor: Visitor, receipt: dict[str, Any]) -> bool:
    return bool((await visitor.ask("POST", "/api/receipts/verify", {"receipt": receipt}, status=200))["is_genuine"])


async def test_nobody_follows_a_room_before_accepting_what_it_asks(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu)
    await publish(radu, room, FIRST)
    kuusi = await newcomer(stage, radu, room, "Kuusi")
    member = await kuusi.connect()
    for command, fields in (("room.follow", {}), ("room.resume", {"after": 0}), ("room.page", {"before": 9})):
        error = await refused(member, command, room, **fields)
        assert (error["code"], error["details"]) == ("agreement_required", {"version": "1.0"})
    receipt = await accept(kuusi, room, "1.0")
    assert (receipt["display_name"], receipt["group"], receipt["how"]) == ("Kuusi", "Tuesday circle", "here")
    await member.follow(room)
    await member.say(room, "hello")


async def test_a_comma_asks_nobody_and_a_clause_asks_everybody_before_the_next_message(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu)
    await publish(radu, room, FIRST)
    kuusi, meri = [await newcomer(stage, radu, room, name) for name in ("Kuusi", "Meri")]
    first = await accept(kuusi, room, "1.0")
    await accept(meri, room, "1.0")
    guest, other = await kuusi.connect(), await meri.connect()
    for member in (guest, other):
        await member.follow(room)
    assert await publish(radu, room, FIRST.replace("here stays", "here, stays"), is_material=False) == "1.0.1"
    await guest.until(lambda: guest.log.get(room, [{}])[-1].get("type") == "agreement.changed")
    seq = (await guest.say(room, "a comma is only a comma"))["seq"]
    assert await publish(radu, room, WIDER) == "2.0"
    for member in (guest, other):
        await member.until(lambda member=member: ended(member, room))
        assert (await refused(member, "room.resume", room, after=seq))["code"] == "agreement_required"
        post = {"client_id": "0f14d0ab-9605-4a62-a9e4-5ed26688389b", "text": "and now?"}
        assert (await refused(member, "message.post", room, **post))["details"] == {"version": "2.0"}
    second = await accept(kuusi, room, "2.0")
    await guest.ask("room.resume", room=room, after=seq)
    await guest.say(room, "and now")
    await guest.until(lambda: guest.seqs(room)[-1] == seq + 2)
    assert not [event for event in other.log[room] if event["seq"] > seq]
    await meri.ask("POST", f"/api/rooms/{room}/leave", {}, status=204)
    for receipt in (first, second):
        assert await is_genuine(stage.visitor(), receipt)
        assert not await is_genuine(stage.visitor(), receipt | {"display_name": "Meri"})
    (old,) = (await meri.ask("GET", "/api/receipts"))["receipts"]
    assert (old["version"], await is_genuine(meri, old)) == ("1.0", True)


async def test_a_signature_on_paper_is_recorded_and_said_so(stage: Stage) -> None:
    radu = await stage.organiser()
    room = await open_room(radu)
    await publish(radu, room, FIRST)
    kuusi = await newcomer(stage, radu, room, "Kuusi")
    (_, found) = (await radu.ask("GET", f"/api/rooms/{room}/agreement/acceptances"))["people"]
    assert (found["version"], found["is_asked"]) == (None, True)
    body = {"signed_on": "2026-03-12"}
    await radu.ask("POST", f"/api/participations/{found['participation']}/signature", body, status=201)
    await (await kuusi.connect()).follow(room)
    (receipt,) = (await kuusi.ask("GET", "/api/receipts"))["receipts"]
    assert (receipt["how"], receipt["signed_on"]) == ("on_paper", "2026-03-12")
    assert await is_genuine(kuusi, receipt)
    key = await stage.visitor().ask("GET", "/api/agreements/key")
    assert key == {"algorithm": "Ed25519", "public_key": receipt["public_key"]}


async def test_what_is_no_receipt_is_a_bad_request(stage: Stage) -> None:
    nobody = stage.visitor()
    assert await nobody.refused("POST", "/api/receipts/verify", {"receipt": {"display_name": 7}}) == "bad_request"
    assert await nobody.refused("GET", f"/api/rooms/{'0' * 26}/agreement") == "not_found"
