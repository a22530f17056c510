"""Core statements compiled once and run on the driver's own cursor.

SQLAlchemy's execution layer costs more than SQLite itself does for a single row. The few statements that every
message runs are written as Core expressions like all others, so both databases get their own SQL, but compiled once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Boolean, Dialect, Executable, LargeBinary
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.sql.util import find_tables

from server.storage.columns import UtcTime, microseconds

_Given = TypeVar("_Given")
_Processor = Callable[[Any], Any]
_Binds = list[tuple[str, _Processor | None]]
_NAMED = re.compile(r"%\((\w+)\)s")
_MOST_ROWS = 32
"""Rows in one statement: enough to share its cost, and few enough texts of it for a driver to keep them prepared."""


class Prepared:
    """One statement, every value of which is a bind parameter given at each run. None is always NULL."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self.is_change = bool(getattr(statement, "is_dml", False))
        self.tables = _tables(statement)
        self._compiled: dict[str, tuple[str, _Binds]] = {}

    def execute(self, cursor: Any, dialect: Dialect, values: dict[str, Any]) -> Any:
        """Runs with `values`, one for every parameter; KeyError where one is missing. Returns the cursor."""
        sql, binds = self._compiled.get(dialect.name) or self._compile(dialect)
        return cursor.execute(sql, _converted(binds, values))

    def insert_all(self, cursor: Any, dialect: Dialect, rows: Sequence[dict[str, Any]]) -> None:
        """Inserts rows in few statements: one look at the disk, one round trip, one hand-over between threads."""
        sql, binds = self._compiled.get(dialect.name) or self._compile(dialect)
        start, _, row = sql.partition(" VALUES ")
        done = 0
        while done < len(rows):
            size = min(_MOST_ROWS, 1 << ((len(rows) - done).bit_length() - 1))  # powers of two: few texts
            given = [value for one in rows[done : done + size] for value in _converted(binds, one)]
            cursor.execute(f"{start} VALUES {', '.join([row] * size)}", given)
            done += size

    def _compile(self, dialect: Dialect) -> tuple[str, _Binds]:
        compiled: Any = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        sql, order = str(compiled), compiled.positiontup
        if order is None:
            order, sql = _NAMED.findall(sql), _NAMED.sub("%s", sql)
        binds = [(name, _processor(compiled.binds[name].type, dialect)) for name in order]
        self._compiled[dialect.name] = sql, binds
        return sql, binds


def padded(given: list[_Given]) -> list[_Given]:
    """As many as a power of two, the last one again and again: so that a driver meets few texts of a statement."""
    return given + given[-1:] * ((1 << (len(given) - 1).bit_length()) - len(given))


def _converted(binds: _Binds, values: dict[str, Any]) -> list[Any]:
    return [value if (value := values[name]) is None or convert is None else convert(value) for name, convert in binds]


def _tables(statement: Any) -> frozenset[str] | None:
    """The tables that a statement looks at or changes; None where nobody can tell."""
    found = find_tables(statement, include_joins=True, include_selects=True, include_crud=True, check_columns=True)
    return frozenset(str(table.name) for table in found if hasattr(table, "name")) or None


def _processor(kind: Any, dialect: Dialect) -> _Processor | None:
    """What turns a value into what the driver takes; the general way costs a microsecond a value."""
    if isinstance(kind, UtcTime):
        return microseconds
    if isinstance(kind, SqlEnum):
        return attrgetter("value")
    if isinstance(kind, Boolean | LargeBinary):
        return None  # both drivers take bool and bytes as they are
    found: _Processor | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found
