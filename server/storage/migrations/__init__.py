"""Schema versions, the same history on SQLite and PostgreSQL (Alembic)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event

from server.storage.database import normalise

_FOLDER = Path(__file__).parent


def upgrade(url: str) -> None:
    """Brings a database to the newest schema; nothing happens where it is there already.

    Wholly or not at all, also where the process dies on the way.
    """
    engine = create_engine(normalise(url), poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediate)
    try:
        with engine.connect() as connection, connection.begin():
            command.upgrade(config(connection), "head")
    finally:
        engine.dispose()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # left to itself, the driver commits before every CREATE TABLE
    # batch mode rebuilds tables, and dropping the old one would take the rows that refer to it along
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA synchronous=FULL")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def is_current(url: str) -> bool:
    """Whether a database has the newest schema."""
    engine = create_engine(normalise(url))
    try:
        with engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(found) == set(ScriptDirectory(str(_FOLDER)).get_heads())


def differences(connection: Connection) -> list[object]:
    """What the tables in the code have and the database has not, or the other way round."""
    from server.storage.tables import metadata  # noqa: PLC0415  # the slices, unknown to the base

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def config(connection: Connection) -> Config:
    """Alembic's settings for an open connection."""
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER))
    settings.attributes["connection"] = connection
    return settings
