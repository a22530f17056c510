"""Words of somebody who does not write in a classroom: screened like any message, and kept as a question."""

from __future__ import annotations

from moderation import Draft
from moderation.verdict import Side
from server.messages.desk import Screened
from server.messages.policy import MessagesPolicy
from server.messages.screening import WAKING, Passed
from server.rooms import log
from server.rooms.standing import Ground, Seat
from server.seating.question_wire import Asked
from server.seating.questions import Words, ask_question, asked_before
from server.storage.tx import Tx


def retold(tx: Tx, ground: Ground, seat: Seat, policy: MessagesPolicy, words: Words) -> Asked | None:
    """What was answered when these words were asked before, None where they were not. Refusal: same_id_other_text."""
    question = asked_before(tx, ground, seat, words.client_id, words.text)
    if question is None:
        return None
    log.give_number_back(tx, ground.room_id)
    sides = policy.screening(Draft(text=words.text, language=ground.language)).sides
    return Asked(question=question, support=Side.SUPPORT in sides)


def ask(tx: Tx, ground: Ground, policy: MessagesPolicy, screened: Screened, about: tuple[Words, Passed]) -> Asked:
    """Keeps a question. It waits for somebody in any case, so none is held; a human is woken as by a message."""
    words, passed = about
    log.give_number_back(tx, ground.room_id)
    words = Words(words.client_id, words.text, passed.masks, passed.is_veiled, passed.offers_support)
    asked = ask_question(tx, ground, screened.seat, words)
    if screened.verdict.sides & WAKING:
        policy.desk.alert(tx, Screened(ground.room_id, asked.question, screened.seat, screened.verdict, is_held=True))
    return asked
