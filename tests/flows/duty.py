"""Staff over the wire, at one process or at two: guides at one door, everybody else at the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from server.hub import presence_keeper, valkey_presence
from tests.flows.stage import Stage, Visitor, newcomer, open_stage, open_two_stages
from tests.harness.member import Member

HASTY = {"pause_after_seconds": 2, "end_after_seconds": 2}
SHORT_LEASE = 3.0


@dataclass
class Guide:
    """Somebody who guides a room: a browser, an open socket that follows the room, a participation."""

    visitor: Visitor
    member: Member
    place: str

    async def ask(self, method: str, path: str, body: Any = None, **expected: int) -> Any:
        return await self.visitor.ask(method, path, body, **expected)


@dataclass
class Doors:
    """Two doors into the same house, which are one where there is only one process."""

    staff: Stage
    others: Stage
    radu: Visitor

    async def room(self, name: str = "Tuesday circle") -> str:
        fields = {"name": name, "purpose": "To talk and to listen.", "language": "en", "capacity": 6}
        return str((await self.radu.ask("POST", "/api/rooms", fields, status=201))["id"])

    async def guide(self, room: str, name: str, role: str = "facilitator") -> Guide:
        """Somebody new who guides the room, is trained, and follows it."""
        visitor = await newcomer(self.staff, self.radu, room, name, role)
        member = await visitor.connect()
        place = (await member.follow(room))["you"]["participation"]
        await self.train(place, role)
        return Guide(visitor, member, place)

    async def train(self, place: str, kind: str = "facilitator", seconds: float = 86_400) -> None:
        until = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
        body = {"participation": place, "kind": kind, "valid_until": until}
        await self.radu.ask("POST", "/api/trainings", body, status=201)

    async def participant(self, room: str, name: str) -> Member:
        member = await (await newcomer(self.others, self.radu, room, name)).connect()
        await member.follow(room)
        return member

    async def begin(self, guide: Guide, room: str) -> None:
        """On duty, and open."""
        await guide.ask("POST", f"/api/rooms/{room}/duty", {}, status=204)
        await guide.ask("POST", f"/api/rooms/{room}/open", {})


@asynccontextmanager
async def one_process(url: str, folder: Path, **given: Any) -> AsyncIterator[Doors]:
    async with open_stage(url, folder, **given) as stage:
        yield Doors(stage, stage, await stage.organiser())


@asynccontextmanager
async def two_processes(url: str, redis_url: str, folder: Path, **given: Any) -> AsyncIterator[Doors]:
    """Their leases are short, so that whoever is gone is gone soon."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(valkey_presence, "LEASE", SHORT_LEASE)
        patch.setattr(presence_keeper, "RENEWAL", SHORT_LEASE / 3)
        async with open_two_stages(url, redis_url, folder, **given) as (staff, others):
            yield Doors(staff, others, await staff.organiser())


def states(member: Member, room: str) -> list[tuple[str, str | None]]:
    """What somebody was told of the room's life."""
    changed = [event for event in member.log.get(room, []) if event["type"] == "room.state_changed"]
    return [(event["state"], event["reason"]) for event in changed]


async def until_state(member: Member, room: str, state: str) -> dict[str, Any]:
    """Waits for the room to be in a state; the event that told it."""

    def last() -> dict[str, Any]:
        told = [event for event in member.log.get(room, []) if event["type"] == "room.state_changed"]
        return told[-1] if told else {}

    await member.until(lambda: last().get("state") == state)
    return last()
