"""Worry about a person, and words of danger, over real sockets: a human comes, and the person's window tells nothing."""

import asyncio
import json
import time
from datetime import timedelta
from typing import Any

import pytest

from server.distress import escalating
from tests.distress.listener import Listener, listening
from tests.flows.soon import soon
from tests.flows.stage import Stage, Visitor, newcomer, open_room
from tests.harness.member import Member

A_MINUTE = 1.5  # seconds, in these tests


@pytest.fixture
def rules() -> dict[str, Any]:
    return {"webhook_allow_private_networks": True, "newcomer_burst": 10}


@pytest.fixture(autouse=True)
def minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escalating, "EVERY", timedelta(seconds=A_MINUTE))


class Evening:
    """Aino and Petri look after a room in which Meri, Lumi and Kuusi sit, each at a window."""

    def __init__(self, radu: Visitor, room: str) -> None:
        self.radu, self.room = radu, room
        self.people: dict[str, Visitor] = {}
        self.windows: dict[str, Member] = {}
        self.participations: dict[str, str] = {}

    @classmethod
    async def begin(cls, stage: Stage) -> "Evening":
        radu = await stage.organiser()
        evening = cls(radu, await open_room(radu))
        roles = {"Aino": "facilitator", "Petri": "moderator"}
        for name in ("Aino", "Petri", "Meri", "Lumi", "Kuusi"):
            person = await newcomer(stage, radu, evening.room, name, roles.get(name, "participant"))
            window = await person.connect()
            evening.people[name], evening.windows[name] = person, window
            evening.participations[name] = (await window.follow(evening.room))["you"]["participation"]
        return evening

    async def desk(self, name: str) -> list[dict[str, Any]]:
        cases: list[dict[str, Any]] = (await self.people[name].ask("GET", "/api/desk"))["cases"]
        return cases

    async def told(self, name: str, what: str) -> None:
        """Somebody's window is told to look again at something."""
        window = self.windows[name]
        await window.until(lambda: any(event.get("what") == what for event in window.passing))
        window.passing.clear()

    async def claim(self, name: str) -> dict[str, Any]:
        [case] = await self.desk(name)
        claimed: dict[str, Any] = await self.people[name].ask(
            "POST", f"/api/cases/{case['case']}/claim", {"version": case["version"]}
        )
        return claimed


async def on_call(radu: Visitor, *listeners: Listener) -> list[dict[str, Any]]:
    contacts = [{"kind": "webhook", "address": listener.url} for listener in listeners]
    saved: list[dict[str, Any]] = (await radu.ask("PUT", "/api/on-call", {"contacts": contacts}))["contacts"]
    return saved


async def test_worry_is_seen_claimed_talked_about_and_answered_while_the_group_goes_on(stage: Stage) -> None:
    """S8."""
    evening = await Evening.begin(stage)
    meri, lumi, aino = (evening.people[name] for name in ("Meri", "Lumi", "Aino"))
    said = await evening.windows["Lumi"].say(evening.room, "I slept two hours again")
    await evening.windows["Lumi"].until(lambda: said["seq"] in evening.windows["Lumi"].seqs(evening.room))
    async with listening() as first, listening() as second:
        await on_call(evening.radu, first, second)
        before = _but_comings_and_goings(evening.windows["Lumi"])
        body = {"participation": evening.participations["Lumi"], "message": said["message"]}
        receipt = await meri.ask("POST", f"/api/rooms/{evening.room}/worries", body, status=201)
        assert receipt["became"] == "waiting"
        begun = time.perf_counter()
        await asyncio.gather(evening.told("Aino", "desk"), evening.told("Petri", "desk"))
        took = time.perf_counter() - begun
        for name in ("Aino", "Petri"):
            [case] = await evening.desk(name)
            assert (case["kind"], case["claimed_by"]) == ("distress", None)
        await second.until(lambda: len(second.heard) >= 1)
        await evening.told("Aino", "desk")
        for heard in (*first.heard, *second.heard):
            _tells_nothing(heard.body.decode() + str(heard.headers), evening)
        claimed = await evening.claim("Aino")
        calls = len(first.heard) + len(second.heard)
        [at_petris] = await evening.desk("Petri")
        assert at_petris["claimed_by"] == "Aino"
        await asyncio.sleep(2 * A_MINUTE + 1.5)
        assert len(first.heard) + len(second.heard) == calls
        assert _but_comings_and_goings(evening.windows["Lumi"]) == before
    await _talk_aside(evening, aino, lumi, claimed["case"])
    decision = {"version": claimed["version"], "outcome": "talked"}
    mute = {"kind": "mute", "reason": "house_rule", "hours": 1}
    refused = await aino.refused("POST", f"/api/cases/{claimed['case']}/decide", decision | {"sanction": mute})
    assert refused == "no_sanction_here"
    await aino.ask("POST", f"/api/cases/{claimed['case']}/decide", decision)
    await evening.told("Meri", "worries")
    [worry] = (await meri.ask("GET", "/api/worries"))["worries"]
    assert worry == receipt | {"became": "talked"}
    assert "worr" not in "".join(evening.windows["Lumi"].raw)
    assert took < await soon(lambda: evening.windows["Kuusi"].say(evening.room, "and now?"))


