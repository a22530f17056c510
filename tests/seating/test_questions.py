"""Questions of a classroom: who ever hears of them, and what is left of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from moderation import Draft, Verdict
from moderation.verdict import Outcome, Risk, Side
from server.errors import ErrorCode
from server.messages.desk import NoDesk, Screened
from server.messages.wire import RemoveQuestion
from server.rooms.roles import RoomRole
from server.seating import attendance, bodies, questions, wire
from server.seating import question_wire as asked
from server.storage.tx import Tx
from tests.agreements.promises import publish
from tests.rooms.cast import House, open_house, refused, unhurried
from tests.seating.circle import Circle, gather


@pytest.fixture
async def rows(circle: Circle) -> Circle:
    """A classroom in which Dr Ionescu speaks."""
    await circle.arrive("Tammi", RoomRole.PROFESSIONAL, "Dr Ionescu")
    await circle.sit("classroom")
    return circle


async def ask(circle: Circle, name: str, text: str, **about: Any) -> str:
    reply = await circle.say(name, text, **about)
    assert isinstance(reply, asked.Asked)
    return reply.question


async def seen_by(circle: Circle, name: str) -> list[bodies.QuestionSeen]:
    command = bodies.OneRoom(room=circle.room)
    found: bodies.Questions = await circle.house.read(questions.list_questions, circle.actors[name], command)
    return found.questions


async def test_question_is_seen_by_its_author_and_those_who_guide_and_by_nobody_else(rows: Circle) -> None:
    before = len(rows.house.news(rows.room))
    question = await ask(rows, "Kuusi", "How does one sleep again?")
    assert len(rows.house.news(rows.room)) == before
    assert rows.notices("questions") == ["Host"]
    mine, theirs = await seen_by(rows, "Kuusi"), await seen_by(rows, "Host")
    assert [(one.id, one.is_mine, one.asker, one.state) for one in mine] == [(question, True, None, "waiting")]
    assert [(one.id, one.text, one.asker and one.asker.display_name) for one in theirs] == [
        (question, "How does one sleep again?", "Kuusi")
    ]
    for name in ("Meri", "Tammi"):
        assert await seen_by(rows, name) == []
    rows.actors["Radu"] = rows.house["Radu"]
    async with refused(ErrorCode.NOT_IN_ROOM):
        await seen_by(rows, "Radu")


async def test_question_takes_no_number_and_its_words_are_in_no_row_in_the_clear(rows: Circle) -> None:
    head = (await rows.house.standing("Meri", rows.room)).head
    await ask(rows, "Kuusi", "A rare word: quagga")
    assert (await rows.house.standing("Meri", rows.room)).head == head


async def test_let_through_without_the_name_nobody_learns_who_asked(rows: Circle) -> None:
    client_id = str(uuid4())
    question = await ask(rows, "Kuusi", "How does one sleep again?", client_id=client_id)
    await rows.do("Host", asked.LetThrough, question=question)
    told = rows.house.news(rows.room)[-1]
    assert told == (await rows.house.rendered(rows.room))[-1]
    assert (told["type"], told["question"]["text"], told["question"]["asker"]) == (
        "question.shown",
        "How does one sleep again?",
        None,
    )
    assert not [one for one in (rows.places["Kuusi"], client_id) if one in str(told)]
    assert rows.notices("questions") == ["Host", "Kuusi", "Host"]
    assert [one.asker for one in await seen_by(rows, "Host")] == []


async def test_let_through_with_the_name_everybody_does_and_twice_is_once(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "Is it only me?")
    for _ in range(2):
        await rows.do("Host", asked.LetThrough, question=question, with_name=True)
    shown = [one for one in rows.house.news(rows.room) if one["type"] == "question.shown"]
    assert [one["question"]["asker"]["display_name"] for one in shown] == ["Kuusi"]


async def test_supported_and_answered(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "How does one sleep again?")
    await rows.do("Host", asked.LetThrough, question=question)
    for is_on in (True, True, False, True):
        await rows.do("Meri", asked.SupportQuestion, question=question, is_on=is_on)
    await rows.do("Kuusi", asked.SupportQuestion, question=question, is_on=True)
    async with refused(ErrorCode.NOT_PERMITTED):
        await rows.do("Meri", asked.MarkAnswered, question=question)
    await rows.say("Tammi", "By getting up at the same time")
    for name in ("Tammi", "Host"):
        await rows.do(name, asked.MarkAnswered, question=question)
    changed = [one for one in rows.house.news(rows.room) if one["type"] == "question.changed"]
    assert [(rows.names(one["supporters"]), one["is_answered"]) for one in changed] == [
        (["Meri"], False),
        ([], False),
        (["Meri"], False),
        (["Meri"], True),
    ]
    assert (await rows.house.rendered(rows.room))[-1] == changed[-1]
    later = next(one for one in await rows.house.rendered(rows.room) if one["type"] == "question.shown")
    assert (rows.names(later["question"]["supporters"]), later["question"]["is_answered"]) == (["Meri"], True)


async def test_withdrawn_question_is_gone_from_the_queue_and_from_storage(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "Never mind")
    async with refused(ErrorCode.QUESTION_UNKNOWN):
        await rows.do("Meri", asked.WithdrawQuestion, question=question)
    await rows.do("Kuusi", asked.WithdrawQuestion, question=question)
    for name in ("Kuusi", "Host"):
        assert await seen_by(rows, name) == []
    assert await rows.house.read(lambda tx, a, _: _rows(tx), rows.actors["Host"]) == 0
    async with refused(ErrorCode.QUESTION_UNKNOWN):
        await rows.do("Host", asked.LetThrough, question=question)


def _rows(tx: Tx) -> int:
    return int(tx.connection.exec_driver_sql("SELECT count(*) FROM question").scalar_one())


async def test_set_aside_is_told_to_its_author_and_may_still_be_let_through(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "Something for later")
    await rows.do("Host", asked.SetAside, question=question)
    assert [one.state for one in await seen_by(rows, "Kuusi")] == ["set_aside"]
    assert rows.notices("questions") == ["Host", "Kuusi", "Host"]
    await rows.do("Host", asked.LetThrough, question=question)
    async with refused(ErrorCode.NOT_NOW):
        await rows.do("Host", asked.SetAside, question=question)


async def test_removed_question_has_no_words_left_anywhere(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "My street is called so and so")
    async with refused(ErrorCode.QUESTION_UNKNOWN):
        await rows.do("Host", RemoveQuestion, question=question)
    await rows.do("Host", asked.LetThrough, question=question, with_name=True)
    await rows.do("Meri", asked.SupportQuestion, question=question, is_on=True)
    for name in ("Meri", "Tammi"):
        async with refused(ErrorCode.NOT_PERMITTED):
            await rows.do(name, RemoveQuestion, question=question)
    for name in ("Host", "Kuusi"):
        await rows.do(name, RemoveQuestion, question=question)
    assert rows.house.news(rows.room)[-1]["type"] == "question.removed"
    assert "street" not in str(await rows.house.rendered(rows.room))
    assert [one.text for one in await seen_by(rows, "Kuusi")] == [None]
    async with refused(ErrorCode.QUESTION_UNKNOWN):
        await rows.do("Meri", asked.SupportQuestion, question=question, is_on=False)


async def test_author_takes_back_what_everybody_has_seen(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "My street is called so and so")
    await rows.do("Host", asked.LetThrough, question=question)
    await rows.do("Kuusi", asked.WithdrawQuestion, question=question)
    assert "street" not in str(await rows.house.rendered(rows.room))


async def test_newcomer_hears_of_no_question_from_before(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "From before")
    await rows.do("Host", asked.LetThrough, question=question)
    await rows.arrive("Petri")
    async with refused(ErrorCode.QUESTION_UNKNOWN):
        await rows.do("Petri", asked.SupportQuestion, question=question, is_on=True)
    await rows.do("Meri", asked.SupportQuestion, question=question, is_on=True)
    joined = (await rows.house.standing("Petri", rows.room)).from_seq
    assert "From before" not in str(await rows.house.rendered(rows.room, joined))


async def test_questions_of_one_room_are_unknown_in_another(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "In here")
    other = await gather(rows.house, "Aino")
    async with refused(ErrorCode.QUESTION_UNKNOWN):
        await other.do("Host", asked.LetThrough, question=question)


@pytest.mark.parametrize("kind", [asked.LetThrough, asked.SetAside])
async def test_only_whoever_guides_on_duty_decides(rows: Circle, kind: type[Any]) -> None:
    question = await ask(rows, "Kuusi", "May I?")
    await rows.arrive("Petri", RoomRole.FACILITATOR)
    for name in ("Kuusi", "Meri", "Tammi", "Petri"):
        async with refused(ErrorCode.NOT_PERMITTED):
            await rows.do(name, kind, question=question)


async def test_same_id_is_one_question_also_after_the_seating_has_changed(rows: Circle) -> None:
    client_id = str(uuid4())
    question = await ask(rows, "Kuusi", "Only once", client_id=client_id)
    assert await ask(rows, "Kuusi", "Only once", client_id=client_id) == question
    await rows.sit("sofa")
    assert await ask(rows, "Kuusi", "Only once", client_id=client_id) == question
    async with refused(ErrorCode.SAME_ID_OTHER_TEXT):
        await rows.say("Kuusi", "Something else", client_id=client_id)
    assert "Only once" not in str(rows.house.news(rows.room))


async def test_words_on_their_way_to_a_sofa_do_not_become_a_question(circle: Circle) -> None:
    seen = (await circle.floor()).version
    await circle.sit("classroom")
    async with refused(ErrorCode.MODE_CHANGED):
        await circle.say("Kuusi", "To all of you", floor=seen)
    assert await seen_by(circle, "Kuusi") == []


@pytest.fixture
async def strict_house(sqlite_url: str) -> AsyncIterator[House]:
    async with open_house(sqlite_url) as house:
        yield house


async def _strict_rows(house: House, verdict: Verdict) -> tuple[Circle, list[Screened]]:
    """A classroom whose rules give this verdict on everything, and what a human was woken for."""
    woken: list[Screened] = []

    class Desk(NoDesk):
        def alert(self, tx: Tx, screened: Screened) -> None:
            woken.append(screened)

        def hold(self, tx: Tx, screened: Screened) -> None:
            raise AssertionError("a question waits anyway")

    def screening(draft: Draft) -> Verdict:
        return verdict

    house.policy = unhurried(screening=screening, desk=Desk())
    circle = await gather(house)
    await circle.sit("classroom")
    return circle, woken


async def test_question_is_screened_like_any_message(strict_house: House) -> None:
    circle, _ = await _strict_rows(strict_house, Verdict(Outcome.NUDGE))
    async with refused(ErrorCode.LOOK_AGAIN):
        await circle.say("Kuusi", "Careless words")
    await ask(circle, "Kuusi", "Careless words", insisted=True)
    circle.house.policy = unhurried(screening=lambda draft: Verdict(Outcome.REFUSE))
    async with refused(ErrorCode.KEPT_BACK):
        await circle.say("Kuusi", "Harmful words")


async def test_masked_words_of_a_question_never_leave_the_server(strict_house: House) -> None:
    circle, _ = await _strict_rows(strict_house, Verdict(Outcome.MASK, masks=((8, 15),)))
    question = await ask(circle, "Kuusi", "Call me 0001112 please")
    await circle.do("Host", asked.LetThrough, question=question)
    assert circle.house.news(circle.room)[-1]["question"]["text"] == "Call me ███████ please"
    assert [one.text for one in await seen_by(circle, "Kuusi")] == ["Call me 0001112 please"]


async def test_masked_words_are_blank_for_those_who_guide_too(strict_house: House) -> None:
    circle, _ = await _strict_rows(strict_house, Verdict(Outcome.MASK, masks=((8, 15),)))
    await ask(circle, "Kuusi", "Call me 0001112 please")
    assert [one.text for one in await seen_by(circle, "Host")] == ["Call me ███████ please"]


async def test_question_of_somebody_in_danger_wakes_a_human_and_is_kept(strict_house: House) -> None:
    verdict = Verdict(Outcome.HOLD, risk=Risk.ACTIVE, sides=frozenset({Side.ALERT, Side.SUPPORT}))
    circle, woken = await _strict_rows(strict_house, verdict)
    reply = await circle.say("Kuusi", "What for?")
    assert isinstance(reply, asked.Asked)
    assert reply.support
    assert [(one.message_id, one.seat.person.participation) for one in woken] == [
        (reply.question, circle.places["Kuusi"])
    ]


async def test_whoever_is_on_duty_writes_and_does_not_ask(rows: Circle) -> None:
    reply = await rows.say("Host", "Welcome")
    assert not isinstance(reply, asked.Asked)
    async with refused(ErrorCode.NOT_NOW):
        await rows.do("Kuusi", wire.AcceptTurn)


async def test_waiting_questions_are_read_by_nobody_who_may_not_read_there(rows: Circle) -> None:
    question = await ask(rows, "Kuusi", "How does one sleep?")
    await rows.arrive("Petri", RoomRole.MODERATOR)
    assert [one.id for one in await seen_by(rows, "Petri")] == [question]
    await rows.house.suspend("Petri", rows.room)
    await rows.house.suspend("Kuusi", rows.room)
    read: list[Any] = [questions.list_questions, attendance.read_notes_of_sitting]
    for use_case in read:
        async with refused(ErrorCode.SUSPENDED):
            await rows.house.read(use_case, rows.house["Petri"], bodies.OneRoom(room=rows.room))
    async with refused(ErrorCode.SUSPENDED):
        await seen_by(rows, "Kuusi")
    async with refused(ErrorCode.SUSPENDED):
        await rows.do("Kuusi", asked.WithdrawQuestion, question=question)


async def test_waiting_questions_are_read_once_the_agreement_is_accepted(rows: Circle) -> None:
    await ask(rows, "Kuusi", "How does one sleep?")
    await rows.arrive("Petri", RoomRole.MODERATOR)
    await publish(rows.house, rows.room)
    read: list[Any] = [questions.list_questions, attendance.read_notes_of_sitting]
    for use_case in read:
        async with refused(ErrorCode.AGREEMENT_REQUIRED):
            await rows.house.read(use_case, rows.house["Petri"], bodies.OneRoom(room=rows.room))
