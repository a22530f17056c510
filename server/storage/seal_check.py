"""Does this key belong to this database? Asked at every start, so that a wrong key is found before it seals a word."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, LargeBinary, insert, select
from sqlmodel import Field, SQLModel, col

from server.storage.sealing import Sealer, SealKeyError, make_key, read_key

_ONLY = "seal"
_SENTENCE = "this key belongs to this database"


class SealCheck(SQLModel, table=True):
    """A sentence that everybody knows, sealed with the key that seals everything else. One row."""

    __tablename__ = "seal_check"

    id: str = Field(primary_key=True, max_length=20)
    sealed: bytes = Field(sa_type=LargeBinary)


def open_key(path: Path, connection: Connection) -> bytes:
    """The key that opens this database; made, where neither has been used before.

    Raises SealKeyError where the file is missing or unfit although something is sealed already, or is another's.
    """
    sealed = connection.execute(select(col(SealCheck.sealed))).scalar_one_or_none()
    if sealed is None:
        key = make_key(path)
        values = {"id": _ONLY, "sealed": Sealer(key).seal(_SENTENCE, "seal_check")}
        connection.execute(insert(SealCheck).values(values))
        return key
    key = read_key(path)
    try:
        Sealer(key).open(sealed, "seal_check")
    except InvalidTag:
        raise SealKeyError(f"the key file {path} belongs to another database") from None
    return key
