"""One connection: who it is, where it stands in each room, and a way to write."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

import msgspec

from server.actor import Actor
from server.hub.bucket import Bucket
from server.hub.frames import close_frame, frame
from server.protocol.closing import Close
from server.protocol.envelope import AccountChanged

if TYPE_CHECKING:
    from server.hub.hub import Hub

_MOST_UNANSWERED = 32
_NOTHING: frozenset[str] = frozenset()  # one for all: each made anew would hold 216 bytes
_encode = msgspec.json.Encoder().encode


class Follow:
    """A connection's place in one room: everything up to `cursor` has been written to it."""

    __slots__ = ("connection", "cursor", "is_paging", "participation_id")

    def __init__(self, connection: Connection, participation_id: str, cursor: int) -> None:
        self.connection = connection
        self.participation_id = participation_id
        self.cursor = cursor
        self.is_paging = False


class Writer(Protocol):
    """The way out: a taken-over socket, or plain ASGI. All methods return at once."""

    def write(self, data: bytes) -> bool:
        """Sends framed bytes, whole; False when the peer is not reading fast enough, until `resumed` is called."""

    def hold_reading(self, is_held: bool) -> None:
        """Stops or continues taking bytes from the peer."""

    def finish(self, last: bytes) -> None:
        """Sends a close frame, then ends the connection."""

    def abort(self) -> None:
        """Ends the connection now, with nothing more sent."""


class Connection:
    """No queue of events exists here: while a peer does not read, only its cursors stay behind."""

    __slots__ = (
        "_hub",
        "actor",
        "follows",
        "has_answered",
        "is_closing",
        "is_held",
        "notices",
        "outgoing",
        "pace",
        "slot",
        "stalled_at",
        "unanswered",
        "writer",
    )

    writer: Writer

    def __init__(self, hub: Hub, actor: Actor, pace: Bucket) -> None:
        self._hub = hub
        self.actor = actor
        self.pace = pace
        self.follows: dict[str, Follow] = {}
        self.outgoing: list[bytes] | tuple[()] = ()
        self.notices = _NOTHING
        self.unanswered = 0
        self.slot = 0
        self.has_answered = True
        self.is_held = False
        self.is_closing = False
        self.stalled_at: float | None = None

    @property
    def is_writable(self) -> bool:
        return self.stalled_at is None and not self.is_closing

    # what the socket tells us

    def opened(self, writer: Writer) -> None:
        self.writer = writer
        self._hub.opened(self)

    def text(self, payload: bytes) -> None:
        self._hub.dispatch.take(self, payload)

    def control(self, answer: bytes) -> None:
        self._hub.dispatch.control(self, answer)

    def heard(self) -> None:
        self.has_answered = True

    def resumed(self) -> None:
        self.stalled_at = None
        self.hold()
        waiting, self.notices = self.notices, _NOTHING
        for what in waiting:
            self.notice(what)
        self._hub.resumed(self)

    def leaves(self, last: bytes) -> None:
        """What was answered goes out before the last frame, or nothing where bytes nobody reads stand in its way."""
        if self.is_closing:
            return
        self.is_closing = True
        if self.stalled_at is not None:
            self.writer.abort()
            return
        told, self.outgoing = b"".join(self.outgoing), ()
        self.writer.finish(told + last)

    def closed(self) -> None:
        self.is_closing = True
        self._hub.closed(self)

    # what we tell the socket

    def send(self, framed: bytes) -> None:
        """Something to go out with this tick's write."""
        if not self.is_closing:
            if self.outgoing:
                self.outgoing.append(framed)
            else:
                self.outgoing = [framed]
            self._hub.pump.reply_waits(self)

    def notice(self, what: str) -> None:
        """Asks the client to look at something again; once, however often it is said while the peer does not read."""
        if self.stalled_at is None:
            self.send(frame(_encode(AccountChanged(what=what))))
        else:
            self.notices |= {what}

    def write(self, piece: bytes) -> None:
        """Sends a piece together with what waits, in one write."""
        if self.outgoing:
            self.outgoing.append(piece)
            piece = b"".join(self.outgoing)
            self.outgoing = ()
        if not self.writer.write(piece):
            self.stall()

    def stall(self) -> None:
        """The peer has not taken everything: until it has, nothing more is written."""
        self.stalled_at = time.monotonic()
        self._hub.stalled.add(self)
        self.hold()

    def flush(self) -> None:
        """Sends what waits, if the peer reads."""
        if self.outgoing and self.is_writable:
            self.write(b"")

    def hold(self) -> None:
        """Reads on only while the peer reads too and few of its commands are unanswered."""
        should_hold = self.stalled_at is not None or self.unanswered >= _MOST_UNANSWERED
        if should_hold != self.is_held and not self.is_closing:
            self.is_held = should_hold
            self.writer.hold_reading(should_hold)

    def close(self, code: Close, reason: str = "") -> None:
        """Ends the connection with a code."""
        self.leaves(close_frame(code, reason or code.reason))
