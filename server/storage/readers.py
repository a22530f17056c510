"""Readers: threads that look things up on connections which cannot write."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Connection, Engine

from server.actor import Actor
from server.clock import Clock
from server.errors import ErrorCode, Refusal
from server.storage.failures import Failures
from server.storage.sealing import Sealer
from server.storage.tx import Tx


class Readers:
    """A small pool of reading threads. Each look-up sees one moment of the database, whole."""

    def __init__(self, engine: Engine, clock: Clock, sealer: Sealer, threads: int = 4) -> None:
        self._engine, self._clock, self._sealer = engine, clock, sealer
        self._failures = Failures(engine)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self._own = threading.local()
        self._open: list[Connection] = []

    async def run(self, use_case: Callable[[Tx, Actor, Any], Any], actor: Actor, command: Any = None) -> Any:
        """The result of a reading use case. Raises what it raised, or Refusal storage_unavailable."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._read, use_case, actor, command)

    def _read(self, use_case: Callable[[Tx, Actor, Any], Any], actor: Actor, command: Any) -> Any:
        try:
            connection = self._connection()
            with connection.begin():
                driver_connection: Any = connection.connection
                tx = Tx(connection, driver_connection.cursor(), self._clock.now(), self._sealer, {})
                try:
                    return use_case(tx, actor, command)
                finally:
                    tx.abandon()
        except self._failures.of_storage as error:
            self._forget()
            if self._failures.is_deep(error):
                raise Refusal(ErrorCode.STORAGE_UNAVAILABLE, retry_after=5.0) from None
            raise

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._engine.connect()
            self._open.append(connection)
        return connection

    def _forget(self) -> None:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is not None:
            self._own.connection = None
            self._open.remove(connection)
            connection.invalidate()
            connection.close()

    async def stop(self) -> None:
        await asyncio.to_thread(self._pool.shutdown)
        for connection in self._open:
            connection.close()
