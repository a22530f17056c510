"""The lane: one thread that writes, and many commands that share one commit.

Whatever is queued when the lane is free becomes one transaction, each command under a savepoint of its own: a lone
command waits for nobody, and a crowd pays for one flush of the disk together. Waiting a fixed time for company was
slower at every load that was tried. Results and outboxes go back to the event loop in one piece, after the commit.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from server.actor import Actor
from server.clock import Clock
from server.errors import ErrorCode, Refusal
from server.storage.outbox import Effect
from server.storage.sealing import Sealer
from server.storage.tx import Tx

log = structlog.get_logger(__name__)

UseCase = Callable[[Tx, Actor, Any], Any]
Done = Callable[[Any, BaseException | None], None]

_MOST_IN_ONE_COMMIT = 512
_MOST_WAITING = 20_000
_PAUSE_AFTER_FAILURE = 0.2  # seconds, so that a missing database is not asked a thousand times


@dataclass(slots=True)
class Job:
    use_case: UseCase
    actor: Actor
    command: Any
    done: Done
    key: str
    result: Any = None
    error: BaseException | None = None
    effects: list[Effect] | None = None


class Lane:
    """Runs use cases one after another on a connection of its own.

    `publish` is called on the event loop with the effects of each command, before that command is answered.
    `observe` is called on the lane's thread with (commands in this commit, seconds it took).
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        sealer: Sealer,
        publish: Callable[[list[Effect]], None],
        observe: Callable[[int, float], None] = lambda commands, seconds: None,
    ) -> None:
        self._engine, self._clock, self._sealer = engine, clock, sealer
        self._publish, self._observe = publish, observe
        self._waiting: deque[Job] = deque()
        self._wake = threading.Semaphore(0)
        self._is_stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connection: Connection | None = None
        self._cache: dict[Any, Any] = {}
        driver: Any = engine.dialect.dbapi
        self._storage_errors: tuple[type[Exception], ...] = (DBAPIError, driver.Error)
        self._operational_error: type[Exception] = driver.OperationalError
        self._thread = threading.Thread(target=self._live, name="lane", daemon=True)

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Finishes what is queued, then ends the thread."""
        self._is_stopping = True
        self._wake.release()
        await asyncio.to_thread(self._thread.join)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def submit(self, use_case: UseCase, actor: Actor, command: Any, done: Done, key: str = "") -> None:
        """Queues a command; `done(result, error)` is called on the loop after the commit.

        Raises Refusal server_busy.
        """
        if self._is_stopping or len(self._waiting) >= _MOST_WAITING:
            raise Refusal(ErrorCode.SERVER_BUSY, retry_after=2.0)
        self._waiting.append(Job(use_case, actor, command, done, key))
        self._wake.release()

    async def run(self, use_case: UseCase, actor: Actor, command: Any = None, key: str = "") -> Any:
        """Runs a use case and gives its result once it is on disk. Raises what it raised."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def done(result: Any, error: BaseException | None) -> None:
            if future.cancelled():
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        self.submit(use_case, actor, command, done, key)
        return await future

    def _live(self) -> None:
        while True:
            self._wake.acquire()
            jobs = self._take()
            if jobs:
                started = time.perf_counter()
                self._settle(jobs)
                self._observe(len(jobs), time.perf_counter() - started)
                self._hand_back(jobs)
            elif self._is_stopping:
                self._drop_connection()
                return

    def _take(self) -> list[Job]:
        jobs: list[Job] = []
        while self._waiting and len(jobs) < _MOST_IN_ONE_COMMIT:
            jobs.append(self._waiting.popleft())
        for _ in jobs[1:]:
            self._wake.acquire(blocking=False)
        jobs.sort(key=lambda job: job.key)  # the same order of row locks in every lane and process: no deadlocks
        return jobs

    def _settle(self, jobs: list[Job]) -> None:
        try:
            self._commit_together(jobs)
        except self._storage_errors as error:
            log.warning("commit failed", kind=type(error).__name__, commands=len(jobs))
            self._drop_connection()
            self._settle_one_by_one(jobs)

    def _settle_one_by_one(self, jobs: list[Job]) -> None:
        """After a failed commit every command stands alone, so that one cannot fail for another's reason."""
        is_reachable = True
        for job in jobs:
            if is_reachable:
                is_reachable = self._settle_alone(job)
            else:
                job.effects, job.error = None, _unavailable()

    def _settle_alone(self, job: Job) -> bool:
        """Commits one command. False when the database cannot even be reached."""
        try:
            self._connect()
            self._commit_together([job])
        except self._storage_errors:
            job.effects, job.error = None, _unavailable()
            is_reachable = self._connection is not None
            self._drop_connection()
            time.sleep(_PAUSE_AFTER_FAILURE)
            return is_reachable
        return True

    def _commit_together(self, jobs: list[Job]) -> None:
        connection = self._connect()
        with connection.begin():
            driver_connection: Any = connection.connection
            cursor = driver_connection.cursor()
            now = self._clock.now()
            for job in jobs:
                self._run_one(job, Tx(connection, cursor, now, self._sealer, self._cache))

    def _run_one(self, job: Job, tx: Tx) -> None:
        tx.cursor.execute("SAVEPOINT command")
        try:
            job.result, job.error = job.use_case(tx, job.actor, job.command), None
            tx.finish()
            job.effects = tx.outbox.effects
        except Exception as error:
            if self._is_storage_failure(error):
                raise  # nothing under this transaction can be trusted any more
            tx.abandon()
            tx.cursor.execute("ROLLBACK TO SAVEPOINT command")
            self._cache.clear()
            job.effects, job.error = None, _as_refusal(error, job.use_case)
        tx.cursor.execute("RELEASE SAVEPOINT command")

    def _is_storage_failure(self, error: Exception) -> bool:
        cause = error.orig if isinstance(error, DBAPIError) else error
        return isinstance(cause, self._operational_error)

    def _connect(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _drop_connection(self) -> None:
        self._cache.clear()
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _hand_back(self, jobs: list[Job]) -> None:
        assert self._loop is not None
        try:
            self._loop.call_soon_threadsafe(self._answer, jobs)
        except RuntimeError:  # the loop has ended: everything is on disk, and nobody is left to be told
            log.info("answers after the end of the loop", commands=len(jobs))

    def _answer(self, jobs: list[Job]) -> None:
        for job in jobs:
            try:
                if job.effects:
                    self._publish(job.effects)
                job.done(job.result, job.error)
            except Exception as error:  # noqa: BLE001  # the others in this commit wait for their answers
                log.error("answer failed", kind=type(error).__name__, at=_place(error))


def _unavailable() -> Refusal:
    return Refusal(ErrorCode.STORAGE_UNAVAILABLE, retry_after=5.0)


def _as_refusal(error: Exception, use_case: UseCase) -> Refusal:
    if isinstance(error, Refusal):
        return error
    # the type and the place only: the text of an exception may quote what somebody typed
    name = getattr(use_case, "__name__", "use case")
    log.error("use case failed", use_case=name, kind=type(error).__name__, at=_place(error))
    return Refusal(ErrorCode.INTERNAL)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    place = ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
