"""Readers: threads that look things up on connections which cannot write.

A thread takes its share of what waits, looks it up in one transaction and hands the answers back in one piece: when
thousands come back at once, beginning anew and waking the event loop for each of them would cost more than the looking up.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Connection, Engine

from server.actor import Actor
from server.clock import Clock
from server.errors import ErrorCode, Refusal
from server.storage.database import begin_reading, open_cursor
from server.storage.failures import Failures
from server.storage.sealing import Sealer
from server.storage.tx import Tx

_MOST_AT_ONCE = 32


@dataclass(slots=True)
class _Look:
    use_case: Callable[[Tx, Actor, Any], Any]
    actor: Actor
    command: Any
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


@dataclass(slots=True)
class _Moment:
    """One state of the database, for everything that a thread looks up together. `seen` is what was read of it already."""

    cursor: Any
    now: datetime
    seen: dict[Any, Any] = field(default_factory=dict)


class Readers:
    """A small pool of reading threads. Each look-up sees one moment of the database, whole, and none from before it was
    asked for; those that a thread takes together see the same one, and find in `tx.cache` what others among them read."""

    def __init__(self, engine: Engine, clock: Clock, sealer: Sealer, threads: int = 4) -> None:
        self._engine, self._clock, self._sealer = engine, clock, sealer
        self._failures = Failures(engine)
        self._waiting: SimpleQueue[_Look | None] = SimpleQueue()
        self._own = threading.local()
        self._open: list[Connection] = []
        self._threads = [threading.Thread(target=self._live, name=f"reader {n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    async def run(self, use_case: Callable[[Tx, Actor, Any], Any], actor: Actor, command: Any = None) -> Any:
        """The result of a reading use case. Raises what it raised, or Refusal storage_unavailable."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.put(_Look(use_case, actor, command, future))
        return await future

    def _live(self) -> None:
        while self._look_up(self._take()):
            pass  # what was answered is held by nobody while this thread waits: replies can be large

    def _look_up(self, looks: list[_Look]) -> bool:
        """Answers what was taken; False at the end."""
        for look in looks:
            try:
                look.result = self._read(look)
            except Exception as error:  # noqa: BLE001  # it is raised where the answer is awaited
                look.error = error
        self._end_moment()
        try:
            if looks:
                looks[0].future.get_loop().call_soon_threadsafe(_answer, looks)
        except RuntimeError:
            return False  # the loop has ended, and with it whoever asked
        return bool(looks)

    def _take(self) -> list[_Look]:
        """Waits for a look-up, and takes this thread's share of what waits. Empty at the end."""
        looks: list[_Look] = []
        look = self._waiting.get()
        share = min(_MOST_AT_ONCE, 1 + self._waiting.qsize() // len(self._threads))
        while look is not None:
            looks.append(look)
            if len(looks) == share:
                return looks
            try:
                look = self._waiting.get_nowait()
            except Empty:
                return looks
        if looks:
            self._waiting.put(None)
        return looks

    def _read(self, look: _Look) -> Any:
        is_old = getattr(self._own, "connection", None) is not None
        try:
            return self._read_once(look)
        except self._failures.of_storage as error:
            self._forget()
            if not self._failures.is_deep(error):
                raise
            if not is_old:
                raise Refusal(ErrorCode.STORAGE_UNAVAILABLE, retry_after=5.0) from None
        return self._read(look)  # what was open may have been cut long ago; only a new connection can tell

    def _read_once(self, look: _Look) -> Any:
        connection = self._connection()
        moment = self._moment(connection)
        tx = Tx(connection, moment.cursor, moment.now, self._sealer, moment.seen)
        try:
            return look.use_case(tx, look.actor, look.command)
        finally:
            tx.abandon()

    def _moment(self, connection: Connection) -> _Moment:
        moment: _Moment | None = getattr(self._own, "moment", None)
        if moment is None:
            cursor = open_cursor(connection)
            begin_reading(cursor, connection.dialect.name)
            moment = self._own.moment = _Moment(cursor, self._clock.now())
        return moment

    def _end_moment(self) -> None:
        if getattr(self._own, "moment", None) is None:
            return
        self._own.moment = None
        connection = self._connection()
        driver: Any = connection.connection.dbapi_connection
        try:
            # nothing was written; but psycopg forgets at a rollback which statements it has prepared
            (connection if connection.in_transaction() else driver).commit()
        except self._failures.of_storage:
            self._forget()  # what was read of it was true

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._engine.connect()
            self._open.append(connection)
        return connection

    def _forget(self) -> None:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is not None:
            self._own.connection = self._own.moment = None
            self._open.remove(connection)
            connection.invalidate()
            connection.close()

    async def stop(self) -> None:
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)
        for connection in self._open:
            connection.close()


def _answer(looks: list[_Look]) -> None:
    for look in looks:
        if look.future.done():
            continue  # whoever asked has gone
        if look.error is None:
            look.future.set_result(look.result)
        else:
            look.future.set_exception(look.error)
