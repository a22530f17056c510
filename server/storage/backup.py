"""Backup of a SQLite file while it is served, and restore into an empty place.

A backup is one moment of the database, rewritten without what was erased, and opened and checked before it gets its
name. The key that opens the text is not in it: whoever finds a backup can read who was where, and no words.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag

from server.storage.sealing import Sealer

_OURS = {"alembic_version", "room_event", "organisation"}


class BackupError(Exception):
    """A backup or a restore that was not made. Its text is for the operator; nothing was changed."""


def back_up(database: Path, target: Path) -> None:
    """Writes one moment of `database` to `target`, 0600, checked. Raises BackupError, and then leaves no file.

    The server may be writing meanwhile: a reading connection of our own sees one moment, and delays nobody.
    """
    if not database.exists():
        raise BackupError(f"there is no database at {database}")
    with draft_of(target) as draft:
        try:
            # read-only, so that this process can neither write nor checkpoint what another one serves
            with closing(
                sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            ) as source:
                source.execute("VACUUM INTO ?", (str(draft.absolute()),))
        except sqlite3.Error as error:
            raise BackupError(f"{database} could not be read: {error}") from None
        examine(draft, database)


def restore(source: Path, database: Path) -> None:
    """Puts a checked copy of `source` in the place of `database`, where nothing may be. Raises BackupError.

    The caller has claimed the place, so that no server starts on half a file.
    """
    if not source.exists():
        raise BackupError(f"there is no backup at {source}")
    for found in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        if found.exists():
            raise BackupError(f"there is {found} already; move it away first")
    with draft_of(database) as draft:
        shutil.copyfile(source, draft)
        examine(draft, source)


def require_key(source: Path, sealer: Sealer) -> None:
    """Raises BackupError where this key does not open what is in the backup."""
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT sealed FROM seal_check").fetchone()
    except sqlite3.Error as error:
        raise BackupError(f"{source} cannot be read: {error}") from None
    try:
        if found is not None:
            sealer.open(found[0], "seal_check")
    except InvalidTag:
        raise BackupError(f"the key does not belong to {source}") from None


def copy_key(source: Path, target: Path) -> None:
    """Copies a key file, 0600. Raises BackupError where something is in its place."""
    with draft_of(target) as draft:
        draft.write_bytes(source.read_bytes())


def examine(path: Path, name: Path | None = None) -> str:
    """The schema version of a whole SQLite file that is ours. Raises BackupError, which calls the file `name`."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return _examine(connection, name or path)
    except sqlite3.Error as error:
        raise BackupError(f"{name or path} is not a whole database: {error}") from None


def _examine(connection: sqlite3.Connection, name: Path) -> str:
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise BackupError(f"{name} is damaged: {verdict}")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise BackupError(f"{name} is damaged: a row refers to one that is not there")
    tables = {table for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables >= _OURS:
        raise BackupError(f"{name} is no database of Sohva")
    (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(version)


@contextmanager
def draft_of(target: Path) -> Iterator[Path]:
    """An empty private file that gets the name `target` when the block ends well, and is gone when it does not."""
    if target.exists():
        raise BackupError(f"{target} exists already")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield draft
        _flush(draft)
        os.link(draft, target)  # refuses to overwrite, which a rename would not
        _flush(target.parent)
    except FileExistsError:
        raise BackupError(f"{target} exists already") from None
    except OSError as error:
        raise BackupError(f"{target} could not be written: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
