"""What is said on the socket about messages: commands, what they give back, and events."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from moderation.reasons import ReasonCode
from server.messages.tables import ContentNote, HeldWhy, ReactionKind, RemovedBy
from server.protocol.envelope import LogEvent, RoomCommand
from server.rooms.wire import Person
from server.seating.question_wire import QuestionCommand

ClientId = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", max_length=36)]
"""A UUID in lower case, chosen once for a message and kept for every retry of it."""


class PostMessage(RoomCommand, tag="message.post", frozen=True, kw_only=True):
    """Say something. The same `client_id` with the same text is the same message, however often it is sent.

    `insisted` posts what was sent back with `look_again`, as it is. `floor` is the version of the floor that the author
    saw. `as_person`: staff who write without their badge. `note`: what it speaks of, for readers to open by choice.
    """

    client_id: ClientId
    text: str
    reply_to: str | None = None
    insisted: bool = False
    floor: int | None = None
    as_person: bool = False
    note: ContentNote | None = None


class RemoveMessage(RoomCommand, tag="message.remove", frozen=True, kw_only=True):
    """Take a message back, one's own or, for those who guide the room, anybody's. Nobody in the room reads it again.

    Of one's own nothing is kept. Somebody else's author is given `reason` and `rule` (the number of the rule agreed on).
    `criticises_organisation`: its staff do not take it out alone; somebody from outside is asked first.
    """

    message: str
    reason: ReasonCode = ReasonCode.HOUSE_RULE
    rule: Annotated[str, Meta(max_length=200)] = ""
    criticises_organisation: bool = False


class RemoveQuestion(QuestionCommand, tag="question.remove", frozen=True, kw_only=True):
    """Take a question back that everybody has seen, one's own or, for those who guide the room, anybody's.

    As for a message, whoever asked is given `reason` and `rule`, and criticism of the organisation is not taken out by
    its staff alone. Nobody else learns whose question it was where that was not shown.
    """

    reason: ReasonCode = ReasonCode.HOUSE_RULE
    rule: Annotated[str, Meta(max_length=200)] = ""
    criticises_organisation: bool = False


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """`is_removed` false: it stays until somebody from outside has agreed."""

    is_removed: bool


class SetReaction(RoomCommand, tag="reaction.set", frozen=True, kw_only=True):
    """Answer a message without words, or take that answer back."""

    message: str
    kind: ReactionKind
    is_on: bool


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """A message is on disk under this id and number. `support`: the author may want to hear of help, now.

    `held`: it waits for a moderator, who may let it into the room or send it back; `why` says for what reason, and
    `sentences` which rule it was and what can be done, where it was one. It has no number until then. Where words
    were blanked out, `sentences` say why, to the author alone.
    """

    message: str
    seq: int | None
    support: bool
    held: bool = False
    why: HeldWhy | None = None
    sentences: tuple[dict[str, Any], ...] = ()


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as everybody in the room sees it.

    `author.role` is what the author was when they wrote it. `text` is null once removed. What lies in `masks`
    (half-open spans, counted in Unicode code points) is blanked out before it leaves the server. `is_veiled`: the
    reader opens it by choice; `note` says what it speaks of. `client_tag` is the first 16 hexadecimal digits of the
    SHA-256 of `client_id`.
    """

    id: str
    author: Person
    text: str | None
    reply_to: str | None = None
    is_removed: bool = False
    removed_by: RemovedBy | None = None
    masks: list[list[int]] = []
    is_veiled: bool = False
    note: ContentNote | None = None
    reactions: dict[ReactionKind, list[str]] = {}
    client_tag: str


class MessagePosted(LogEvent, tag="message.posted", frozen=True, kw_only=True):
    """Somebody said something."""

    message: Message


class MessageRemoved(LogEvent, tag="message.removed", frozen=True, kw_only=True):
    """A message was taken back. Whoever shows it still must stop now."""

    takes_back = True

    message: str
    removed_by: RemovedBy


class ReactionChanged(LogEvent, tag="reaction.changed", frozen=True, kw_only=True):
    """Somebody answered a message without words, or took that back."""

    message: str
    kind: ReactionKind
    participation: str
    is_on: bool


class MessageRestored(LogEvent, tag="message.restored", frozen=True, kw_only=True):
    """A message that was hidden until somebody of the staff had looked can be read again, as it is here."""

    message: Message


class MessageNoted(LogEvent, tag="message.noted", frozen=True, kw_only=True):
    """A message got a note on what it speaks of, or lost it."""

    message: str
    note: ContentNote | None
    is_veiled: bool


class RoomLocked(LogEvent, tag="room.locked", frozen=True, kw_only=True):
    """From here on nobody new comes in and newcomers only read, or both are as before. Help and reports go on."""

    is_on: bool
