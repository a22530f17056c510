"""D6: backups made under load, restored elsewhere, and met by people who remember more than they hold."""

import asyncio
import shutil
from pathlib import Path

import pytest

from server.storage import backup
from tests.faults.talkers import Talkers
from tests.faults.test_kill import texts_of
from tests.harness.member import Refused
from tests.hub.house import Served, serve_house, serve_settings, settings_for

BACKUPS = 20


@pytest.mark.timeout(240)
async def test_every_backup_made_under_load_holds_everything_acknowledged_before_it(
    empty_sqlite_url: str, tmp_path: Path
) -> None:
    acked_before: list[dict[str, int]] = []
    async with serve_house(empty_sqlite_url, tmp_path, people=4) as served:
        room = served.room(0)
        talkers = Talkers([await served.enter(number) for number in range(4)], room)
        talkers.start()
        for number in range(BACKUPS):
            await talkers.get_further(5)
            acked_before.append(dict(talkers.acked))
            await asyncio.to_thread(backup.back_up, tmp_path / "sohva.db", tmp_path / f"{number}.backup")
        await talkers.stop()
        people = served.people
    for number, acked in enumerate(acked_before):
        place = tmp_path / f"restored{number}"
        backup.restore(tmp_path / f"{number}.backup", place / "sohva.db")
        shutil.copytree(tmp_path / "keys", place / "keys")
        log = await texts_of(place, room)
        assert {text: log[seq - 1] for text, seq in acked.items()} == {text: text for text in acked}
    await meets_people_from_the_future(tmp_path / "restored0", people, len(talkers.acked))


async def meets_people_from_the_future(place: Path, people: list[tuple[str, str]], head: int) -> None:
    """Whoever has seen more than was restored is told that the history is another one, and begins afresh."""
    settings = settings_for(f"sqlite:///{place}/sohva.db", place)
    async with serve_settings(settings) as (house, server):
        served = Served(house, server, settings.public_url, people)
        member = await served.enter(0)
        with pytest.raises(Refused, match="history_changed"):
            await member.ask("room.resume", room=served.room(0), after=head)
        afresh = await member.follow(served.room(0))
        assert 0 < afresh["head"] < head
        await member.say(served.room(0), "where was I")


async def test_control_copy_of_the_file_alone_is_no_backup(empty_sqlite_url: str, tmp_path: Path) -> None:
    """What was acknowledged is in the log beside the file, until it is moved."""
    async with serve_house(empty_sqlite_url, tmp_path, people=1) as served:
        member = await served.enter(0)
        for number in range(30):
            await member.say(served.room(0), f"word {number} of many")
        (tmp_path / "copy").mkdir()
        shutil.copy(tmp_path / "sohva.db", tmp_path / "copy" / "sohva.db")
    shutil.copytree(tmp_path / "keys", tmp_path / "copy" / "keys")
    assert len(await texts_of(tmp_path / "copy", served.room(0))) < 30
