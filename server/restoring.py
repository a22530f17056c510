"""Backup and restore as the operator asks for them, on whichever database the settings name."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import col, update

from server.accounts.tables import Login
from server.actions import anchors
from server.actor import OPERATOR, Actor
from server.operating import own_lane
from server.rooms.tables import Invitation
from server.settings import Settings
from server.storage import backup, backup_postgres
from server.storage.database import Database, normalise
from server.storage.history import begin_history
from server.storage.migrations import upgrade
from server.storage.sealing import Sealer, read_key
from server.storage.tx import Tx


def back_up(settings: Settings, target: Path, *, with_key: bool) -> Iterator[str]:
    """Writes a backup, and its key beside it where asked; tells what was done. Raises BackupError."""
    database = Database(settings.database_url)
    if database.path is not None:
        backup.back_up(database.path, target)
    else:
        backup_postgres.back_up(normalise(settings.database_url), target)
    yield f"{target} is written and checked."
    if with_key:
        backup.copy_key(settings.key_file, _key_beside(target))
        yield f"{_key_beside(target)} opens it: keep the two apart."
    else:
        yield f"The key is not in it. Without {settings.key_file} nobody can read what was written."


def restore_from(settings: Settings, source: Path) -> Iterator[str]:
    """Restores a backup, takes the key beside it where there is none, ends all logins and links. Tells what was done.

    Raises BackupError, DatabaseLockedError, SealKeyError; the database is in its place only where the key fits.
    """
    database = Database(settings.database_url)
    database.claim()
    try:
        key_file = _key_for(settings, source)
        if database.path is not None:
            backup.require_key(source, Sealer(read_key(key_file)))
            backup.restore(source, database.path)
        else:
            backup_postgres.restore(source, normalise(settings.database_url))
        upgrade(settings.database_url)
        if key_file != settings.key_file:
            backup.copy_key(key_file, settings.key_file)
            yield f"The key is at {settings.key_file}."
    finally:
        database.release()
    aside = anchors.set_aside(settings.data / anchors.FILE)
    if aside is not None:
        yield f"The log of actions goes on from the backup. What was anchored of the later one is kept at {aside}."
    asyncio.run(_end_what_let_in(settings))
    yield "The backup is restored and on the newest schema. Everybody signs in anew; links to invite with are made anew."


def _key_for(settings: Settings, source: Path) -> Path:
    for path in (settings.key_file, _key_beside(source)):
        if path.exists():
            return path
    raise backup.BackupError(f"put the key that belongs to the backup at {settings.key_file} first")


async def _end_what_let_in(settings: Settings) -> None:
    """What was ended, withdrawn or used up after the backup was made would otherwise be alive again."""
    async with own_lane(settings) as lane:
        await lane.run(_begin_anew, OPERATOR)


def _begin_anew(tx: Tx, actor: Actor, command: None) -> None:
    tx.session.exec(update(Login).where(col(Login.ended_at).is_(None)).values(ended_at=tx.now))
    tx.session.exec(update(Invitation).where(col(Invitation.revoked_at).is_(None)).values(revoked_at=tx.now))
    begin_history(tx.connection)


def _key_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.key")
