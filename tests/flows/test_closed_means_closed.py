"""S2: before somebody trained is there, nobody writes; each refusal says why, when, and that there is help."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import func, select

from server.actor import OPERATOR
from server.messages.tables import Message
from server.rooms.life import set_window
from tests.flows.duty import Doors, one_process, two_processes, until_state
from tests.harness.member import Refused


async def closed_means_closed(doors: Doors) -> None:
    room = await doors.room()
    opens = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=20)
    lane, readers = doors.staff.house.services.lane, doors.staff.house.services.readers
    await lane.run(lambda tx, *_: set_window(tx, room, opens, opens + timedelta(minutes=90)), OPERATOR, key=room)
    aino = await doors.guide(room, "Aino")
    sanna = await doors.guide(room, "Sanna", "moderator")
    await doors.radu.ask("DELETE", f"/api/trainings/{await training_of(doors, sanna.place)}", status=204)
    await doors.train(sanna.place, "moderator", seconds=0.2)
    meri, words, client_id = await doors.participant(room, "Meri"), "Good evening, everybody", str(uuid4())
    with pytest.raises(Refused, match="room_closed") as refused:
        await meri.say(room, words, client_id=client_id)
    details = refused.value.error["details"]
    assert (details["state"], details["reason"], details["help"]) == ("closed", None, True)
    assert datetime.fromisoformat(details["next_opens_at"]) == opens
    assert await readers.run(lambda tx, *_: tx.session.exec(select(func.count(Message.id))).one(), OPERATOR) == 0
    await asyncio.sleep(0.3)
    assert await sanna.visitor.refused("POST", f"/api/rooms/{room}/duty", {}) == "training_expired"
    assert await aino.visitor.refused("POST", f"/api/rooms/{room}/open", {}) == "nobody_on_duty"
    began = time.monotonic()
    await aino.ask("POST", f"/api/rooms/{room}/duty", {}, status=204)
    told = await until_state(meri, room, "lobby")
    assert time.monotonic() - began < 1.0
    assert told["reason"] == "on_duty"
    with pytest.raises(Refused, match="room_closed"):
        await meri.say(room, words, client_id=client_id)
    await aino.ask("POST", f"/api/rooms/{room}/open", {})
    await until_state(meri, room, "open")
    first, again = [await meri.say(room, words, client_id=client_id) for _ in range(2)]
    assert first == again
    assert await readers.run(lambda tx, *_: tx.session.exec(select(func.count(Message.id))).one(), OPERATOR) == 1
    life = (await meri.ask("room.resume", room=room, after=0))["life"]
    assert (life["state"], life["sitting"], life["on_duty"]) == ("open", 1, [aino.place])


async def training_of(doors: Doors, place: str) -> str:
    found = (await doors.radu.ask("GET", "/api/trainings"))["trainings"]
    return next(str(one["id"]) for one in found if one["participation"] == place)


async def test_closed_means_closed(sqlite_url: str, tmp_path: Path) -> None:
    async with one_process(sqlite_url, tmp_path) as doors:
        await closed_means_closed(doors)


async def test_closed_means_closed_at_every_process(postgres_url: str, valkey_url: str, tmp_path: Path) -> None:
    async with two_processes(postgres_url, valkey_url, tmp_path) as doors:
        await closed_means_closed(doors)
