"""The shapes on the socket: command, reply, event. Subprotocol `sohva.v1`, JSON text, one object a frame."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

SUBPROTOCOL = "sohva.v1"


class Command(msgspec.Struct, tag_field="type", forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a client asks for. `id` is the client's own, 1-64 characters, and comes back in the reply."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]


class RoomCommand(Command, frozen=True, kw_only=True):
    """A command about one room; commands about the same room keep their order."""

    room: Annotated[str, Meta(min_length=1, max_length=40)]


class Event(msgspec.Struct, tag_field="type", frozen=True, kw_only=True):
    """What the server tells. Subclasses give their tag: a noun and what happened to it."""


class LogEvent(Event, frozen=True, kw_only=True):
    """An entry of a room's log: numbered without gaps, safe to apply twice.

    One that `takes_back` something makes earlier events of the room read differently: nobody may get those as they
    were once it has been told.
    """

    takes_back: ClassVar[bool] = False

    room: str
    seq: int
    at: datetime


class Error(msgspec.Struct, frozen=True, kw_only=True):
    """Why not. `retry_after` is in seconds."""

    code: str
    retry_after: float | None = None
    details: dict[str, Any] = msgspec.field(default_factory=dict)


class Reply(msgspec.Struct, tag_field="type", tag="reply", frozen=True, kw_only=True, omit_defaults=True):
    """The answer to one command: `result` when `ok`, `error` when not."""

    id: str
    ok: bool
    result: Any = None
    error: Error | None = None


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a client should know before it types."""

    text: int
    frame: int


class Hello(Event, tag="hello", frozen=True, kw_only=True):
    """The first thing on every connection. `heartbeat` is in seconds. `history` changes when the server was restored from
    a backup: numbers remembered from another history mean other events.
    """

    heartbeat: int
    limits: Limits
    now: datetime
    history: str


class Beat(Event, tag="beat", frozen=True, kw_only=True):
    """The server is alive. A client that hears nothing for two and a quarter heartbeats comes back anew."""

    now: datetime


class PresenceChanged(Event, tag="presence.changed", frozen=True, kw_only=True):
    """Somebody came to a room or went. Not numbered: a follow tells who is present now."""

    room: str
    participation: str
    is_present: bool


class AccountChanged(Event, tag="account.changed", frozen=True, kw_only=True):
    """Something that is yours alone is another now. `what` names what to ask for again: it is told nowhere else."""

    what: str


class FollowEnded(Event, tag="follow.ended", frozen=True, kw_only=True):
    """This connection is told nothing more of a room. `code` says why: `not_in_room`; `agreement_required` where one may
    follow again after accepting the agreement of the room; `suspended` where one may after a time, or not."""

    room: str
    code: str
