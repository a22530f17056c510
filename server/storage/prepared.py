"""Core statements compiled once and run on the driver's own cursor.

SQLAlchemy's execution layer costs more than SQLite itself does for a single row. The few statements that every
message runs are written as Core expressions like all others, so both databases get their own SQL, but compiled once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Boolean, Dialect, Executable, LargeBinary
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.sql.util import find_tables

from server.storage.columns import UtcTime, microseconds

_Given = TypeVar("_Given")
_Processor = Callable[[Any], Any]
_NAMED = re.compile(r"%(?:\((\w+)\)s|%)")
_MOST_ROWS = 32
"""Rows in one statement: enough to share its cost, and few enough texts of it for a driver to keep them prepared."""


@dataclass(slots=True)
class _Compiled:
    """A statement in the words of one database.

    `order` names the values by their places, `converted` has the places of those that no driver takes as they are.
    """

    text: str
    order: tuple[str, ...]
    converted: list[tuple[int, _Processor]]
    is_numbered: bool
    texts: dict[int, str] = field(default_factory=dict)

    def values(self, given: dict[str, Any]) -> list[Any]:
        """What the driver is given. KeyError where something is missing."""
        values = [given[name] for name in self.order]
        for place, convert in self.converted:
            if (value := values[place]) is not None:
                values[place] = convert(value)
        return values

    def text_for(self, rows: int) -> str:
        """The text that adds so many rows."""
        text = self.texts.get(rows)
        if text is None:
            start, _, row = self.text.partition(" VALUES ")
            text = self.text if rows == 1 else f"{start} VALUES {', '.join([row] * rows)}"
            text = self.texts[rows] = _numbered(text) if self.is_numbered else text
        return text


class Prepared:
    """One statement, every value of which is a bind parameter given at each run. None is always NULL."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self.is_change = bool(getattr(statement, "is_dml", False))
        self.tables = _tables(statement)
        self._compiled: dict[str, _Compiled] = {}

    def execute(self, cursor: Any, dialect: Dialect, values: dict[str, Any]) -> Any:
        """Runs with `values`, one for every parameter; KeyError where one is missing. Returns the cursor."""
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        return cursor.execute(compiled.text_for(1), compiled.values(values))

    def insert_all(self, cursor: Any, dialect: Dialect, rows: Sequence[dict[str, Any]]) -> None:
        """Inserts rows in few statements: one look at the disk, one round trip, one hand-over between threads."""
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        done = 0
        while done < len(rows):
            size = min(_MOST_ROWS, 1 << ((len(rows) - done).bit_length() - 1))  # powers of two: few texts
            given = [value for one in rows[done : done + size] for value in compiled.values(one)]
            cursor.execute(compiled.text_for(size), given)
            done += size

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled: Any = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        text, order = str(compiled), compiled.positiontup
        is_numbered = order is None
        if is_numbered:
            order = [name for name in _NAMED.findall(text) if name]
        processors = enumerate(_processor(compiled.binds[name].type, dialect) for name in order)
        converted = [(place, convert) for place, convert in processors if convert is not None]
        found = self._compiled[dialect.name] = _Compiled(text, tuple(order), converted, is_numbered)
        return found


def padded(given: list[_Given]) -> list[_Given]:
    """As many as a power of two, the last one again and again: so that a driver meets few texts of a statement."""
    return given + given[-1:] * ((1 << (len(given) - 1).bit_length()) - len(given))


def _numbered(text: str) -> str:
    """PostgreSQL's own text. psycopg takes a text with names apart, and one with more than fifty of them at every run:
    a quarter of a lane's time."""
    numbers = count(1)
    return _NAMED.sub(lambda found: f"${next(numbers)}" if found[1] else "%", text)


def _tables(statement: Any) -> frozenset[str] | None:
    """The tables that a statement looks at or changes; None where nobody can tell."""
    found = find_tables(statement, include_joins=True, include_selects=True, include_crud=True, check_columns=True)
    return frozenset(str(table.name) for table in found if hasattr(table, "name")) or None


def _processor(kind: Any, dialect: Dialect) -> _Processor | None:
    """What turns a value into what the driver takes; the general way costs a microsecond a value."""
    if isinstance(kind, UtcTime):
        return microseconds
    if isinstance(kind, SqlEnum):
        return attrgetter("_value_")
    if isinstance(kind, Boolean | LargeBinary):
        return None  # both drivers take bool and bytes as they are
    found: _Processor | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found
