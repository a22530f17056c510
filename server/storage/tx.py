"""`tx`: the whole toolbox of a use case. The database, the time, the seal, and an outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Connection
from sqlmodel import Session

from server.storage.outbox import Outbox
from server.storage.sealing import Sealer

if TYPE_CHECKING:
    from server.storage.prepared import Prepared


class Late(Protocol):
    """What many commands of one commit change and one statement writes, just before the commit."""

    def write(self, tx: Tx, key: str) -> None:
        """Writes the last state."""


class Tx:
    """One command's view of a transaction that it may share with other commands.

    The ORM session is made when it is first asked for: the path of a message never needs one. In the lane a savepoint
    is set before the first change, to which a refused command goes back.
    """

    __slots__ = (
        "_connection",
        "_has_savepoint",
        "_is_final",
        "_late",
        "_own_late",
        "_session",
        "cache",
        "cursor",
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
        late: dict[str, Late] | None = None,
    ) -> None:
        """`late` is shared by the commands of a commit; without it nothing is written here."""
        self._connection = connection
        self.cursor = cursor
        self.now = now
        self.sealer = sealer
        self.cache = cache
        self.outbox = Outbox()
        self._session: Session | None = None
        self._late = late
        self._own_late: dict[str, Late] = {}
        self._has_savepoint = late is None
        self._is_final = False

    @property
    def connection(self) -> Connection:
        self._protect()
        if self._late is not None and not self._connection.in_transaction():
            self._connection.begin()  # joins the lane's; a session would otherwise end the transaction it had begun
        return self._connection

    @property
    def session(self) -> Session:
        if self._session is None:
            # a savepoint of its own: where a flush fails, nothing but this session is undone with it
            self._session = Session(bind=self.connection, join_transaction_mode="create_savepoint")
        return self._session

    def run(self, statement: Prepared, **values: Any) -> Any:
        """Runs a prepared statement on the bare cursor; returns the cursor."""
        if statement.is_change:
            self._protect()
        if self._session is not None:
            self._session.flush()
        return statement.execute(self.cursor, self._connection.dialect, values)

    def run_last(self, statement: Prepared, **values: Any) -> None:
        """A change after which this use case refuses nothing more, and hence needs no savepoint to go back to."""
        if not self._has_savepoint:
            self._is_final = True
        if self._session is not None:
            self._session.flush()
        statement.execute(self.cursor, self._connection.dialect, values)

    def late(self, key: str) -> Late | None:
        """What this commit will write under a key, as this command sees it."""
        return self._own_late.get(key) or (self._late or {}).get(key)

    def write_late(self, key: str, state: Late) -> None:
        """Has a state written before the commit, instead of the one that stands under its key."""
        self._own_late[key] = state

    def _protect(self) -> None:
        if not self._has_savepoint:
            self.cursor.execute("SAVEPOINT command")
            self._has_savepoint = True

    def keep(self) -> None:
        """The command has succeeded: what it changed is the commit's."""
        self.finish()
        if self._late is not None:
            self._late |= self._own_late
            if self._has_savepoint:
                self.cursor.execute("RELEASE SAVEPOINT command")

    def undo(self) -> bool:
        """The command was refused: nothing of it stays. False where that takes the whole transaction."""
        self.abandon()
        if self._has_savepoint and self._late is not None:
            self.cursor.execute("ROLLBACK TO SAVEPOINT command")
            self.cursor.execute("RELEASE SAVEPOINT command")
        return not self._is_final

    @property
    def has_changed(self) -> bool:
        """Whether anything may have been written under this command."""
        return self._has_savepoint or self._is_final

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
