"""Backup and restore on PostgreSQL, with its own programs, which know every version of it better than we do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from server.storage.backup import BackupError, draft_of


def back_up(url: URL, target: Path) -> None:
    """Writes one moment of the database to `target`, 0600, with pg_dump. Raises BackupError."""
    program = _program("pg_dump", f"pg_dump --format=custom --file={target} DATABASE")
    with draft_of(target) as draft:
        _run([program, "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}"], url)
        examine(draft)


def restore(source: Path, url: URL) -> None:
    """Fills an empty database from `source` with pg_restore, wholly or not at all. Raises BackupError."""
    program = _program("pg_restore", f"pg_restore --single-transaction --dbname=DATABASE {source}")
    examine(source)
    if _has_tables(url):
        raise BackupError("the database is not empty; make a new one and point DATABASE_URL at it")
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run([program, *options, f"--dbname={url.database}", str(source)], url)


def examine(path: Path) -> None:
    """Reads a backup's table of contents. Raises BackupError where it is no backup of ours."""
    program = _program("pg_restore", f"pg_restore --list {path}")
    ended = subprocess.run([program, "--list", str(path)], capture_output=True, text=True, check=False)
    if ended.returncode != 0 or " TABLE DATA public room_event " not in ended.stdout:
        raise BackupError(f"{path} is no backup of Sohva on PostgreSQL")


def _program(name: str, instead: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed here; where it is, run: {instead}")
    return found


def _run(command: list[str], url: URL) -> None:
    """Runs a program of PostgreSQL's; where and who go through the environment, which others cannot see."""
    values: dict[str, object] = {
        "PGHOST": url.host,
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
    }
    values |= {"PGDATABASE": url.database, "PGSSLMODE": url.query.get("sslmode")}
    environment = os.environ | {name: str(value) for name, value in values.items() if value is not None}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise BackupError(f"{Path(command[0]).name} failed: {ended.stderr.strip()[:500]}")


def _has_tables(url: URL) -> bool:
    engine = create_engine(url)
    try:
        return bool(inspect(engine).get_table_names())
    except DBAPIError as error:
        raise BackupError(f"the database cannot be reached: {type(error.orig).__name__}") from None
    finally:
        engine.dispose()
