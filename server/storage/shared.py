"""What the commands of one commit share: rows and states that are written once for all of them, and what was read ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, Self

from sqlalchemy import Dialect

from server.storage.prepared import Prepared

if TYPE_CHECKING:
    from server.storage.tx import Tx


class Late(Protocol):
    """What many commands of one commit change and one statement writes, just before the commit."""

    @classmethod
    def write_all(cls, tx: Tx, states: Mapping[str, Self]) -> None:
        """Writes the last states of one kind, by key."""


class NotWritten(Exception):
    """Rows of earlier commands could not be written: whoever runs at that moment has no part in it."""


class Rows:
    """New rows that wait to be written together. Whoever looks at their tables has them written first."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: dict[Prepared, list[dict[str, Any]]] = {}

    def __bool__(self) -> bool:
        return bool(self._rows)

    def add(self, insert: Prepared, row: dict[str, Any]) -> None:
        self._rows.setdefault(insert, []).append(row)

    def take(self, others: Rows) -> None:
        """Takes over what another has gathered."""
        for insert, rows in others._rows.items():
            self._rows.setdefault(insert, []).extend(rows)
        others.clear()

    def concern(self, statement: Prepared) -> bool:
        """Whether a statement might find these rows missing."""
        tables = statement.tables
        return any(tables is None or insert.tables is None or tables & insert.tables for insert in self._rows)

    def write(self, cursor: Any, dialect: Dialect) -> None:
        for insert, rows in self._rows.items():
            insert.insert_all(cursor, dialect, rows)
        self.clear()

    def clear(self) -> None:
        self._rows.clear()


class Shared:
    """One for each commit. `ahead` is what was read for many commands at once, by a key of whoever read it."""

    __slots__ = ("ahead", "late", "rows")

    def __init__(self) -> None:
        self.late: dict[str, Late] = {}
        self.rows = Rows()
        self.ahead: dict[Any, Any] = {}

    def write(self, tx: Tx) -> None:
        """Writes what is left, in the order of the keys."""
        self.rows.write(tx.cursor, tx.dialect)
        kinds: dict[type[Late], dict[str, Late]] = {}
        for key in sorted(self.late):
            kinds.setdefault(type(self.late[key]), {})[key] = self.late[key]
        for kind, states in kinds.items():
            kind.write_all(tx, states)
