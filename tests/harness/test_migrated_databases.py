"""Every test gets a database of its own that has been through the migrations, on both engines."""

from pathlib import Path

from sqlalchemy import create_engine, inspect

from server.storage.database import normalise
from server.storage.migrations import is_current


def test_database_of_a_test_has_the_newest_schema(database_url: str) -> None:
    assert is_current(database_url)


def test_empty_database_has_no_tables(empty_database_url: str) -> None:
    engine = create_engine(normalise(empty_database_url))
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_sqlite_file_of_a_test_lies_in_its_own_folder(sqlite_url: str, tmp_path: Path) -> None:
    assert sqlite_url == f"sqlite:///{tmp_path}/sohva.db"
