"""The lane: one thread that writes, and many commands that share one commit.

Whatever is queued when the lane is free becomes one transaction: a lone command waits for nobody, and a crowd pays for
one flush of the disk together. Waiting a fixed time for company was slower at every load that was tried. A command that
is refused after it has changed something goes back to a savepoint of its own. Results and outboxes go back to the event
loop in one piece, after the commit.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import structlog
from sqlalchemy import Connection, Engine

from server.actor import Actor
from server.clock import Clock
from server.errors import ErrorCode, Refusal
from server.storage.database import LONGEST_WAIT, begin, open_cursor, wait_for_rows
from server.storage.failures import Failures
from server.storage.outbox import Effect
from server.storage.sealing import Sealer
from server.storage.shared import NotWritten, Shared
from server.storage.tx import Tx

log = structlog.get_logger(__name__)

UseCase = Callable[[Tx, Actor, Any], Any]
Done = Callable[[Any, BaseException | None], None]
LookAhead = Callable[[Tx, Sequence[tuple[str, Actor, Any]]], dict[Any, Any]]
"""Reads at once what several (key, actor, command) of one commit will ask for, each of which could ask alone as well."""

_MOST_IN_ONE_COMMIT = 512
_MOST_WAITING = 20_000
_PAUSE_AFTER_FAILURE = 0.2  # seconds, so that a missing database is not asked a thousand times
_MOST_FAILURES_IN_A_ROW = 3  # after which the others are told at once, instead of one after another
_SHORT_WAIT = 0.25  # seconds for a row, once one was not let go of
_IMPATIENT_FOR = 30.0  # seconds: whoever holds one row in a transaction that has frozen may hold many


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


class _HeldUp(Exception):
    """Somebody else holds a row that a command needs, and nothing of the whole transaction stays."""

    def __init__(self, job: Job | None) -> None:
        """`job` is None where it was not seen which command is held up."""
        super().__init__()
        self.job = job

    def concerns(self, other: Job) -> bool:
        """Whether another command would wait for the same: a key is a room's or an account's."""
        held = self.job
        return held is not None and (other is held or (other.key == held.key and bool(other.key)))


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
        look_ahead: LookAhead = lambda tx, commands: {},
    ) -> None:
        self._engine, self._clock, self._sealer = engine, clock, sealer
        self._publish, self._observe, self._look_ahead = publish, observe, look_ahead
        self._arrived: list[Job] = []  # in this tick of the loop
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._is_stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connection: Connection | None = None
        self._cache: dict[Any, Any] = {}
        self._failures = Failures(engine)
        self._impatient_until, self._wait = 0.0, LONGEST_WAIT
        self.failed_commits = 0
        self._thread = threading.Thread(target=self._live, name="lane", daemon=True)

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Finishes what is queued, then ends the thread."""
        self._is_stopping = True
        self._hand_over()
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    @property
    def waiting(self) -> int:
        return self._waiting.qsize() + len(self._arrived)

    def submit(self, use_case: UseCase, actor: Actor, command: Any, done: Done, key: str = "") -> None:
        """Queues a command; `done(result, error)` is called on the loop after the commit.

        Raises Refusal server_busy.
        """
        if self._is_stopping or self._waiting.qsize() >= _MOST_WAITING:
            raise _busy()
        if not self._arrived:
            asyncio.get_running_loop().call_soon(self._hand_over)
        self._arrived.append(Job(use_case, actor, command, done, key))

    def _hand_over(self) -> None:
        """Wakes the thread once for everything that one look at the sockets has brought: it would begin with the first of
        it, alone, while the loop reads on and both want the same interpreter."""
        arrived, self._arrived = self._arrived, []
        for job in arrived:
            self._waiting.put(job)

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
        while self._do_what_waits():
            pass  # nothing of it is held while nobody asks for anything
        self._drop_connection()

    def _do_what_waits(self) -> bool:
        """False at the end."""
        jobs = self._take()
        if jobs:
            started = time.perf_counter()
            self._settle(jobs)
            self._observe(len(jobs), time.perf_counter() - started)
            self._hand_back(jobs)
        return bool(jobs)

    def _take(self) -> list[Job]:
        """Waits for a command, and takes whatever waits with it. Empty at the end."""
        job = self._waiting.get()
        jobs: list[Job] = []
        while job is not None:
            jobs.append(job)
            try:
                job = self._waiting.get_nowait() if len(jobs) < _MOST_IN_ONE_COMMIT else None
            except Empty:
                break
        else:
            if self._is_stopping and jobs:
                self._waiting.put(None)  # the mark of the end is found again when everything before it is done
        jobs.sort(key=_key)  # the same order of row locks in every lane and process: no deadlocks
        return jobs

    def _settle(self, jobs: list[Job]) -> None:
        """What somebody else holds up is refused, and the others go on without it."""
        for _ in range(1 + _MOST_FAILURES_IN_A_ROW):
            held = self._settle_together(jobs)
            if held is None:
                return
            log.warning("held up by somebody else", commands=len(jobs))
            self._impatient_until = time.monotonic() + _IMPATIENT_FOR
            _refuse_as_busy([job for job in jobs if held.concerns(job)])
            jobs = [job for job in jobs if not held.concerns(job)]
        _refuse_as_busy(jobs)

    def _settle_together(self, jobs: list[Job]) -> _HeldUp | None:
        try:
            self._commit_together(jobs)
        except _HeldUp as held:
            return held
        except Exception as error:  # noqa: BLE001  # a lane that dies leaves everybody waiting for ever
            if self._failures.is_crossed(error):
                log.warning("crossed by another transaction", commands=len(jobs))
            else:
                self.failed_commits += 1
                log.warning("commit failed", kind=type(error).__name__, commands=len(jobs), at=_place(error))
                self._drop_connection()
            self._settle_one_by_one(jobs)
        return None

    def _settle_one_by_one(self, jobs: list[Job]) -> None:
        """After a failed commit every command stands alone, so that one cannot fail for another's reason."""
        in_a_row = 0
        for job in jobs:
            if in_a_row >= _MOST_FAILURES_IN_A_ROW:
                job.effects, job.error = None, _unavailable()
            elif (failures := self._settle_alone(job)) == 0:
                in_a_row = 0
            else:
                in_a_row += failures

    def _settle_alone(self, job: Job) -> int:
        """Commits one command. 0 when that went well, _MOST_FAILURES_IN_A_ROW when the database cannot be reached."""
        try:
            self._connect()
            self._commit_together([job])
        except _HeldUp:
            _refuse_as_busy([job])
        except Exception as error:  # noqa: BLE001  # as above
            if self._failures.is_crossed(error):
                _refuse_as_busy([job])
                return 0
            is_reachable = self._connection is not None
            job.result, job.effects = None, None
            is_storage = isinstance(error, self._failures.of_storage)
            job.error = _unavailable() if is_storage else _as_refusal(error, job.use_case)
            self._drop_connection()
            time.sleep(_PAUSE_AFTER_FAILURE)
            return 1 if is_reachable else _MOST_FAILURES_IN_A_ROW
        return 0

    def _commit_together(self, jobs: list[Job]) -> None:
        connection = self._connect()
        self._choose_wait(connection)
        shared = Shared()
        with self._transaction(connection) as cursor:
            now = self._clock.now()
            own = Tx(connection, cursor, now, self._sealer, self._cache)
            # where rows are not let go of, each command must be seen to wait for its own
            if len(jobs) > 1 and self._wait == LONGEST_WAIT:
                shared.ahead = self._look_together(own, jobs)
            for job in jobs:
                self._run_one(job, Tx(connection, cursor, now, self._sealer, self._cache, shared))
            shared.write(own)

    def _look_together(self, tx: Tx, jobs: list[Job]) -> dict[Any, Any]:
        try:
            return self._look_ahead(tx, [(job.key, job.actor, job.command) for job in jobs])
        except Exception as error:
            if self._failures.is_held_up(error):
                raise _HeldUp(None) from None
            raise

    def _choose_wait(self, connection: Connection) -> None:
        wait = _SHORT_WAIT if time.monotonic() < self._impatient_until else LONGEST_WAIT
        if wait != self._wait:
            wait_for_rows(connection, wait)
            self._wait = wait

    @contextmanager
    def _transaction(self, connection: Connection) -> Iterator[Any]:
        """A transaction begun and ended at the driver; SQLAlchemy joins it when a command asks for its connection."""
        driver: Any = connection.connection.dbapi_connection
        cursor = open_cursor(connection)
        begin(cursor, connection.dialect.name)
        try:
            yield cursor
            (connection if connection.in_transaction() else driver).commit()
        except BaseException:
            self._cache.clear()
            (connection if connection.in_transaction() else driver).rollback()
            raise

    def _run_one(self, job: Job, tx: Tx) -> None:
        try:
            job.result, job.error = job.use_case(tx, job.actor, job.command), None
            tx.keep()
            job.effects = tx.outbox.effects
        except Exception as error:
            if isinstance(error, NotWritten):
                raise
            if self._failures.is_held_up(error):
                raise _HeldUp(job) from None
            if self._failures.is_deep(error):
                raise  # nothing under this transaction can be trusted any more
            job.effects, job.error = None, _as_refusal(error, job.use_case)
            if tx.has_changed:
                tx.ahead.clear()  # it may tell of what is undone now
                if tx.has_remembered:
                    self._cache.clear()
            tx.undo()

    def _connect(self) -> Connection:
        if self._connection is None:
            self._connection, self._wait = self._engine.connect(), LONGEST_WAIT
        return self._connection

    def _drop_connection(self) -> None:
        self._cache.clear()
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.invalidate()
                connection.close()
            except Exception as error:  # noqa: BLE001  # it was broken; the next one is new
                log.warning("connection not closed", kind=type(error).__name__)

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


def _key(job: Job) -> str:
    return job.key


def _refuse_as_busy(jobs: list[Job]) -> None:
    for job in jobs:
        job.result, job.effects, job.error = None, None, _busy()


def _busy() -> Refusal:
    return Refusal(ErrorCode.SERVER_BUSY, retry_after=2.0)


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
