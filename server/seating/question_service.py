"""Use cases of questions that were asked: let through, set aside, supported, answered, withdrawn.

Every one refuses not_in_room, suspended, excluded, agreement_required and question_unknown, which is also the answer
about what is not yet one's own to see.
"""

from __future__ import annotations

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.protocol.envelope import Command
from server.rooms import log
from server.rooms.agreeing import Place
from server.rooms.log import Line
from server.rooms.standing import Ground, Seat
from server.seating import question_wire as wire
from server.seating.keeping import kept_floor
from server.seating.question_removal import wipe
from server.seating.question_rendering import RENDERERS
from server.seating.questions import UNSEEN, tell_guides
from server.seating.sitting import take_number
from server.seating.tables import Question, QuestionState, Support
from server.staffing.shifts import on_duty
from server.storage.lane import UseCase
from server.storage.tx import Tx

_SEEN = (QuestionState.SHOWN, QuestionState.ANSWERED)


def withdraw(tx: Tx, actor: Actor, command: wire.WithdrawQuestion) -> None:
    """Takes one's own question back. Unseen, it leaves nothing behind; seen by all, its words are gone for good."""
    _, ground, seat = _enter(tx, actor, command)
    log.give_number_back(tx, command.room)
    question = _question(tx, command)
    if question.participation_id != seat.person.participation:
        raise Refusal(ErrorCode.QUESTION_UNKNOWN)
    if question.state in UNSEEN:
        tx.session.delete(question)
        tx.session.flush()
        tell_guides(tx, ground.room_id)
    elif question.state is not QuestionState.REMOVED:
        wipe(tx, question, seat.person.participation)


def let_through(tx: Tx, actor: Actor, command: wire.LetThrough) -> None:
    """Shows a question to everybody. Shown already: nothing changes. Refusal: not_permitted (not on duty)."""
    seq, _, seat = _enter_on_duty(tx, actor, command)
    question = _question(tx, command)
    if question.state not in UNSEEN:
        log.give_number_back(tx, command.room)
        return
    question.is_named, question.shown_seq = command.with_name, seq
    _decide(tx, question, QuestionState.SHOWN, seat)
    _record(tx, actor, question)
    _tell(tx, question, "question.shown", seq)
    _tell_author(tx, question)
    tell_guides(tx, command.room)


def set_aside(tx: Tx, actor: Actor, command: wire.SetAside) -> None:
    """Does not show a question, and tells its author. Refusals: not_permitted (not on duty), not_now (all saw it)."""
    _, _, seat = _enter_on_duty(tx, actor, command)
    log.give_number_back(tx, command.room)
    question = _question(tx, command)
    if question.state not in UNSEEN:
        raise Refusal(ErrorCode.NOT_NOW)
    _decide(tx, question, QuestionState.SET_ASIDE, seat)
    _record(tx, actor, question)
    _tell_author(tx, question)
    tell_guides(tx, command.room)


def support(tx: Tx, actor: Actor, command: wire.SupportQuestion) -> None:
    """Wants to hear the answer too, or no longer. So already: nothing changes. One's own needs no support."""
    seq, _, seat = _enter(tx, actor, command)
    question, who = _shown(tx, seat, command), seat.person.participation
    found = tx.session.get(Support, (question.id, who))
    if (found is not None) == command.is_on or question.participation_id == who:
        log.give_number_back(tx, command.room)
        return
    if found is None:
        tx.session.add(Support(question_id=question.id, participation_id=who, began_at=tx.now))
    else:
        tx.session.delete(found)
    tx.session.flush()
    _tell(tx, question, "question.changed", seq)


def mark_answered(tx: Tx, actor: Actor, command: wire.MarkAnswered) -> None:
    """Marks a question as answered: whoever guides on duty, or speaks here. Marked already: nothing changes.

    Refusal: not_permitted.
    """
    seq, ground, seat = _enter(tx, actor, command)
    question, who = _shown(tx, seat, command), seat.person.participation
    if who not in kept_floor(tx, ground).floor.speakers:
        _require_on_duty(tx, command.room, seat)
    if question.state is QuestionState.ANSWERED:
        log.give_number_back(tx, command.room)
        return
    _decide(tx, question, QuestionState.ANSWERED, seat)
    _record(tx, actor, question)
    _tell(tx, question, "question.changed", seq)


def _record(tx: Tx, actor: Actor, question: Question) -> None:
    """Never whose question it was: it may be shown without a name."""
    after = {"question": question.id, "state": question.state}
    record(tx, actor, ActionKind.QUESTION_ANSWERED, room_id=question.room_id, after=after)


def _enter(tx: Tx, actor: Actor, command: wire.QuestionCommand) -> tuple[int, Ground, Seat]:
    return take_number(tx, actor, command.room)


def _enter_on_duty(tx: Tx, actor: Actor, command: wire.QuestionCommand) -> tuple[int, Ground, Seat]:
    entered = _enter(tx, actor, command)
    _require_on_duty(tx, command.room, entered[2])
    return entered


def _require_on_duty(tx: Tx, room_id: str, seat: Seat) -> None:
    if not (seat.guides and seat.person.participation in on_duty(tx, room_id)):
        raise Refusal(ErrorCode.NOT_PERMITTED)


def _question(tx: Tx, command: wire.QuestionCommand) -> Question:
    question = tx.session.get(Question, command.question)
    if question is None or question.room_id != command.room:
        raise Refusal(ErrorCode.QUESTION_UNKNOWN)
    return question


def _shown(tx: Tx, seat: Seat, command: wire.QuestionCommand) -> Question:
    """A question that everybody sees, but for whoever came after it."""
    question = _question(tx, command)
    if question.state not in _SEEN or (question.shown_seq or 0) <= seat.joined_seq:
        raise Refusal(ErrorCode.QUESTION_UNKNOWN)
    return question


def _decide(tx: Tx, question: Question, state: QuestionState, seat: Seat) -> None:
    question.state, question.decided_at, question.decided_by = state, tx.now, seat.person.participation
    tx.session.add(question)
    tx.session.flush()


def _tell(tx: Tx, question: Question, kind: str, seq: int) -> None:
    line = Line(seq, kind, question.id, tx.now)
    log.write(tx, question.room_id, line)
    log.publish(tx, question.room_id, line, RENDERERS[kind])


def _tell_author(tx: Tx, question: Question) -> None:
    author = tx.session.get_one(Place, question.participation_id)
    tx.outbox.notice(author.account_id, "questions")


COMMANDS: dict[type[Command], UseCase] = {
    wire.WithdrawQuestion: withdraw,
    wire.LetThrough: let_through,
    wire.SetAside: set_aside,
    wire.SupportQuestion: support,
    wire.MarkAnswered: mark_answered,
}
