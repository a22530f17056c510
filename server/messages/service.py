"""Use cases of messages: posting one, taking one back, answering one without words."""

from __future__ import annotations

from sqlmodel import select

from moderation.reasons import Source
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_id
from server.messages import hidden, posting, wire
from server.messages.desk import Criticism
from server.messages.permission import require_may_write, require_not_locked_out
from server.messages.policy import MessagesPolicy
from server.messages.removing_questions import remove_question
from server.messages.rendering import render_reaction
from server.messages.tables import Message, Reaction, RemovedBy
from server.protocol.envelope import Command
from server.rooms import log, standing
from server.rooms.log import Line
from server.rooms.standing import Seat
from server.sanctions.statements import Reasons
from server.seating.question_wire import Asked
from server.storage.lane import UseCase
from server.storage.tx import Tx


def remove_message(tx: Tx, actor: Actor, command: wire.RemoveMessage, policy: MessagesPolicy) -> wire.Removal:
    """Takes a message from the room for good; its place in the log stays. Twice is once.

    By the author, and nothing is kept; or by somebody who guides the room, and its author is told why. What criticises
    the organisation stays until somebody who is not of its staff has agreed, as at the desk. Refusals: not_in_room,
    message_unknown, not_permitted, reasons_missing, second_voice_waiting, second_voice_declined, and of a case that is
    opened for it claimed_by_another, conflict_of_interest, enough_cases.
    """
    _, _, seat = standing.take_number(tx, actor, command.room)
    message = _readable(tx, seat, command.room, command.message)
    is_author = message.participation_id == seat.person.participation
    if not (is_author or seat.person.role.guides):
        raise Refusal(ErrorCode.NOT_PERMITTED)
    log.give_number_back(tx, command.room)
    if message.removed_at is None:
        if is_author:
            hidden.destroy(tx, message, RemovedBy.AUTHOR)
        elif command.criticises_organisation:
            about = Criticism(message.room_id, message.id, message.participation_id, command.reason, command.rule)
            return wire.Removal(is_removed=policy.desk.ask_outside(tx, actor, about))
        else:
            reasons = Reasons(command.reason, command.rule, source=Source.OWN_INITIATIVE)
            hidden.remove_with_reasons(tx, actor, message, reasons)
    return wire.Removal(is_removed=True)


def set_reaction(tx: Tx, actor: Actor, command: wire.SetReaction, policy: MessagesPolicy) -> None:
    """Switches one's reaction of one kind on or off. What is so already changes nothing.

    Refusals: not_in_room, agreement_required, room_closed, message_unknown (removed ones too), too_fast.
    """
    seq, ground, seat = standing.take_number(tx, actor, command.room)
    require_may_write(tx, ground, seat, actor.account_id or "")
    require_not_locked_out(tx, ground, is_newcomer=policy.is_newcomer(seat, tx.now))
    message = _readable(tx, seat, command.room, command.message)
    if message.removed_at is not None or message.hidden_at is not None:
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)
    reaction = _reaction(tx, seat, command)
    if reaction.is_on == command.is_on:
        log.give_number_back(tx, command.room)
        return
    who = f"reaction {seat.person.participation}"
    policy.require(policy.reaction_pace, who)
    reaction.is_on, reaction.changed_seq = command.is_on, seq
    tx.session.add(reaction)
    line = Line(seq, "reaction.changed", reaction.id, tx.now)
    log.write(tx, command.room, line)
    log.publish(tx, command.room, line, render_reaction)
    policy.note(policy.reaction_pace, who)


def _readable(tx: Tx, seat: Seat, room_id: str, message_id: str) -> Message:
    """A message of this room that the person may read. Raises Refusal message_unknown."""
    message = tx.session.get(Message, message_id)
    if message is None or message.room_id != room_id or message.seq <= seat.joined_seq:
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)
    return message


def _reaction(tx: Tx, seat: Seat, command: wire.SetReaction) -> Reaction:
    found = tx.session.exec(
        select(Reaction).where(
            Reaction.message_id == command.message,
            Reaction.kind == command.kind,
            Reaction.participation_id == seat.person.participation,
        )
    ).first()
    return found or Reaction(
        id=new_id(),
        message_id=command.message,
        participation_id=seat.person.participation,
        kind=command.kind,
        is_on=False,
        changed_seq=0,
    )


def commands(policy: MessagesPolicy) -> dict[type[Command], UseCase]:
    """The use cases behind the slice's commands, under one policy."""

    def post_message(tx: Tx, actor: Actor, command: wire.PostMessage) -> wire.Posted | Asked:
        return posting.post_message(tx, actor, command, policy)

    def remove_or_ask(tx: Tx, actor: Actor, command: wire.RemoveMessage) -> wire.Removal:
        return remove_message(tx, actor, command, policy)

    def remove_or_ask_of_question(tx: Tx, actor: Actor, command: wire.RemoveQuestion) -> wire.Removal:
        return remove_question(tx, actor, command, policy)

    def set_reaction_at_a_pace(tx: Tx, actor: Actor, command: wire.SetReaction) -> None:
        return set_reaction(tx, actor, command, policy)

    return {
        wire.PostMessage: post_message,
        wire.RemoveMessage: remove_or_ask,
        wire.RemoveQuestion: remove_or_ask_of_question,
        wire.SetReaction: set_reaction_at_a_pace,
    }


COMMANDS = commands(MessagesPolicy())
