"""Posting a message: the one path that everything else waits for, hence prepared statements only."""

from __future__ import annotations

from dataclasses import replace as replaced
from typing import Any

from msgspec.structs import replace
from sqlalchemy import bindparam, false, insert, select
from sqlmodel import SQLModel

from moderation import Draft
from moderation.verdict import Risk, Side
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.ids import new_ordered_id
from server.messages import ahead, asking, holding, tables, wire
from server.messages.desk import Screened
from server.messages.earlier import earlier_of
from server.messages.holding import Kept
from server.messages.permission import require_may_post, require_not_locked_out
from server.messages.policy import MessagesPolicy
from server.messages.rendering import client_tag, shown
from server.messages.screening import WAKING, Passed, decide, told_of
from server.messages.tables import HeldState, HeldWhy
from server.messages.text import usable
from server.rooms import log, standing
from server.rooms.log import Line
from server.rooms.roles import RoomRole
from server.rooms.standing import Ground, Seat
from server.seating.floor import Writes
from server.seating.floors import note_written
from server.seating.question_wire import Asked
from server.seating.questions import Words
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_message = SQLModel.metadata.tables[str(tables.Message.__tablename__)]

_SEQ_OF = Prepared(
    select(_message.c.seq).where(_message.c.id == bindparam("message"), _message.c.room_id == bindparam("room"))
)
_WORDS = (
    _message.c.id,
    _message.c.room_id,
    _message.c.seq,
    _message.c.participation_id,
    _message.c.author_role,
    _message.c.client_id,
    _message.c.sealed_text,
    _message.c.posted_at,
)
_MORE = (_message.c.masks, _message.c.is_veiled, _message.c.reply_to, _message.c.note)
_BARE = Prepared(insert(_message).values({one: bindparam(one.key) for one in _WORDS} | {_message.c.is_veiled: false()}))
"""Nearly all messages are nothing but words: every value that is not given to the driver is saved."""
_INSERT = Prepared(insert(_message).values({one: bindparam(one.key) for one in _WORDS + _MORE}))

_BARRED = {
    ErrorCode.MUTED: HeldWhy.NAMED_PERSON,
    ErrorCode.WARNING_UNREAD: HeldWhy.NAMED_PERSON,
    ErrorCode.ROOM_LOCKED: HeldWhy.NEWCOMER,
}
"""What keeps one person from writing while the others do, and why their words wait where they may be in danger."""


def post_message(tx: Tx, actor: Actor, command: wire.PostMessage, policy: MessagesPolicy) -> wire.Posted | Asked:
    """Posts a message, or tells of the one already posted under this client id, which no limit touches.

    In a classroom the words of those who do not speak there become a question. Whoever may be in danger is heard by a
    human also where a sanction or a lock keeps them from writing: then their words wait.

    Refusals: text_empty, text_too_long, not_in_room, same_id_other_text, agreement_required, room_closed,
    message_unknown (`reply_to`), too_fast, look_again, kept_back, room_locked, and those of `require_may_post`.
    """
    words = usable(command.text)
    seq, ground, seat = standing.take_number(tx, actor, command.room)
    stored = ahead.posted_under(tx, seat, command.client_id)
    if stored is not None:
        log.give_number_back(tx, command.room)
        return _posted_before(tx, ground, policy, stored, words)
    kept = holding.kept_before(tx, seat, command.client_id)
    if kept is not None:
        log.give_number_back(tx, command.room)
        return _held_before(tx, ground, policy, kept, words)
    asks = Words(command.client_id, words)
    asked = asking.retold(tx, ground, seat, policy, asks)
    if asked is not None:
        return asked
    try:
        writes = require_may_post(tx, ground, seat, actor.account_id or "", command.floor)
        is_newcomer = policy.is_newcomer(seat, tx.now)
        require_not_locked_out(tx, ground, is_newcomer=is_newcomer)
    except Refusal as refusal:
        return _hear(tx, (ground, seat), policy, replace(command, text=words), refusal)
    if command.reply_to is not None:
        _require_readable(tx, ground, seat, command.reply_to)
    pace, who = policy.pace_of(seat, tx.now), seat.person.participation
    policy.require(pace, who)
    verdict = policy.screening(_draft(tx, ground, seat, policy, words))
    passed = decide(verdict, command.insisted)
    if writes is Writes.QUESTION:
        policy.note(pace, who)
        return asking.ask(tx, ground, policy, Screened(command.room, "", seat, verdict), (asks, passed))
    why = holding.why_held(tx, ground, seat, verdict, passed)
    if why is not None:
        policy.note(pace, who)
        return _hold(tx, command, policy, Screened(command.room, "", seat, verdict, is_held=True), (words, passed, why))
    line = Line(seq, "message.posted", new_ordered_id(), tx.now)
    _post(tx, command, line, seat, words, passed)
    if verdict.sides & WAKING:
        policy.desk.alert(tx, Screened(command.room, line.subject_id, seat, verdict))
    policy.note(pace, who)
    note_written(tx, ground, seat)
    return wire.Posted(message=line.subject_id, seq=seq, support=passed.offers_support, sentences=told_of(verdict))


