"""S5: a guest tells something, others ask; a question is nobody's but its author's and the facilitators' before it is
let through.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.flows.duty import Doors, one_process, two_processes
from tests.flows.seated import HASTY, Person, everybody, sit_down
from tests.harness.member import Refused

pytestmark = pytest.mark.timeout(240)
WORDS = "How does one sleep again after so long?"


async def in_rows(doors: Doors) -> dict[str, Person]:
    people = await everybody(doors, "Kuusi", "Meri")
    people["Ionescu"] = await sit_down(doors, people["Aino"].room, "Dr Ionescu", "professional")
    await people["Aino"].act("seating.change", mode="classroom", reason="Dr Ionescu tells us about sleep.")
    for one in people.values():
        await one.until(mode="classroom", speakers=[people["Ionescu"].place])
    return people


async def queue(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await person.visitor.ask("GET", f"/api/rooms/{person.room}/questions"))["questions"]
    return found


async def told_of_questions(person: Person) -> None:
    await person.member.until(lambda: {"type": "account.changed", "what": "questions"} in person.member.passing)


async def asked_and_answered(doors: Doors) -> None:
    people = await in_rows(doors)
    aino, kuusi, meri, ionescu = (people[name] for name in ("Aino", "Kuusi", "Meri", "Ionescu"))
    await ionescu.say("Good evening, I am a psychologist")
    reply = await kuusi.say(WORDS)
    assert set(reply) == {"question", "support"}
    question = reply["question"]
    await told_of_questions(aino)
    assert [(one["id"], one["text"], one["asker"]["display_name"]) for one in await queue(aino)] == [
        (question, WORDS, "Kuusi")
    ]
    assert [(one["id"], one["state"]) for one in await queue(kuusi)] == [(question, "waiting")]
    for one in (meri, ionescu):
        assert await queue(one) == []
    await meri.member.ask("room.resume", room=meri.room, after=0)
    for one in (meri, ionescu):
        assert not [word for word in (WORDS, question, "questions") if word in str(one.member.raw)]
    await aino.act("question.let_through", question=question)
    for one in people.values():
        await one.member.until(lambda one=one: bool(one.events("question.shown")))
        (shown,) = one.events("question.shown")
        assert (shown["question"]["text"], shown["question"]["asker"]) == (WORDS, None)
        assert kuusi.place not in str(shown)
    await meri.act("question.support", question=question, is_on=True)
    await ionescu.say("By getting up at the same time, and patiently")
    await ionescu.act("question.answered", question=question)
    await kuusi.member.until(lambda: len(kuusi.events("question.changed")) == 2)
    told = kuusi.events("question.changed")[-1]
    assert (told["supporters"], told["is_answered"]) == ([meri.place], True)


async def withdrawn(doors: Doors) -> None:
    """Gone from the queue and from storage, and nobody but who guides ever knew of it."""
    people = await in_rows(doors)
    aino, kuusi, meri, ionescu = (people[name] for name in ("Aino", "Kuusi", "Meri", "Ionescu"))
    question = (await kuusi.say("Never mind this one"))["question"]
    await told_of_questions(aino)
    for one in (meri, ionescu):
        with pytest.raises(Refused, match="question_unknown"):
            await one.act("question.withdraw", question=question)
    await kuusi.act("question.withdraw", question=question)
    for one in (aino, kuusi):
        assert await queue(one) == []
    stored = await doors.staff.house.services.readers.run(_stored, None)  # type: ignore[arg-type]
    assert stored == 0
    with pytest.raises(Refused, match="question_unknown"):
        await aino.act("question.let_through", question=question)
    await asyncio.sleep(0.3)
    for one in (meri, ionescu):
        assert not [word for word in ("Never mind", "account.changed") if word in str(one.member.raw)]


def _stored(tx: Any, actor: Any, command: None) -> int:
    return int(tx.connection.exec_driver_sql("SELECT count(*) FROM question").scalar_one())


async def guest_guides_nothing(doors: Doors) -> None:
    people = await in_rows(doors)
    aino, kuusi, ionescu = (people[name] for name in ("Aino", "Kuusi", "Ionescu"))
    message = (await aino.say("Welcome"))["message"]
    question = (await kuusi.say(WORDS))["question"]
    refused = {
        "message.remove": {"message": message},
        "question.let_through": {"question": question},
        "question.set_aside": {"question": question},
        "seating.change": {"mode": "sofa"},
    }
    for command, fields in refused.items():
        with pytest.raises(Refused, match="not_permitted"):
            await ionescu.act(command, **fields)


async def somebody_in_danger_asks(doors: Doors) -> None:
    """What nobody sees yet is heard by whoever must hear it: help for the author, a case on the desk."""
    people = await in_rows(doors)
    aino, kuusi, meri = (people[name] for name in ("Aino", "Kuusi", "Meri"))
    reply = await kuusi.say("I don't want to be here anymore")
    assert reply["support"] is True
    cases = (await aino.visitor.ask("GET", "/api/desk"))["cases"]
    assert [case["kind"] for case in cases] == ["distress"]
    shown = await aino.visitor.ask("GET", f"/api/cases/{cases[0]['case']}")
    assert shown["about"]["participation"] == kuusi.place
    assert "anymore" not in str(meri.member.raw)


async def taken_out_by_the_staff(doors: Doors) -> None:
    """Its author hears why and may ask for a review; criticism stays; nobody else is told whose either was."""
    people = await in_rows(doors)
    aino, kuusi, meri, ionescu = (people[name] for name in ("Aino", "Kuusi", "Meri", "Ionescu"))
    personal, critical = [(await kuusi.say(text))["question"] for text in (WORDS, "Why does Toivo not answer us?")]
    for one in (personal, critical):
        await aino.act("question.let_through", question=one)
    why = {"reason": "others_personal_data", "rule": "3"}
    with pytest.raises(Refused, match="not_permitted"):
        await ionescu.act("question.remove", question=personal, **why)
    assert await aino.act("question.remove", question=personal, **why) == {"is_removed": True}
    asked = await aino.act("question.remove", question=critical, **why, criticises_organisation=True)
    assert asked == {"is_removed": False}
    with pytest.raises(Refused, match="second_voice_waiting"):
        await aino.act("question.remove", question=critical, **why)
    await kuusi.member.until(lambda: {"type": "account.changed", "what": "sanctions"} in kuusi.member.passing)
    (card,) = (await kuusi.visitor.ask("GET", "/api/sanctions"))["sanctions"]
    assert (card["kind"], card["what"], card["rule"], card["can_appeal"]) == ("message_removed", WORDS, "3", True)
    await kuusi.visitor.ask("POST", f"/api/sanctions/{card['sanction']}/appeal", {"words": "I named nobody"})
    again = (await meri.member.ask("room.page", room=meri.room, before=1_000))["events"]
    texts = {one["question"]["id"]: one["question"]["text"] for one in again if one["type"] == "question.shown"}
    assert texts == {personal: None, critical: "Why does Toivo not answer us?"}
    for one in (meri, ionescu):
        await one.member.until(lambda one=one: bool(one.events("question.removed")))
        assert not [word for word in ("sanctions", "others_personal_data") if word in str(one.member.raw)]
    for case in (await aino.visitor.ask("GET", "/api/desk"))["cases"]:
        shown = str(await aino.visitor.ask("GET", f"/api/cases/{case['case']}"))
        assert not [word for word in (kuusi.place, "Kuusi") if word in shown]


STORIES = [asked_and_answered, withdrawn, taken_out_by_the_staff, guest_guides_nothing, somebody_in_danger_asks]


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
async def test_classroom(story, sqlite_url: str, tmp_path: Path) -> None:
    async with one_process(sqlite_url, tmp_path, **HASTY) as doors:
        await story(doors)


@pytest.mark.parametrize("story", STORIES[:3], ids=lambda one: one.__name__)
async def test_classroom_at_two_processes(story, postgres_url: str, valkey_url: str, tmp_path: Path) -> None:
    async with two_processes(postgres_url, valkey_url, tmp_path, **HASTY) as doors:
        await story(doors)
