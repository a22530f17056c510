"""Schema versions: the same tables on both engines, and nothing in the code that the database has not."""

from sqlalchemy import create_engine, inspect

from server.storage.database import normalise
from server.storage.migrations import differences, is_current, upgrade


def test_migrated_database_has_exactly_the_tables_of_the_code(database_url: str) -> None:
    engine = create_engine(normalise(database_url))
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def test_upgrade_of_an_empty_database_makes_it_current(empty_database_url: str) -> None:
    assert not is_current(empty_database_url)
    upgrade(empty_database_url)
    upgrade(empty_database_url)
    assert is_current(empty_database_url)


def test_every_moment_is_kept_as_a_whole_number(database_url: str) -> None:
    engine = create_engine(normalise(database_url))
    found = inspect(engine)
    times = {
        str(column["type"])
        for table in found.get_table_names()
        for column in found.get_columns(table)
        if column["name"].endswith("_at")
    }
    engine.dispose()
    assert times == {"BIGINT"}
