"""Core statements compiled once and run on the driver's own cursor.

SQLAlchemy's execution layer costs more than SQLite itself does for a single row. The few statements that every
message runs are written as Core expressions like all others, so both databases get their own SQL, but compiled once.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from sqlalchemy import Boolean, Dialect, Executable, LargeBinary
from sqlalchemy import Enum as SqlEnum

from server.storage.columns import UtcTime, microseconds

_Processor = Callable[[Any], Any]


class Prepared:
    """One statement, every value of which is a bind parameter given at each run. None is always NULL."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self.is_change = bool(getattr(statement, "is_dml", False))
        self._compiled: dict[str, tuple[str, list[tuple[str, _Processor | None]], bool]] = {}

    def execute(self, cursor: Any, dialect: Dialect, values: dict[str, Any]) -> Any:
        """Runs with `values`, one for every parameter; KeyError where one is missing. Returns the cursor."""
        found = self._compiled.get(dialect.name)
        sql, binds, is_positional = found if found is not None else self._compile(dialect)
        prepared = [
            value if (value := values[name]) is None or convert is None else convert(value) for name, convert in binds
        ]
        if is_positional:
            return cursor.execute(sql, prepared)
        return cursor.execute(sql, {name: value for (name, _), value in zip(binds, prepared, strict=True)})

    def _compile(self, dialect: Dialect) -> tuple[str, list[tuple[str, _Processor | None]], bool]:
        compiled: Any = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        order: list[str] = list(compiled.positiontup or compiled.binds)
        binds = [(name, _processor(compiled.binds[name].type, dialect)) for name in order]
        self._compiled[dialect.name] = (str(compiled), binds, compiled.positiontup is not None)
        return self._compiled[dialect.name]


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
