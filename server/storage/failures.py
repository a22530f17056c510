"""Which errors mean that the database has failed, and not the command that was running."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's


class Failures:
    """The errors of one engine's driver, bare or wrapped: prepared statements run on the driver's own cursor."""

    def __init__(self, engine: Engine) -> None:
        driver: Any = engine.dialect.dbapi
        self.of_storage: tuple[type[Exception], ...] = (DBAPIError, driver.Error)
        # InternalError is how PostgreSQL says that it has become read-only
        self._deep: tuple[type[Exception], ...] = (driver.OperationalError, driver.InternalError, driver.InterfaceError)
        self._any: type[Exception] = driver.DatabaseError

    def is_deep(self, error: Exception) -> bool:
        """Whether nothing under this transaction can be trusted any more: gone, full, read-only, damaged."""
        cause = _cause(error)
        return isinstance(cause, self._deep) or type(cause) is self._any

    def is_held_up(self, error: Exception) -> bool:
        """Whether somebody else holds a row for longer than a lane waits for one."""
        return getattr(_cause(error), "sqlstate", None) == _LOCK_NOT_AVAILABLE


def _cause(error: Exception) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error
