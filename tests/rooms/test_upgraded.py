"""A database from before rooms lived by a clock: its rooms are closed, and its old lines are still told."""

from datetime import UTC, datetime

import msgspec
from alembic import command
from sqlalchemy import create_engine, text

from server.clock import FixedClock
from server.ids import new_id
from server.rooms.source import RoomSource
from server.storage.columns import microseconds
from server.storage.database import Database, normalise
from server.storage.migrations import config, upgrade
from server.storage.readers import Readers
from server.storage.sealing import Sealer
from tests.rooms.cast import RENDERERS, TUESDAY

LONG_AGO = datetime(2026, 3, 3, 18, tzinfo=UTC)


def old_house(url: str) -> str:
    """A room that was opened, closed and opened again under the second version of the schema."""
    room, at = new_id(), microseconds(LONG_AGO)
    engine = create_engine(normalise(url))
    with engine.begin() as connection:
        command.upgrade(config(connection), "0002")
        connection.execute(
            text(
                "INSERT INTO room (id, name, purpose, language, capacity, joins_by, state, head_seq, version, "
                "agreement, created_at) VALUES (:room, 'Circle', 'To talk.', 'en', 6, 'invitation', 'open', 3, 3, 0, :at)"
            ),
            {"room": room, "at": at},
        )
        for seq, kind in enumerate(("room.opened", "room.closed", "room.opened"), 1):
            connection.execute(
                text(
                    "INSERT INTO room_event (room_id, seq, kind, subject_id, at) VALUES (:room, :seq, :kind, :room, :at)"
                ),
                {"room": room, "seq": seq, "kind": kind, "at": at},
            )
    engine.dispose()
    return room


async def test_old_lines_are_told_in_todays_words_and_nobody_writes_unattended(empty_database_url: str) -> None:
    room = old_house(empty_database_url)
    upgrade(empty_database_url)
    engine = Database(empty_database_url).reader()
    readers, source = Readers(engine, FixedClock(TUESDAY), Sealer(bytes(32))), RoomSource(RENDERERS)
    events = await readers.run(lambda tx, actor, _: source.after(tx, room, 0, 10), None)  # type: ignore[arg-type]
    told = [msgspec.to_builtins(event) for event in events]
    assert [(one["type"], one["seq"], one["state"]) for one in told] == [
        ("room.state_changed", 1, "open"),
        ("room.state_changed", 2, "closed"),
        ("room.state_changed", 3, "open"),
    ]
    assert {(one["at"], one["life"]["sitting"]) for one in told} == {("2026-03-03T18:00:00Z", 0)}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT state FROM room")).scalar_one() == "closed"
    await readers.stop()
    engine.dispose()
