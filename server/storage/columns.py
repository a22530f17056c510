"""Column types that mean the same on SQLite and PostgreSQL, and the names of constraints."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Dialect, TypeDecorator
from sqlalchemy import Enum as SqlEnum
from sqlmodel import Field, SQLModel

from server.ids import LENGTH

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UtcTime(TypeDecorator[datetime]):
    """A moment, kept as whole microseconds since 1970 in UTC.

    A number, because SQLite has no time type and its text forms compare wrongly as soon as one of them lacks
    the fraction. A moment without a time zone is a programming error and raises ValueError.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


def microseconds(value: datetime) -> int:
    """A moment as it lies on disk."""
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    past = value - _EPOCH
    return (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds


def moment(value: int) -> datetime:
    """What lies on disk as a moment, in UTC."""
    return datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)


def enum_column(members: type[Enum]) -> Any:
    """A column type that stores an enum by its value, with no database type of its own."""
    return SqlEnum(
        members, native_enum=False, length=40, create_constraint=False, values_callable=lambda e: [m.value for m in e]
    )


def id_field(**options: Any) -> Any:
    """A field for one of our identifiers; add `primary_key`, `foreign_key`, `index` as needed."""
    return Field(max_length=LENGTH, **options)