async def _talk_aside(evening: Evening, aino: Visitor, lumi: Visitor, case: str) -> None:
    """A side room that Lumi comes into, a step of the protocol, and a group that hears none of it."""
    side = (await aino.ask("POST", f"/api/cases/{case}/side-room", {}, status=201))["side_room"]
    await evening.told("Lumi", "side_room")
    await lumi.ask("POST", f"/api/side-rooms/{side}/accept", {})
    said = {"client_id": "client id 1", "text": "I am so tired of it"}
    assert (await lumi.ask("POST", f"/api/side-rooms/{side}/messages", said, status=201))["n"] == 1
    await evening.told("Aino", "side_room")
    heard = await aino.ask("GET", f"/api/side-rooms/{side}/messages?after=0")
    assert [one["text"] for one in heard["messages"]] == ["I am so tired of it"]
    assert await evening.people["Meri"].refused("GET", f"/api/side-rooms/{side}/messages") == "not_found"
    posted = await evening.windows["Kuusi"].say(evening.room, "Shall we go on?")
    await evening.windows["Lumi"].until(lambda: posted["seq"] in evening.windows["Lumi"].seqs(evening.room))
    await aino.ask("PUT", f"/api/cases/{case}/steps/ask_openly", {"is_done": True}, status=204)
    shown = await aino.ask("GET", f"/api/cases/{case}/distress")
    assert [step["by"] for step in shown["steps"] if step["done_at"]] == ["Aino"]
    await aino.ask("POST", f"/api/side-rooms/{side}/close", {"outcome": "calmer"})
    assert "so tired" not in "".join(evening.windows["Kuusi"].raw + evening.windows["Meri"].raw)


def _but_comings_and_goings(window: Member) -> list[str]:
    """What a window was sent, byte for byte, but for who sits at theirs and that the server is there."""
    passing = ('{"type":"presence.changed"', '{"type":"beat"')
    return [sent for sent in window.raw if not sent.startswith(passing)]


def _tells_nothing(sent: str, evening: Evening) -> None:
    """Neither a name, nor a word, nor an id of anybody, nor which room it is."""
    kept_in = ["Lumi", "Meri", "Aino", "slept", "Tuesday", "Toivo", evening.room, *evening.participations.values()]
    assert [word for word in kept_in if word in sent] == []
    assert "distress_waiting" in sent


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("small_stage", "I don't want to be here anymore, I want to end my life"),
        ("small_stage", "I don’t want to be here anymore, I want to end my life"),
        ("small_stage", "en jaksa enää elää"),
        ("small_stage", "mă gândesc la sinucidere"),
        ("small_stage", "ma gandesc la sinucidere"),
        ("wide_stage", "ma gandesc la sinucidere"),
    ],
    indirect=["stage"],
)
async def test_words_of_danger_are_delivered_and_only_their_author_sees_support(stage: Stage, words: str) -> None:
    """S9."""
    evening = await Evening.begin(stage)
    said = await evening.windows["Lumi"].say(evening.room, words)
    assert said["support"]
    for name in ("Meri", "Kuusi", "Aino"):
        window = evening.windows[name]
        await window.until(lambda window=window: said["seq"] in window.seqs(evening.room))  # type: ignore[misc]
        assert window.log[evening.room][-1]["message"]["text"] == words
        assert "support" not in window.raw[-1]
    await evening.told("Aino", "desk")
    [case] = await evening.desk("Aino")
    assert (case["kind"], case["source"]) == ("distress", "rule")
    assert words not in json.dumps(case)
    assert not [event for event in evening.windows["Lumi"].passing if event.get("what") == "desk"]


async def test_harmless_words_raise_nothing(small_stage: Stage) -> None:
    evening = await Evening.begin(small_stage)
    for words in ("She is skilled", "I killed it at the interview", "tappavan tylsää", "the deadline is near"):
        assert not (await evening.windows["Lumi"].say(evening.room, words))["support"]
    assert await evening.desk("Aino") == []


async def test_worried_person_with_a_thousand_worries_is_one_case(small_stage: Stage) -> None:
    evening = await Evening.begin(small_stage)
    body = {"participation": evening.participations["Lumi"]}
    for _ in range(20):
        many = (
            evening.people["Meri"].ask("POST", f"/api/rooms/{evening.room}/worries", body, status=201)
            for _ in range(50)
        )
        receipts = await asyncio.gather(*many)
        assert len({receipt["id"] for receipt in receipts}) == 1
    assert len(await evening.desk("Aino")) == 1


async def test_operator_sees_that_somebody_waits_and_nobody_is_on_call(small_stage: Stage) -> None:
    evening = await Evening.begin(small_stage)
    assert "sohva_on_call_contacts 0.0" in await figures(small_stage)
    await evening.windows["Lumi"].say(evening.room, "I want to end my life")
    async with asyncio.timeout(30):
        while 'sohva_alarms_total{kind="nobody_on_call"}' not in await figures(small_stage):
            await asyncio.sleep(0.2)
        while "sohva_distress_waiting 1.0" not in await figures(small_stage):
            await asyncio.sleep(0.2)
    assert "sohva_calls_failed_total 0.0" not in await figures(small_stage)


async def figures(stage: Stage) -> str:
    return str((await stage.visitor().http.get("/metrics")).text)
