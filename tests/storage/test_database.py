"""One process per SQLite file, durable by default, and readers that cannot write."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from server.actor import ANYONE, Actor
from server.clock import SystemClock
from server.storage.columns import microseconds, moment
from server.storage.database import Database, DatabaseLockedError, normalise
from server.storage.readers import Readers
from server.storage.sealing import Sealer
from server.storage.tx import Tx


def test_second_process_on_the_same_file_refuses(empty_sqlite_url: str) -> None:
    database = Database(empty_sqlite_url)
    database.claim()
    try:
        with pytest.raises(DatabaseLockedError):
            Database(empty_sqlite_url).claim()
        program = f"from server.storage.database import Database; Database({empty_sqlite_url!r}).claim()"
        other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert "DatabaseLockedError" in other.stderr
    finally:
        database.release()
    again = Database(empty_sqlite_url)
    again.claim()
    again.release()


def test_control_without_the_lock_two_would_serve_one_file(
    empty_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.storage.database.fcntl.flock", lambda descriptor, how: None)
    both = Database(empty_sqlite_url), Database(empty_sqlite_url)
    for database in both:
        database.claim()
    for database in both:
        database.release()


def test_writer_is_durable_and_keeps_references(empty_sqlite_url: str) -> None:
    engine = Database(empty_sqlite_url).writer()
    with engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in asked]
    engine.dispose()
    assert found == ["wal", 2, 1, 1]


async def test_reader_cannot_write(database_url: str) -> None:
    def write(tx: Tx, actor: Actor, command: Any) -> None:
        tx.connection.exec_driver_sql("CREATE TABLE stray (number INTEGER)")

    engine = Database(database_url).reader()
    readers = Readers(engine, SystemClock(), Sealer(bytes(32)), threads=1)
    with pytest.raises(Exception) as failed:
        await readers.run(write, ANYONE)
    assert isinstance(failed.value, DBAPIError) or getattr(failed.value, "code", "") == "storage_unavailable"
    await readers.stop()
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_usual_postgres_addresses_get_our_driver(scheme: str) -> None:
    assert normalise(f"{scheme}://a:b@host/db?sslmode=require").drivername == "postgresql+psycopg"


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_moment_survives_the_disk_to_the_microsecond(when: datetime) -> None:
    assert moment(microseconds(when)) == when


def test_moment_is_the_same_in_every_time_zone() -> None:
    summer = timezone(timedelta(hours=3))
    assert microseconds(datetime(2026, 7, 1, 12, tzinfo=summer)) == microseconds(datetime(2026, 7, 1, 9, tzinfo=UTC))


def test_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        microseconds(datetime(2026, 7, 1))


def test_lane_on_postgres_looks_for_rows_by_their_indexes(empty_postgres_url: str) -> None:
    engine = Database(empty_postgres_url).writer()
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        connection.rollback()  # with which a setting made in its transaction would go
        assert connection.exec_driver_sql("SHOW enable_seqscan").scalar_one() == "off"
    engine.dispose()
