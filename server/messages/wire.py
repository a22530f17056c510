"""What is said on the socket about messages: commands, what they give back, and events."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from server.messages.tables import ReactionKind, RemovedBy
from server.protocol.envelope import LogEvent, RoomCommand
from server.rooms.wire import Person

ClientId = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", max_length=36)]
"""A UUID in lower case, chosen once for a message and kept for every retry of it."""


class PostMessage(RoomCommand, tag="message.post", frozen=True, kw_only=True):
    """Say something. The same `client_id` with the same text is the same message, however often it is sent.

    `insisted` posts what was sent back with `look_again`, as it is. `floor` is the version of the floor that the author
    saw. `as_person`: staff who write without their badge.
    """

    client_id: ClientId
    text: str
    reply_to: str | None = None
    insisted: bool = False
    floor: int | None = None
    as_person: bool = False


class RemoveMessage(RoomCommand, tag="message.remove", frozen=True, kw_only=True):
    """Take a message back, one's own or, for those who guide the room, anybody's. The words are gone for good."""

    message: str


class SetReaction(RoomCommand, tag="reaction.set", frozen=True, kw_only=True):
    """Answer a message without words, or take that answer back."""

    message: str
    kind: ReactionKind
    is_on: bool


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """A message is on disk under this id and number. `support`: the author may want to hear of help, now."""

    message: str
    seq: int
    support: bool


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as everybody in the room sees it.

    `author.role` is what the author was when they wrote it. `text` is null once removed. What lies in `masks`
    (half-open spans, counted in Unicode code points) is blanked out before it leaves the server. `is_veiled`: the
    reader opens it by choice. `client_tag` is the first 16 hexadecimal digits of the SHA-256 of `client_id`.
    """

    id: str
    author: Person
    text: str | None
    reply_to: str | None = None
    is_removed: bool = False
    removed_by: RemovedBy | None = None
    masks: list[list[int]] = []
    is_veiled: bool = False
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
