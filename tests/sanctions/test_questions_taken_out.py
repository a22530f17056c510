"""A question that all have seen is taken out as a message is: with reasons, a copy, a review; and nobody learns whose."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from moderation.reasons import ReasonCode
from server.actions.tables import Action
from server.actor import ANYONE, OPERATOR, Actor, Role
from server.distress.desk import TheDesk
from server.errors import ErrorCode
from server.messages.wire import Removal, RemoveQuestion
from server.review import appeals, second_answer, second_voice
from server.review.bodies import OneCase
from server.review.redress_bodies import AskForReview, CriticismCount, OneVoice
from server.rooms.roles import RoomRole
from server.sanctions import copies
from server.sanctions.bodies import OpenCopy
from server.sanctions.tables import Sanction
from server.seating import question_wire as asked
from server.storage.tx import Tx
from tests.review.working import claim, decide, desk, hour, log_of, make, only_case, opened, told
from tests.rooms.cast import House, refused, unhurried
from tests.sanctions.dealing import by_words, reviewer, sanctions, where_it_lies
from tests.seating.circle import Circle, gather

CRITICISM = "Why does Toivo promise much and do nothing?"
WHY = {"reason": ReasonCode.OTHERS_PERSONAL_DATA, "rule": "3"}
CRITICAL = WHY | {"criticises_organisation": True}


@pytest.fixture
async def rows(small_house: House) -> Circle:
    """A classroom that Aino and Petri look after; Lumi reviews and is in no room."""
    small_house.policy = unhurried(screening=by_words, desk=TheDesk())
    circle = await gather(small_house, "Kuusi", "Meri")
    await circle.arrive("Aino", RoomRole.FACILITATOR)
    await circle.arrive("Petri", RoomRole.MODERATOR)
    await circle.sit("classroom")
    await reviewer(small_house)
    return circle


async def show(rows: Circle, *, with_name: bool = False) -> str:
    question: str = (await rows.say("Kuusi", CRITICISM)).question
    await rows.do("Host", asked.LetThrough, question=question, with_name=with_name)
    return question


async def take_out(rows: Circle, name: str, question: str, **why: Any) -> bool:
    """Whether it is out of the room now."""
    removal: Removal = await rows.do(name, RemoveQuestion, question=question, **why)
    return removal.is_removed


async def is_there(rows: Circle) -> bool:
    return CRITICISM in str(await rows.house.rendered(rows.room))


async def answer(house: House, name: str, *, agrees: bool) -> None:
    (voice,) = (await house.do(second_voice.list_voices, house["Lumi"])).second_voices
    assert voice.text == CRITICISM
    await house.do(second_answer.answer_voice, house[name], OneVoice(second_voice=voice.second_voice, agrees=agrees))


async def appeal(house: House) -> None:
    (card,) = await sanctions(house, "Kuusi")
    command = AskForReview(sanction=card.sanction, words="It was only a question")
    await house.do(appeals.ask_for_review, house["Kuusi"], command)


async def test_author_reads_why_with_their_words_and_may_ask_for_a_review(rows: Circle) -> None:
    question = await show(rows)
    assert await take_out(rows, "Petri", question, **WHY)
    assert not await is_there(rows)
    assert rows.house.news(rows.room)[-1]["type"] == "question.removed"
    (card,) = await sanctions(rows.house, "Kuusi")
    assert (card.kind, card.what, card.reason, card.rule) == ("message_removed", CRITICISM, *WHY.values())
    assert (card.can_appeal, card.redress != []) == (True, True)
    assert (card.is_question, card.facts) == (True, "It is about the question you asked on November 24, 2026.")
    assert "sanctions" in told(rows.house, "Kuusi")
    for name in ("Meri", "Aino"):
        assert await sanctions(rows.house, name) == []
        assert "sanctions" not in told(rows.house, name)


async def test_removed_twice_it_has_one_statement(rows: Circle) -> None:
    question = await show(rows)
    for name in ("Petri", "Aino", "Kuusi"):
        assert await take_out(rows, name, question, **WHY)
    assert len(await sanctions(rows.house, "Kuusi")) == 1


async def test_without_the_reasons_that_it_needs_it_stays(rows: Circle) -> None:
    question = await show(rows)
    for criticises in (False, True):
        async with refused(ErrorCode.REASONS_MISSING):
            await take_out(rows, "Petri", question, reason=ReasonCode.UNLAWFUL, criticises_organisation=criticises)
    assert await is_there(rows)
    assert await sanctions(rows.house, "Kuusi") == []


@pytest.mark.parametrize("why", [WHY, CRITICAL])
async def test_nothing_that_others_read_says_whose_it_was(rows: Circle, why: dict[str, Any]) -> None:
    house, question = rows.house, await show(rows)
    if not await take_out(rows, "Petri", question, **why):
        seen = await opened(house, "Aino", (await only_case(house, "Aino")).case)
        assert (seen.about, seen.message and seen.message.author.display_name, seen.history) == (None, "", [])
        assert seen.message is not None
        assert seen.message.text == CRITICISM
        await answer(house, "Lumi", agrees=True)
    await appeal(house)
    case = await only_case(house, "Aino")
    await claim(house, "Aino", case)
    read: list[Any] = [
        case,
        await opened(house, "Aino", case.case),
        await house.do(appeals.see_appeal, house["Aino"], OneCase(case=case.case)),
        await log_of(house, "Aino", case.case),
        await house.read(copies.list_copies, house["Lumi"]),
        [one for one in house.news(rows.room) if one["type"].startswith("question.")],
        await house.read(_subjects, ANYONE),
    ]
    named = [rows.places["Kuusi"], str(house["Kuusi"].account_id), '"Kuusi"', "'Kuusi'"]
    assert [word for word in named for one in read if word in str(one)] == []


def _subjects(tx: Tx, actor: Actor, command: None) -> list[Any]:
    """Whom the log of actions and the sanction point to in the room."""
    acts = tx.session.exec(select(Action.kind, Action.subject).where(Action.kind != "participation.joined")).all()
    return [*acts, *tx.session.exec(select(Sanction.participation_id)).all()]


async def test_copy_is_opened_by_a_reviewer_with_a_reason_and_destroyed_in_time(rows: Circle) -> None:
    house, question = rows.house, await show(rows)
    await take_out(rows, "Petri", question, **WHY)
    assert await where_it_lies(house, CRITICISM) == {"sealed_copy.sealed_text"}
    (card,) = (await house.read(copies.list_copies, house["Lumi"])).copies
    command = OpenCopy(sealed_copy=card.sealed_copy, reason="asked to look")
    for name in ("Petri", "Aino", "Kuusi"):
        async with refused(ErrorCode.NOT_PERMITTED):
            await house.do(copies.open_copy, house[name], command)
    assert (await house.do(copies.open_copy, house["Lumi"], command)).text == CRITICISM
    hour(house, 30 * 24)
    await house.do(copies.destroy_expired, OPERATOR)
    assert await where_it_lies(house, CRITICISM) == set()
    assert [one.what for one in await sanctions(house, "Kuusi")] == [None]


async def test_criticism_stays_until_somebody_from_outside_agrees(rows: Circle) -> None:
    house, question = rows.house, await show(rows)
    assert not await take_out(rows, "Petri", question, **CRITICAL)
    assert await is_there(rows)
    for name, why in (("Petri", CRITICAL), ("Petri", WHY), ("Aino", WHY)):
        async with refused(ErrorCode.SECOND_VOICE_WAITING):
            await take_out(rows, name, question, **why)
    assert await is_there(rows)
    assert await sanctions(house, "Kuusi") == []
    await answer(house, "Lumi", agrees=True)
    assert not await is_there(rows)
    assert [(one.kind, one.what) for one in await sanctions(house, "Kuusi")] == [("message_removed", CRITICISM)]
    assert (await desk(house, "Aino")).cases == []
    counted: CriticismCount = await house.read(second_voice.count_criticism, ANYONE)
    assert (counted.asked, counted.agreed) == (1, 1)


async def test_criticism_stays_where_somebody_from_outside_says_no(rows: Circle) -> None:
    house, question = rows.house, await show(rows)
    await take_out(rows, "Petri", question, **CRITICAL)
    await answer(house, "Lumi", agrees=False)
    for why in (CRITICAL, WHY):
        async with refused(ErrorCode.SECOND_VOICE_DECLINED):
            await take_out(rows, "Petri", question, **why)
    await decide(house, "Petri", await claim(house, "Petri", await only_case(house, "Petri")), outcome="no_breach")
    assert await is_there(rows)
    assert await sanctions(house, "Kuusi") == []


async def test_whoever_asked_has_no_voice_in_it_and_no_case_of_theirs_on_a_desk(rows: Circle) -> None:
    house, question = rows.house, await show(rows)
    await make(house, "Kuusi", Role.REVIEWER)
    await take_out(rows, "Petri", question, **CRITICAL)
    async with refused(ErrorCode.CONFLICT_OF_INTEREST):
        await answer(house, "Kuusi", agrees=False)
    await answer(house, "Lumi", agrees=True)
    await appeal(house)
    assert (await desk(house, "Kuusi")).cases == []
    assert [one.kind for one in (await desk(house, "Aino")).cases] == ["appeal"]


async def test_author_takes_their_own_question_back_alone(rows: Circle) -> None:
    house, question = rows.house, await show(rows)
    assert await take_out(rows, "Kuusi", question, **CRITICAL)
    assert await sanctions(house, "Kuusi") == []
    assert await where_it_lies(house, CRITICISM) == set()
    assert (await desk(house, "Aino")).cases == []


async def test_taken_back_while_somebody_is_asked_it_is_gone_and_nothing_is_given_for_it(rows: Circle) -> None:
    house, question = rows.house, await show(rows)
    await take_out(rows, "Petri", question, **CRITICAL)
    await take_out(rows, "Kuusi", question)
    (voice,) = (await house.do(second_voice.list_voices, house["Lumi"])).second_voices
    assert voice.text is None
    await house.do(second_answer.answer_voice, house["Lumi"], OneVoice(second_voice=voice.second_voice, agrees=True))
    assert await sanctions(house, "Kuusi") == []
    assert (await desk(house, "Aino")).cases == []


async def test_shown_with_the_name_the_desk_sees_the_name_that_all_have_seen(rows: Circle) -> None:
    question = await show(rows, with_name=True)
    await take_out(rows, "Petri", question, **CRITICAL)
    seen = await opened(rows.house, "Aino", (await only_case(rows.house, "Aino")).case)
    assert seen.message is not None
    assert seen.message.author.display_name == "Kuusi"
    assert not seen.may_sanction
