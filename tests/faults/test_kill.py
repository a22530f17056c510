"""D1: what was acknowledged is never lost, doubled or reordered, whenever the server is killed."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from server.actor import ANYONE, Actor
from server.clock import SystemClock
from server.rooms import log as room_log
from server.storage.database import Database
from server.storage.readers import Readers
from server.storage.sealing import Sealer, read_key
from server.storage.tx import Tx
from tests.faults.chance import IS_LONG, chance
from tests.faults.storm import Account, Storm, complaints
from tests.faults.warm import Warm
from tests.messages.stored import stored_texts

KILLS = 1000 if IS_LONG else 150
SIDE_BY_SIDE = 2  # servers, each with people, a file and kills of its own


async def weather(warm: Callable[..., Warm], tmp_path: Path, kills: int, seed: int, *changes: str) -> list[str]:
    """What the people at all servers have to complain of, after so many kills in all."""
    each = kills // SIDE_BY_SIDE
    storms = [rage(warm(*changes), tmp_path / f"{n}", each, chance(seed + n)) for n in range(SIDE_BY_SIDE)]
    began = time.monotonic()
    ends = await asyncio.gather(*storms)
    acked = sum(len(account.acked) for account, _ in ends)
    print(f"FIGURE kills: {each * SIDE_BY_SIDE} in {time.monotonic() - began:.0f} s, {acked} acknowledged")
    return [complaint for account, log in ends for complaint in complaints(account, log)]


async def rage(parent: Warm, folder: Path, kills: int, random: Random) -> tuple[Account, list[str]]:
    """What the people at one server were told, and what lies on its disk in the end."""
    server = parent.server(folder / "server")
    storm = Storm(server, folder)
    await asyncio.to_thread(server.start)
    account = await storm.rage(kills, random)
    server.kill()
    assert len(account.acked) > kills
    return account, await texts_of(server.data, storm.room)


async def texts_of(data: Path, room: str) -> list[str]:
    """The texts of a room's messages, in the order of the log, with what else happened in it between them."""

    def read(tx: Tx, actor: Actor, _: None) -> list[str]:
        lines = room_log.lines_after(tx, room, 0, 1_000_000)
        assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
        texts = stored_texts(tx, room)
        return [texts.get(line.subject_id, f"{line.seq} {line.kind}") for line in lines]

    engine = Database(f"sqlite:///{data}/sohva.db").reader()
    readers = Readers(engine, SystemClock(), Sealer(read_key(data / "keys" / "seal.key")), threads=1)
    found: list[str] = await readers.run(read, ANYONE)
    await readers.stop()
    engine.dispose()
    return found


@pytest.mark.timeout(60 + 3 * KILLS)
async def test_nothing_acknowledged_is_lost_doubled_or_moved(warm: Callable[..., Warm], tmp_path: Path) -> None:
    assert await weather(warm, tmp_path, KILLS, 1, "slow-commit") == []


@pytest.mark.timeout(240)
async def test_control_without_commit_before_ack_is_noticed(warm: Callable[..., Warm], tmp_path: Path) -> None:
    found = await weather(warm, tmp_path, 15, 2, "ack-before-commit")
    assert any(complaint.startswith("lost") for complaint in found)


@pytest.mark.timeout(240)
async def test_control_without_unique_ids_is_noticed(warm: Callable[..., Warm], tmp_path: Path) -> None:
    found = await weather(warm, tmp_path, 24, 3, "slow-commit", "no-unique-id")
    assert any(complaint.startswith("doubled") for complaint in found)
