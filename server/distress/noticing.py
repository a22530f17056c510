"""What is noticed late: messages that are delivered already are read once more, for what they are like.

Nothing waits for it: it reads on a thread of its own that gives way to all others, one message at a time, and what there
are too many of goes unread and is counted. It can be wrong, so a find is a case at the end of the desk's queue and no
more: no clock runs, nobody is called, and neither the room nor the author hears of it.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog
from sqlmodel import col, select

from moderation.case import CaseKind
from moderation.reasons import Source
from moderation.verdict import Category
from server.actions.service import SERVER
from server.actor import Actor
from server.errors import Refusal
from server.messages.around import said
from server.messages.wire import MessagePosted
from server.review.cases import Case
from server.review.opening import NewCase, open_case
from server.storage.outbox import Effect, RoomNews
from server.storage.tx import Tx

log = structlog.get_logger(__name__)

NOTICED = "noticed"
"""The level of a case that no rule and nobody has brought."""

_MOST_WAITING = 200
_GIVES_WAY = 10  # on the scale of `nice`

Read = Callable[[str], Iterable[Category]]
Run = Callable[..., Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Noticed:
    """A message that is like what a category is about."""

    room: str
    message: str
    category: Category


def note_noticed(tx: Tx, actor: Actor, command: Noticed) -> None:
    """A case at the end of the queue: about the person where they may be in danger, else about the message.

    Nothing where the message is gone, or has a case already, open or not, or its author one as somebody in danger.
    """
    message = said(tx, command.message)
    if message is None or message.text is None or message.is_held:
        return
    is_danger = command.category is Category.DISCLOSURE
    known = col(Case.message_id) == command.message
    if is_danger:
        known |= (
            (col(Case.kind) == CaseKind.DISTRESS)
            & (col(Case.matter) == message.participation_id)
            & col(Case.closed_at).is_(None)
        )
    if tx.session.exec(select(Case.id).where(known).limit(1)).first() is None:
        open_case(
            tx,
            NewCase(
                kind=CaseKind.DISTRESS if is_danger else CaseKind.REPORT,
                room_id=command.room,
                about_participation=message.participation_id,
                message_id=command.message,
                source=Source.RULE,
                level=NOTICED,
                is_queued=True,
            ),
        )


class Noticing:
    """Reads what has been posted. `load` makes the reader, on the thread that reads; `run` is the lane's."""

    def __init__(self, load: Callable[[], Read], run: Run, alarm: Callable[[str], None] = lambda kind: None) -> None:
        self._load, self._run, self._alarm = load, run, alarm
        self._waiting: deque[tuple[str, str, str]] = deque()
        self._has_news = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "noticing", _give_way)
        self._read: Read | None = None
        self.dropped = 0
        self.failed = 0
        self.is_degraded = False

    def unread(self) -> int:
        """How many messages were not read: too many of them, or a fault."""
        return self.dropped + self.failed

    def hear(self, effects: Iterable[Effect]) -> None:
        """Takes note of what has just been delivered; called on the loop, does nothing else there."""
        for effect in effects:
            if isinstance(effect, RoomNews) and isinstance(effect.event, MessagePosted) and effect.event.message.text:
                if len(self._waiting) >= _MOST_WAITING:
                    self.dropped += 1
                else:
                    self._waiting.append((effect.room_id, effect.event.message.id, effect.event.message.text))
                    self._has_news.set()

    async def run(self) -> None:
        """Reads until cancelled."""
        try:
            while True:
                await self._has_news.wait()
                await self.catch_up()
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def catch_up(self) -> None:
        """Reads what waits. What cannot be read is counted, named in the log and by an alarm; the next one is tried."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            room, message, words = self._waiting.popleft()
            try:
                found = await loop.run_in_executor(self._thread, self._notice, words)
                for category in found[:1]:
                    await self._run(note_noticed, SERVER, Noticed(room, message, category), key=room)
            except Refusal as refusal:
                self._fail(refusal.code)
            except Exception as error:  # noqa: BLE001  # whatever it is, the next message may be the one that matters
                self._fail(type(error).__name__)
            else:
                self.is_degraded = False
        self._has_news.clear()

    def _notice(self, words: str) -> list[Category]:
        if self._read is None:
            self._read = self._load()
        return list(self._read(words))

    def _fail(self, kind: str) -> None:
        self.failed += 1
        if not self.is_degraded:
            self._alarm("not_noticing")
            log.error("what was posted is not read for its likeness", kind=kind)
        self.is_degraded = True


def _give_way() -> None:
    """On Linux a thread has a niceness of its own; elsewhere it would be the whole server's, and stays as it is."""
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _GIVES_WAY)
