"""`tx`: the whole toolbox of a use case. The database, the time, the seal, and an outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlmodel import Session

from server.storage.outbox import Outbox
from server.storage.sealing import Sealer

if TYPE_CHECKING:
    from server.storage.prepared import Prepared


class Tx:
    """One command's view of a transaction that it may share with other commands.

    The ORM session is made when it is first asked for: the path of a message never needs one.
    """

    __slots__ = ("_session", "cache", "connection", "cursor", "now", "outbox", "sealer")

    def __init__(
        self, connection: Connection, cursor: Any, now: datetime, sealer: Sealer, cache: dict[Any, Any]
    ) -> None:
        self.connection = connection
        self.cursor = cursor
        self.now = now
        self.sealer = sealer
        self.cache = cache
        self.outbox = Outbox()
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        if self._session is None:
            # a savepoint of its own: where a flush fails, nothing but this session is undone with it
            self._session = Session(bind=self.connection, join_transaction_mode="create_savepoint")
        return self._session

    def run(self, statement: Prepared, **values: Any) -> Any:
        """Runs a prepared statement on the bare cursor; returns the cursor."""
        if self._session is not None:
            self._session.flush()
        return statement.execute(self.cursor, self.connection.dialect, values)

    def finish(self) -> None:
        """Sends what the session still holds back to the database and lets go of it."""
        if self._session is not None:
            self._session.commit()
            self._session.close()
            self._session = None

    def abandon(self) -> None:
        """Forgets everything the session holds. The rows are the savepoint's to undo."""
        if self._session is not None:
            self._session.expunge_all()
            self._session.close()
            self._session = None
