"""Which history a database tells. A restored backup tells another one, in which the same numbers mean other events."""

from __future__ import annotations

from sqlalchemy import Connection, select, update
from sqlmodel import Field, SQLModel, col

from server.ids import LENGTH, new_id


class History(SQLModel, table=True):
    """One row: the mark of this history, drawn when it began."""

    id: str = Field(primary_key=True, max_length=20)
    mark: str = Field(max_length=LENGTH)


def read_history(connection: Connection) -> str:
    """The mark of this database's history; the migration that made the table drew the first."""
    return connection.execute(select(col(History.mark))).scalar_one()


def begin_history(connection: Connection) -> None:
    """From here on this database tells another history: whoever remembers an earlier one begins afresh."""
    connection.execute(update(History).values(mark=new_id()))