def _hear(
    tx: Tx, place: tuple[Ground, Seat], policy: MessagesPolicy, command: wire.PostMessage, refusal: Refusal
) -> wire.Posted:
    """Holds the words of somebody in danger who may not write, and wakes a human. Anybody else's are refused as they were.

    Refusals: the one given, too_fast, kept_back.
    """
    (ground, seat), why = place, _BARRED.get(refusal.code)
    if why is None:
        raise refusal
    verdict = policy.screening(_draft(tx, ground, seat, policy, command.text))
    if verdict.risk is Risk.NONE:
        raise refusal
    pace, who = policy.pace_of(seat, tx.now), seat.person.participation
    policy.require(pace, who)
    passed = decide(verdict, insisted=True)
    policy.note(pace, who)
    screened = Screened(command.room, "", seat, verdict, is_held=True)
    return _hold(tx, replace(command, reply_to=None), policy, screened, (command.text, passed, why))


def _require_readable(tx: Tx, ground: Ground, seat: Seat, message_id: str) -> None:
    """One cannot answer what one may not read: Refusal message_unknown."""
    found = tx.run(_SEQ_OF, message=message_id, room=ground.room_id).fetchone()
    if found is None or found[0] <= seat.joined_seq:
        raise Refusal(ErrorCode.MESSAGE_UNKNOWN)


def _draft(tx: Tx, ground: Ground, seat: Seat, policy: MessagesPolicy, words: str) -> Draft:
    earlier = earlier_of(tx, seat)
    return Draft(
        text=earlier.draft(words),
        language=ground.language,
        earlier=tuple(earlier.texts),
        is_newcomer=policy.is_newcomer(seat, tx.now),
        posted_last_minute=earlier.in_the_last_minute(tx.now),
    )


def _posted_before(tx: Tx, ground: Ground, policy: MessagesPolicy, stored: Any, words: str) -> wire.Posted:
    message_id, seq, sealed = stored
    if sealed is None:  # removed meanwhile: it was posted once, and is not posted again
        return wire.Posted(message=message_id, seq=seq, support=False)
    if tx.sealer.open(bytes(sealed), "message", ground.room_id, message_id) != words:
        raise Refusal(ErrorCode.SAME_ID_OTHER_TEXT)
    verdict = policy.screening(Draft(text=words, language=ground.language))
    support = Side.SUPPORT in verdict.sides
    return wire.Posted(message=message_id, seq=seq, support=support, sentences=told_of(verdict))


def _held_before(tx: Tx, ground: Ground, policy: MessagesPolicy, kept: Kept, words: str) -> wire.Posted:
    """It waits as before; what was sent back or withdrawn is not sent again under the same id."""
    if kept.state is not HeldState.WAITING or kept.sealed is None:
        raise Refusal(ErrorCode.KEPT_BACK, sentences=[], support=False)
    if tx.sealer.open(bytes(kept.sealed), "message", ground.room_id, kept.message_id) != words:
        raise Refusal(ErrorCode.SAME_ID_OTHER_TEXT)
    verdict = policy.screening(Draft(text=words, language=ground.language))
    support, told = Side.SUPPORT in verdict.sides, tuple(one.as_json() for one in verdict.sentences)
    return wire.Posted(message=kept.message_id, seq=None, support=support, held=True, why=kept.why, sentences=told)


def _hold(
    tx: Tx, command: wire.PostMessage, policy: MessagesPolicy, screened: Screened, about: tuple[str, Passed, HeldWhy]
) -> wire.Posted:
    _, passed, why = about
    held = replaced(screened, message_id=holding.hold(tx, command, screened.seat, *about))
    policy.desk.hold(tx, held)
    if held.verdict.sides & WAKING:
        policy.desk.alert(tx, held)
    return wire.Posted(
        message=held.message_id,
        seq=None,
        support=passed.offers_support,
        held=True,
        why=why,
        sentences=tuple(sentence.as_json() for sentence in held.verdict.sentences),
    )


def _post(tx: Tx, command: wire.PostMessage, line: Line, seat: Seat, words: str, passed: Passed) -> None:
    masks, is_veiled = [list(span) for span in passed.masks], passed.is_veiled or command.note is not None
    author = replace(seat.person, role=RoomRole.PARTICIPANT) if command.as_person else seat.person
    sealed = tx.sealer.seal(words, "message", command.room, line.subject_id)
    words_of = {
        "id": line.subject_id,
        "room_id": command.room,
        "seq": line.seq,
        "participation_id": seat.person.participation,
        "author_role": author.role,
        "client_id": command.client_id,
        "sealed_text": sealed,
        "posted_at": line.at,
    }
    if masks or is_veiled or command.reply_to is not None:
        more = {"masks": masks or None, "is_veiled": is_veiled, "reply_to": command.reply_to, "note": command.note}
        tx.add_row(_INSERT, **words_of, **more)
    else:
        tx.add_row(_BARE, **words_of)
    log.write(tx, command.room, line)
    ahead.note_posted(tx, seat, command.client_id, (line.subject_id, line.seq, sealed))
    message = wire.Message(
        id=line.subject_id,
        author=author,
        text=shown(words, masks),
        reply_to=command.reply_to,
        masks=masks,
        is_veiled=is_veiled,
        note=command.note,
        client_tag=client_tag(command.client_id),
    )
    event = wire.MessagePosted(room=command.room, seq=line.seq, at=line.at, message=message)
    tx.outbox.room_event(command.room, line.seq, event)
    earlier_of(tx, seat).add(line.at, words)
