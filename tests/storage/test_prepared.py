"""Statements that are compiled once, in the words of both databases."""

from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    insert,
    literal_column,
    select,
)

from server.actor import ANYONE, Actor
from server.clock import SystemClock
from server.storage.database import Database, open_cursor
from server.storage.prepared import Prepared
from server.storage.readers import Readers
from server.storage.sealing import Sealer
from server.storage.tx import Tx

page = Table("page", MetaData(), Column("number", Integer), Column("seen", BigInteger), Column("word", String))
WRITE = Prepared(insert(page))
PAGES = Prepared(select(page.c.number, page.c.seen, page.c.word).where(page.c.number >= bindparam("first")))
SHARE = Prepared(select(literal_column("'5 %'"), bindparam("word", type_=page.c.word.type)))
KEPT = Prepared(select(func.count()).select_from(Table("pg_prepared_statements", MetaData())))


@pytest.mark.parametrize("rows", [1, 2, 3, 31, 32, 33, 100])
def test_every_row_is_added_once_with_its_own_values(empty_database_url: str, rows: int) -> None:
    written = [{"number": n, "seen": 10**12 + n, "word": None if n % 2 else f"% {n}"} for n in range(rows)]
    engine = Database(empty_database_url).writer()
    with engine.connect() as connection:
        cursor, dialect = open_cursor(connection), connection.dialect
        cursor.execute("CREATE TABLE page (number INTEGER, seen BIGINT, word VARCHAR)")
        WRITE.insert_all(cursor, dialect, written)
        found = PAGES.execute(cursor, dialect, {"first": 0}).fetchall()
    engine.dispose()
    assert sorted(found) == [(row["number"], row["seen"], row["word"]) for row in written]


def test_sign_for_per_cent_is_one_sign(empty_database_url: str) -> None:
    engine = Database(empty_database_url).writer()
    with engine.connect() as connection:
        found = SHARE.execute(open_cursor(connection), connection.dialect, {"word": "%(word)s"}).fetchone()
    engine.dispose()
    assert found == ("5 %", "%(word)s")


def look(tx: Tx, actor: Actor, command: Any) -> int:
    return int(tx.run(KEPT).fetchone()[0])


async def test_reader_on_postgres_keeps_what_it_has_prepared(empty_postgres_url: str) -> None:
    engine = Database(empty_postgres_url).reader()
    readers = Readers(engine, SystemClock(), Sealer(bytes(32)), threads=1)
    found = [await readers.run(look, ANYONE) for _ in range(10)]
    await readers.stop()
    engine.dispose()
    assert found[0] == 0
    assert found[-1] > 0


def test_writer_on_postgres_prepares_one_statement_whatever_size_its_numbers_have(empty_postgres_url: str) -> None:
    engine = Database(empty_postgres_url).writer()
    with engine.connect() as connection:
        cursor, dialect = open_cursor(connection), connection.dialect
        cursor.execute("CREATE TABLE page (number INTEGER, seen BIGINT, word VARCHAR)")
        for n in range(10):
            WRITE.insert_all(cursor, dialect, [{"number": 1, "seen": 10 ** (3 * (n % 5)), "word": None}])
        kept = KEPT.execute(cursor, dialect, {}).fetchone()
        found = PAGES.execute(cursor, dialect, {"first": 0}).fetchall()
    engine.dispose()
    assert kept == (1,)
    assert [seen for _, seen, _ in found] == [10 ** (3 * (n % 5)) for n in range(10)]
