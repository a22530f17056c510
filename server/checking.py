"""`sohva check`: what would keep this installation from serving well, found before people do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from server.actions.anchors import FILE
from server.actions.verifying import Findings, verify
from server.actor import OPERATOR
from server.clock import SystemClock
from server.organisation.service import read_organisation
from server.settings import Settings
from server.storage.backup import BackupError, examine
from server.storage.database import Database
from server.storage.migrations import is_current
from server.storage.seal_check import SealCheck
from server.storage.sealing import Sealer, SealKeyError, read_key
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `problem` is None where all is well."""

    what: str
    problem: str | None = None


def check(settings: Settings) -> Iterator[Finding]:
    """Looks at everything and changes nothing. What cannot be looked at without the database is left out."""
    yield Finding("settings")
    database = Database(settings.database_url)
    if database.path is not None and not database.path.exists():
        yield Finding("database", f"there is none at {database.path}; `sohva migrate` makes it")
        return
    try:
        yield Finding("schema", _schema(settings))
        yield Finding("database", _integrity(database.path))
        yield Finding("key", _in_database(database, lambda connection: _key(settings.key_file, connection)))
        yield Finding("help numbers", _in_database(database, _help_numbers))
    except DBAPIError as error:
        yield Finding("database", f"it cannot be read ({type(error.orig).__name__})")


def look_over_log(settings: Settings) -> Findings:
    """The log of actions against itself, its head and its anchors. Raises SealKeyError, DBAPIError."""
    key, engine = Sealer(read_key(settings.key_file)).log_key, Database(settings.database_url).reader()
    try:
        with engine.begin() as connection:
            return verify(connection, key, settings.data / FILE)
    finally:
        engine.dispose()


def _schema(settings: Settings) -> str | None:
    return None if is_current(settings.database_url) else "it is older than this version; run `sohva migrate`"


def _integrity(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        examine(path)
    except BackupError as error:
        return str(error)
    return _readable_by_others(path)


def _readable_by_others(path: Path) -> str | None:
    mode = path.stat().st_mode & 0o077
    is_open = mode and path.parent.stat().st_mode & 0o077
    return f"{path} can be read by others; chmod 600 it" if is_open else None


def _key(path: Path, connection: Connection) -> str | None:
    sealed = connection.execute(select(col(SealCheck.sealed))).scalar_one_or_none()
    try:
        if sealed is not None:
            Sealer(read_key(path)).open(sealed, "seal_check")
    except InvalidTag:
        return f"the key file {path} belongs to another database"
    except SealKeyError as error:
        return str(error)
    return None


def _help_numbers(connection: Connection) -> str | None:
    tx = Tx(connection, None, SystemClock().now(), Sealer(bytes(32)), {})
    card = read_organisation(tx, OPERATOR, None)
    tx.abandon()
    if not card.is_set_up:
        return "a language has none, so no room can open; an organiser fills them in on the first page"
    if any(line.is_made_up for lines in card.help.values() for line in lines):
        return "some are made up and lead nowhere; put real ones in their place before real people come"
    return None


def _in_database(database: Database, look: Callable[[Connection], str | None]) -> str | None:
    engine = database.reader()
    try:
        with engine.begin() as connection:
            return look(connection)
    finally:
        engine.dispose()
