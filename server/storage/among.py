"""Look-ups of many keys at once: on PostgreSQL each statement is a round trip, on SQLite a hand-over between threads."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_

from server.storage.prepared import Prepared, padded
from server.storage.tx import Tx

_MOST_TOGETHER = 64


class Among:
    """A select, of which are wanted the rows with certain keys: values of one column, or of several together."""

    def __init__(self, statement: Select[Any], *columns: ColumnElement[Any]) -> None:
        self._statement, self._columns = statement, columns
        self._prepared: dict[int, tuple[tuple[str, ...], Prepared]] = {}

    def rows(self, tx: Tx, keys: Iterable[tuple[Any, ...]], **values: Any) -> list[Any]:
        """What the driver finds for any of the keys, each of which has a value for every column. `values` are what the
        select itself asks for."""
        found: list[Any] = []
        ordered = sorted(set(keys))
        for at in range(0, len(ordered), _MOST_TOGETHER):
            asked = padded(ordered[at : at + _MOST_TOGETHER])
            names, statement = self._prepared.get(len(asked)) or self._prepare(len(asked))
            given = dict(zip(names, chain.from_iterable(asked), strict=True))
            found += tx.run(statement, **given, **values).fetchall()
        return found

    def _prepare(self, keys: int) -> tuple[tuple[str, ...], Prepared]:
        names = [[f"{column.key}_{n}" for column in self._columns] for n in range(keys)]
        wanted: ColumnElement[bool]
        if len(self._columns) == 1:
            [column] = self._columns
            wanted = column.in_([bindparam(name, type_=column.type) for [name] in names])
        else:
            wanted = or_(*(_equal(self._columns, some) for some in names))
        made = self._prepared[keys] = tuple(chain.from_iterable(names)), Prepared(self._statement.where(wanted))
        return made


def _equal(columns: Iterable[ColumnElement[Any]], names: Iterable[str]) -> ColumnElement[bool]:
    return and_(*(column == bindparam(name, type_=column.type) for column, name in zip(columns, names, strict=True)))
