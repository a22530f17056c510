"""Taking a question out of a room that everybody has seen: as with a message, its author is told why.

It may have been shown without a name. Nothing that the staff or a reviewer reads says then whose it was: neither the
sanction, nor the case, nor the log of actions points to anybody's place in the room.
"""

from __future__ import annotations

from dataclasses import replace

from moderation.reasons import Restriction, Source
from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.messages.desk import Criticism
from server.messages.policy import MessagesPolicy
from server.messages.wire import Removal, RemoveQuestion
from server.rooms import log
from server.rooms.guiding import place_with
from server.rooms.rights import place_of
from server.sanctions.copies import Words, keep_copy
from server.sanctions.giving import About, give
from server.sanctions.statements import Reasons
from server.sanctions.voices import require_no_objection
from server.seating.question_removal import Question, find_shown, is_removed, wipe, words_of
from server.seating.sitting import take_number
from server.storage.tx import Tx


def remove_question(tx: Tx, actor: Actor, command: RemoveQuestion, policy: MessagesPolicy) -> Removal:
    """Takes a question from the room for good that all have seen. Twice is once.

    By its author, and nothing is kept; or by somebody who guides the room, and its author is told why. What criticises
    the organisation stays until somebody who is not of its staff has agreed. Refusals: not_in_room, suspended,
    excluded, agreement_required, question_unknown, not_permitted, and those of `service.remove_message`.
    """
    _, _, seat = take_number(tx, actor, command.room)
    log.give_number_back(tx, command.room)
    question = find_shown(tx, command.question)
    if question is None or question.room_id != command.room:
        raise Refusal(ErrorCode.QUESTION_UNKNOWN)
    is_author = question.participation_id == seat.person.participation
    if not (is_author or seat.guides):
        raise Refusal(ErrorCode.NOT_PERMITTED)
    if is_removed(question):
        return Removal(is_removed=True)
    if is_author:
        wipe(tx, question, seat.person.participation)
    elif command.criticises_organisation:
        about = Criticism(question.room_id, question.id, None, command.reason, command.rule)
        return Removal(is_removed=policy.desk.ask_outside(tx, actor, about))
    else:
        reasons = Reasons(command.reason, command.rule, source=Source.OWN_INITIATIVE)
        remove_with_reasons(tx, actor, question, reasons)
    return Removal(is_removed=True)


def remove_with_reasons(tx: Tx, actor: Actor, question: Question, reasons: Reasons, case_id: str | None = None) -> None:
    """Takes a question out of the room and tells its author why, with their words.

    Refusals: reasons_missing, question_unknown (nobody has seen it, or it is gone), second_voice_waiting,
    second_voice_declined.
    """
    require_no_objection(tx, question.id)
    author, text = place_with(tx, question.participation_id), words_of(tx, question)
    if author is None or text is None or find_shown(tx, question.id) is None:
        raise Refusal(ErrorCode.QUESTION_UNKNOWN)
    copy_id = keep_copy(tx, Words(question.id, question.room_id, author.account_id, text))
    about = About(author.account_id, question.room_id, None, case_id, copy_id)
    dated = replace(reasons, about_at=question.asked_at, is_question=True)
    give(tx, actor, about, Restriction.MESSAGE_REMOVED, dated)
    place = place_of(tx, actor, question.room_id)
    wipe(tx, question, None if place is None else place.id)
    after = {"question": question.id, "state": question.state}
    record(tx, actor, ActionKind.QUESTION_ANSWERED, room_id=question.room_id, case_id=case_id, after=after)
    tx.outbox.notice(author.account_id, "questions")
