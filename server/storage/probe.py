"""The row that readiness writes: a database that can be read but not written is not ready."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, update
from sqlmodel import Field, SQLModel

from server.actor import Actor
from server.storage.columns import UtcTime
from server.storage.tx import Tx

_ONLY = "probe"


class Probe(SQLModel, table=True):
    """When a process last found that it could write. One row."""

    id: str = Field(primary_key=True, max_length=20)
    written_at: datetime = Field(sa_type=UtcTime)


def write_probe(tx: Tx, actor: Actor, command: None) -> None:
    """Writes the moment; it is on disk when this returns. Raises Refusal storage_unavailable from the lane."""
    found = tx.connection.execute(update(Probe).values(written_at=tx.now))
    if found.rowcount == 0:
        tx.connection.execute(insert(Probe).values(id=_ONLY, written_at=tx.now))
