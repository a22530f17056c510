"""`tx`: the whole toolbox of a use case. The database, the time, the seal, and an outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection, Dialect
from sqlmodel import Session

from server.storage.database import go_back
from server.storage.outbox import Outbox
from server.storage.sealing import Sealer
from server.storage.shared import Late as Late
from server.storage.shared import NotWritten, Rows, Shared

if TYPE_CHECKING:
    from server.storage.prepared import Prepared

_JoinMode = Literal["create_savepoint", "rollback_only"]


class Tx:
    """One command's view of a transaction that it may share with other commands.

    The ORM session is made when it is first asked for: the path of a message never needs one. In the lane a savepoint
    is set before the first change, to which a refused command goes back; rows that are only added wait without one.
    """

    __slots__ = (
        "_cache",
        "_connection",
        "_has_savepoint",
        "_late",
        "_rows",
        "_session",
        "_shared",
        "cursor",
        "has_remembered",
        "now",
        "outbox",
        "sealer",
    )

    def __init__(
        self,
        connection: Connection,
        cursor: Any,
        now: datetime,
        sealer: Sealer,
        cache: dict[Any, Any],
        shared: Shared | None = None,
    ) -> None:
        """`shared` belongs to the commands of one commit; without it nothing waits to be written together."""
        self._connection = connection
        self.cursor = cursor
        self.now = now
        self.sealer = sealer
        self._cache = cache
        self.has_remembered = False
        self.outbox = Outbox()
        self._session: Session | None = None
        self._shared = shared
        self._late: dict[str, Late] = {}
        self._rows = Rows()
        self._has_savepoint = shared is None

    @property
    def cache(self) -> dict[Any, Any]:
        """What this lane remembers, and forgets when a command that has asked for it is undone."""
        self.has_remembered = True
        return self._cache

    @property
    def dialect(self) -> Dialect:
        return self._connection.dialect

    @property
    def ahead(self) -> dict[Any, Any]:
        """What was read for all commands of this commit at once, by a key of whoever read it; what is not there was not."""
        return {} if self._shared is None else self._shared.ahead

    @property
    def connection(self) -> Connection:
        self._protect()
        self._write_rows()
        if not self._connection.in_transaction():
            self._connection.begin()  # joins the thread's; a session would otherwise end the transaction it had begun
        return self._connection

    @property
    def session(self) -> Session:
        if self._session is None:
            # a savepoint of its own: where a flush fails, nothing but this session is undone with it
            mode: _JoinMode = "create_savepoint" if self._shared is not None else "rollback_only"
            self._session = Session(bind=self.connection, join_transaction_mode=mode)
        elif self._rows:
            self._write_rows()
        return self._session

    def run(self, statement: Prepared, **values: Any) -> Any:
        """Runs a prepared statement on the bare cursor; returns the cursor."""
        if statement.is_change:
            self._protect()
        if self._rows and self._rows.concern(statement):
            self._protect()
            self._write_rows()
        elif not self._has_savepoint and self._shared is not None and self._shared.rows.concern(statement):
            self._write_shared(self._shared)
        if self._session is not None:
            self._session.flush()
        return statement.execute(self.cursor, self._connection.dialect, values)

    def add_row(self, insert: Prepared, **values: Any) -> None:
        """A new row, written together with those of other commands, before the commit or before it could be missed.

        Of a refused command it is never written.
        """
        if self._shared is None:
            insert.execute(self.cursor, self._connection.dialect, values)
        else:
            self._rows.add(insert, values)

    def late(self, key: str) -> Late | None:
        """What this commit will write under a key, as this command sees it."""
        return self._late.get(key) or (None if self._shared is None else self._shared.late.get(key))

    def write_late(self, key: str, state: Late) -> None:
        """Has a state written before the commit, instead of the one that stands under its key."""
        self._late[key] = state

    def _protect(self) -> None:
        if not self._has_savepoint and self._shared is not None:
            self._write_shared(self._shared)  # what others have done stays when this command is undone
            self.cursor.execute("SAVEPOINT command")
            self._has_savepoint = True

    def _write_shared(self, shared: Shared) -> None:
        try:
            shared.rows.write(self.cursor, self.dialect)
        except Exception as error:
            raise NotWritten from error

    def _write_rows(self) -> None:
        if self._rows:
            self._rows.write(self.cursor, self.dialect)

    def keep(self) -> None:
        """The command has succeeded: what it changed is the commit's."""
        self.finish()
        if self._shared is not None:
            self._shared.late.update(self._late)
            if self._has_savepoint:
                self._write_rows()
                self.cursor.execute("RELEASE SAVEPOINT command")
            else:
                self._shared.rows.take(self._rows)

    def undo(self) -> None:
        """The command was refused: nothing of it stays."""
        self.abandon()
        self._rows.clear()
        if self._has_savepoint and self._shared is not None:
            go_back(self.cursor, "command")
            self.cursor.execute("RELEASE SAVEPOINT command")

    @property
    def has_changed(self) -> bool:
        """Whether anything may have been written under this command, or was about to be."""
        return self._has_savepoint or bool(self._rows)

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
