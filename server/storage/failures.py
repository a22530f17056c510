"""Which errors mean that the database has failed, and not the command that was running."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's
_CROSSED = {"40P01", "40001"}  # a deadlock, of which PostgreSQL ends one side; and what cannot be put in an order


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

    def is_crossed(self, error: BaseException) -> bool:
        """Whether two transactions waited for each other and this one was ended, which may be tried again."""
        found = [error, error.__cause__]
        return any(one is not None and getattr(_cause(one), "sqlstate", None) in _CROSSED for one in found)


def _cause(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error
