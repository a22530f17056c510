"""D5: a full disk refuses, says so, loses nothing, and needs nobody when there is space again."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from server.actor import OPERATOR
from server.storage.probe import write_probe
from tests.faults.changes import HastyLane
from tests.faults.talkers import Talkers, heard_by
from tests.hub.house import Served, serve_house

pytestmark = pytest.mark.timeout(180)


async def fill(served: Served, disk: Path, while_full: Callable[[Talkers], object]) -> tuple[Talkers, list[str]]:
    """Talks, fills the disk, looks, makes space, talks on; what the readers complain of in the end."""
    room = served.room(0)
    members = [await served.enter(number) for number in range(4)]
    for member in members:
        await member.follow(room)
    talkers = Talkers(members[:3], room)
    talkers.start()
    await talkers.get_further()
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as heavy:
        try:
            while True:
                heavy.write(bytes(65_536))
        except OSError:
            pass
    await talkers.until_refused("storage_unavailable")
    await asyncio.sleep(1.5)
    is_ready = await served.house.readiness.is_ready()
    while_full(talkers)
    ballast.unlink()
    await talkers.get_further(within=20)
    await talkers.stop()
    assert not is_ready
    await served.house.services.lane.run(write_probe, OPERATOR)
    return talkers, await heard_by(members[3], room, talkers.acked)


async def test_full_disk_is_told_and_recovers_by_itself(small_disk: Path) -> None:
    async with serve_house(f"sqlite:///{small_disk}/sohva.db", small_disk, people=4) as served:
        talkers, complaints = await fill(served, small_disk, lambda talkers: None)
        assert complaints == []
        assert set(talkers.refused) == {"storage_unavailable"}
        figures = served.house.metrics.render().decode()
        assert "sohva_failed_commits_total 0.0" not in figures
        assert 'sohva_refusals_total{code="storage_unavailable"}' in figures


async def test_control_with_answers_before_the_commit_a_full_disk_loses_words(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.app.Lane", HastyLane)
    async with serve_house(f"sqlite:///{small_disk}/sohva.db", small_disk, people=4) as served:
        room, member = served.room(0), await served.enter(0)
        (small_disk / "ballast").write_bytes(bytes(2_000_000))
        acked = 0
        for number in range(400):
            acked = max(acked, (await member.say(room, f"{number} " + "long words " * 100))["seq"])
            if acked < number + 1:
                break
        assert acked < number + 1
