"""Core statements compiled once and run on the driver's own cursor.

SQLAlchemy's execution layer costs more than SQLite itself does for a single row. The few statements that every
message runs are written as Core expressions like all others, so both databases get their own SQL, but compiled once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect, Executable

_Processor = Callable[[Any], Any]


class Prepared:
    """One statement, every value of which is a bind parameter given at each run."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, list[tuple[str, _Processor | None]], bool]] = {}

    def execute(self, cursor: Any, dialect: Dialect, values: dict[str, Any]) -> Any:
        """Runs with `values`, one for every parameter; KeyError where one is missing. Returns the cursor."""
        found = self._compiled.get(dialect.name)
        sql, binds, is_positional = found if found is not None else self._compile(dialect)
        prepared = [values[name] if convert is None else convert(values[name]) for name, convert in binds]
        if is_positional:
            return cursor.execute(sql, prepared)
        return cursor.execute(sql, {name: value for (name, _), value in zip(binds, prepared, strict=True)})

    def _compile(self, dialect: Dialect) -> tuple[str, list[tuple[str, _Processor | None]], bool]:
        compiled: Any = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        order: list[str] = list(compiled.positiontup or compiled.binds)
        binds = [(name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order]
        self._compiled[dialect.name] = (str(compiled), binds, compiled.positiontup is not None)
        return self._compiled[dialect.name]
