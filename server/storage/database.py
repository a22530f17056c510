"""The database behind a URL: SQLite in one process, or PostgreSQL for a bigger place."""

from __future__ import annotations

import fcntl
import os
import shutil
from math import nan
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import URL, make_url

# A PostgreSQL that vanishes without a word is given up after so many seconds (libpq's names; the last: milliseconds).
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}

LONGEST_WAIT = 2.0  # seconds for a row that somebody else holds; a lane's own transactions hold theirs for milliseconds
_LONGEST_SLEEP = 15.0  # seconds: a process that is frozen in a transaction loses its rows to the others


class DatabaseLockedError(Exception):
    """Another process already serves this SQLite file."""


class Database:
    """Opens connections of two kinds: a writing one for each lane, and reading ones that cannot write."""

    def __init__(self, url: str) -> None:
        self.url = normalise(url)
        self._lock_descriptor: int | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The SQLite file, None elsewhere."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def writer(self) -> Engine:
        engine = self._engine()
        if self.is_sqlite:
            event.listen(engine, "connect", _configure_writer)
            event.listen(engine, "begin", _begin_immediate)
        else:
            event.listen(engine, "connect", _bound_waiting)
            engine.dialect.do_rollback_to_savepoint = _undo_part  # type: ignore[method-assign]
        return engine

    def reader(self) -> Engine:
        engine = self._engine()
        if self.is_sqlite:
            event.listen(engine, "connect", _configure_reader)
            event.listen(engine, "begin", _begin_deferred)
        else:
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return engine

    def _engine(self) -> Engine:
        given = {} if self.is_sqlite else {name: n for name, n in _PATIENCE.items() if name not in self.url.query}
        return create_engine(self.url, poolclass=NullPool, connect_args=given)

    def claim(self) -> None:
        """Takes the SQLite file for this process. Raises DatabaseLockedError.

        Two processes writing one file can each corrupt what the other's checkpoint moves, and would number the same
        room twice; the lock goes with the process, however it ends.
        """
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise DatabaseLockedError(f"another process already serves {self.path}") from None
        self._lock_descriptor = descriptor

    def wal_bytes(self) -> int:
        """The size of SQLite's write-ahead log; 0 elsewhere."""
        log = None if self.path is None else Path(f"{self.path}-wal")
        return log.stat().st_size if log is not None and log.exists() else 0

    def disk_free_bytes(self) -> float:
        """What is left where the SQLite file is; not a number elsewhere."""
        return nan if self.path is None else float(shutil.disk_usage(self.path.parent).free)

    def release(self) -> None:
        if self._lock_descriptor is not None:
            os.close(self._lock_descriptor)
            self._lock_descriptor = None


def normalise(url: str) -> URL:
    """A database URL as SQLAlchemy wants it; `postgres://` and `postgresql://` get our driver."""
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def _configure_writer(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and is not IMMEDIATE
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses acknowledged rows at a power cut
        "foreign_keys=ON",
        "busy_timeout=5000",
        "secure_delete=ON",  # what is erased leaves the pages, too
        "temp_store=MEMORY",
        "cache_size=-32000",
        "wal_autocheckpoint=4000",  # pages: what is written again and again is moved to the file once
    ):
        connection.execute(f"PRAGMA {pragma}")


def _bound_waiting(connection: Any, _: Any) -> None:
    """One room that somebody holds must not stop a lane, and with it every other room there.

    Every whole number is sent in one size: psycopg chooses it by the value, and a text with numbers of other sizes is
    another statement, which is planned anew until it has been seen five times.
    """
    from psycopg.types.numeric import Int8Dumper  # noqa: PLC0415  # an optional extra

    connection.adapters.register_dumper(int, Int8Dumper)
    # a plan that was prepared while a table was nearly empty reads all of it for as long as nobody has counted it
    connection.execute("SET enable_seqscan = off")
    _bound(connection, lock_timeout=LONGEST_WAIT, idle_in_transaction_session_timeout=_LONGEST_SLEEP)


def wait_for_rows(connection: Connection, seconds: float) -> None:
    """How long a writing connection to PostgreSQL waits for rows from now on. Between two transactions only."""
    _bound(connection.connection.dbapi_connection, lock_timeout=seconds)


def _bound(connection: Any, **bounds: float) -> None:
    for name, seconds in bounds.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, f"{round(seconds * 1000)}ms"))
    connection.commit()  # otherwise the first transaction that is undone takes them with it


def _configure_reader(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("query_only=ON", "foreign_keys=ON", "busy_timeout=5000", "cache_size=-8000"):
        connection.execute(f"PRAGMA {pragma}")


def open_cursor(connection: Connection) -> Any:
    """The driver's own cursor. psycopg's takes PostgreSQL's own numbered parameters."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        return driver.cursor()
    psycopg: Any = connection.dialect.dbapi
    return psycopg.RawCursor(driver)


def begin(cursor: Any, dialect: str) -> None:
    """Begins a writing transaction at the driver. psycopg does so by itself."""
    if dialect == "sqlite":
        cursor.execute("BEGIN IMMEDIATE")


def _begin_immediate(connection: Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    if not driver.in_transaction:  # the lane has begun one
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def go_back(cursor: Any, savepoint: str) -> None:
    """Undoes what was done since a savepoint.

    Past psycopg, which takes it for the end of every statement it has prepared, as it would be for those that look at a
    table which is undone too. No command makes one.
    """
    statement = f"ROLLBACK TO SAVEPOINT {savepoint}"
    postgres: Any = getattr(cursor.connection, "pgconn", None)
    if postgres is None:
        cursor.execute(statement)
        return
    from psycopg import OperationalError, pq  # noqa: PLC0415  # an optional extra

    if postgres.exec_(statement.encode()).status != pq.ExecStatus.COMMAND_OK:
        raise OperationalError(pq.error_message(postgres))


def _undo_part(connection: Connection, name: str) -> None:
    go_back(open_cursor(connection), name)


def begin_reading(cursor: Any, dialect: str) -> None:
    """As `begin`, for a connection that only reads."""
    if dialect == "sqlite":
        cursor.execute("BEGIN")


def _begin_deferred(connection: Connection) -> None:
    driver: Any = connection.connection.dbapi_connection
    if not driver.in_transaction:  # a reader has begun one
        connection.exec_driver_sql("BEGIN")
