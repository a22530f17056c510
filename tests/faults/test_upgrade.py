"""D6: an upgrade that dies on the way leaves the old schema or the new one, every row in place, and can be repeated."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from alembic.config import Config
from sqlalchemy import Connection, Engine, event

from bench.seed import seed
from server.storage import migrations
from server.storage.migrations import upgrade
from tests.faults.chance import IS_LONG, chance

LATER = Path(__file__).with_name("later") / "v9999_rooms_gain_a_colour.py"
KILLS = 1000 if IS_LONG else 50
HALVES = {"room_event", "participation"}, {"colour", "ix_room_colour"}


@pytest.fixture
def with_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the upgrade know one version more."""
    head = migrations.ScriptDirectory(str(migrations._FOLDER)).get_current_head()
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / LATER.name).write_text(LATER.read_text().replace("HEAD_OF_THE_CODE", str(head)))
    own = migrations.config

    def config(connection: Connection) -> Config:
        settings = own(connection)
        settings.set_main_option("path_separator", "os")
        settings.set_main_option("version_locations", os.pathsep.join([f"{migrations._FOLDER}/versions", str(folder)]))
        return settings

    return lambda: monkeypatch.setattr(migrations, "config", config)


def dies(url: str, at_statement: int, after: float) -> None:
    """Upgrades in a process that is killed at a statement, or after some seconds, or that ends first."""
    child = os.fork()
    if child == 0:
        done = 0

        def count(*_: object) -> None:
            nonlocal done
            done += 1
            if done == at_statement:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
        try:
            upgrade(url)
        finally:
            os._exit(0)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def people(path: Path) -> list[tuple[str, ...]]:
    asked = "SELECT room.id, room.name, p.display_name FROM participation p JOIN room ON room.id = p.room_id ORDER BY 3"
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(asked).fetchall()


def moments(random: Random) -> list[tuple[int, float]]:
    return [(0, random.uniform(0.005, 0.4)) if n % 3 == 0 else (random.randint(1, 60), 0.0) for n in range(KILLS)]


@pytest.mark.timeout(60 + 3 * KILLS)
def test_killed_first_upgrade_leaves_nothing_or_everything(tmp_path: Path) -> None:
    found = []
    for number, moment in enumerate(moments(chance(1))):
        path = tmp_path / f"{number}.db"
        dies(f"sqlite:///{path}", *moment)
        tables = schema(path) & HALVES[0] if path.exists() else set()
        assert tables in (set(), HALVES[0])
        found.append(bool(tables))
        upgrade(f"sqlite:///{path}")
        assert migrations.is_current(f"sqlite:///{path}")
        path.unlink()
    assert not all(found)


@pytest.mark.timeout(60 + 3 * KILLS)
def test_killed_later_upgrade_leaves_the_old_schema_or_the_new_one(
    tmp_path: Path, with_later: Callable[[], None]
) -> None:
    path = tmp_path / "sohva.db"
    url = f"sqlite:///{path}"
    seed(url, 20, 20, tmp_path / "people")
    before, whole = people(path), path.read_bytes()
    with_later()
    ends = set()
    for moment in moments(chance(2)):
        path.write_bytes(whole)
        dies(url, *moment)
        left = frozenset(schema(path) & HALVES[1])
        assert left in (frozenset(), frozenset(HALVES[1]))
        assert people(path) == before
        upgrade(url)
        assert schema(path) >= HALVES[1]
        assert people(path) == before
        ends.add(left)
        for rest in tmp_path.glob("sohva.db-*"):
            rest.unlink()
    assert frozenset() in ends


def test_control_upgrade_as_the_driver_would_commit_it_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_prepare_sqlite", lambda connection, _: None)
    monkeypatch.setattr(migrations, "_begin_immediate", lambda connection: None)
    halves = 0
    for statement in range(4, 40, 4):
        path = tmp_path / f"{statement}.db"
        dies(f"sqlite:///{path}", statement, 0.0)
        tables = schema(path)
        halves += "account" in tables and not tables >= HALVES[0]
    assert halves
