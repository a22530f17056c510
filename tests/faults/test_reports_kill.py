"""Whoever saw the receipt of a report has a case, whenever the server is killed between the two."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import pytest

from bench.seed import seed
from tests.faults.chance import IS_LONG, chance
from tests.faults.storm import GONE
from tests.faults.warm import Forked, Warm
from tests.harness.member import Member

KILLS = 200 if IS_LONG else 12
OUTAGES = (*GONE, httpx2.HTTPError)

ON_DISK = {
    "receipts": "SELECT report.id FROM report JOIN desk_case ON desk_case.id = case_id WHERE closed_at IS NULL",
    "cases": "SELECT count(*), count(DISTINCT matter) FROM desk_case",
    "reports": "SELECT count(*), count(DISTINCT account_id || matter) FROM report",
}


class Reporters:
    """One says things, two report each of them, and keep their receipts."""

    def __init__(self, server: Forked, folder: Path) -> None:
        self.server, self.receipts, self.is_over = server, set[str](), False
        people = folder / "people"
        seed(str(server.settings["database_url"]), 1, 3, people)
        found = [line.split("\t") for line in people.read_text().splitlines()]
        self.cookies, self.room = [cookie for cookie, _ in found], found[0][1]
        self.messages: list[str] = []
        self.lost: list[str] = []
        """Messages that were posted, and cannot be reported because they are not there."""

    async def rage(self, kills: int, chance: Random) -> None:
        work = [asyncio.create_task(self._talk()), *(asyncio.create_task(self._report(n)) for n in (1, 2))]
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.2, 0.8))
            await asyncio.to_thread(self.server.kill)
            await asyncio.to_thread(self.server.start)
        await asyncio.sleep(0.5)
        self.is_over = True
        await asyncio.gather(*work)

    async def _talk(self) -> None:
        member: Member | None = None
        while not self.is_over:
            try:
                member = member or await Member.connect(self.server.url, self.cookies[0])
                said = await member.say(self.room, f"something that somebody minds, number {len(self.messages)}")
                self.messages.append(said["message"])
            except OUTAGES:
                member = None
                await asyncio.sleep(0.05)

    async def _report(self, number: int) -> None:
        headers = {"origin": self.server.url, "cookie": self.cookies[number]}
        reported = 0
        async with httpx2.AsyncClient(base_url=self.server.url, headers=headers, trust_env=False) as http:
            while not self.is_over or reported < len(self.messages):
                if reported == len(self.messages):
                    await asyncio.sleep(0.01)
                elif await self._is_received(http, self.messages[reported]):
                    reported += 1

    async def _is_received(self, http: httpx2.AsyncClient, message: str) -> bool:
        body = {"message": message, "reason": "unkind"}
        try:
            answer = await http.post(f"/api/rooms/{self.room}/reports", json=body)
        except OUTAGES:
            await asyncio.sleep(0.05)
            return False
        if answer.status_code == 404:
            self.lost.append(message)
            return True
        if answer.status_code != 201:
            assert answer.status_code == 503, answer.text
            return False
        self.receipts.add(answer.json()["receipt"])
        return True


async def weather(
    warm: Callable[..., Warm], folder: Path, kills: int, *changes: str
) -> tuple[Reporters, dict[str, Any]]:
    """What was seen, and what lies on disk after the last kill."""
    server = warm(*changes).server(folder / "server")
    reporters = Reporters(server, folder)
    await asyncio.to_thread(server.start)
    await reporters.rage(kills, chance(7))
    server.kill()
    with sqlite3.connect(server.data / "sohva.db") as database:
        return reporters, {name: database.execute(query).fetchall() for name, query in ON_DISK.items()}


@pytest.mark.timeout(60 + 8 * KILLS)
async def test_whoever_saw_a_receipt_has_a_case(warm: Callable[..., Warm], tmp_path: Path) -> None:
    reporters, found = await weather(warm, tmp_path, KILLS, "slow-commit")
    assert len(reporters.receipts) > KILLS
    print(f"FIGURE reports: {KILLS} kills, {len(reporters.receipts)} receipts")
    assert reporters.lost == []
    assert reporters.receipts - {receipt for (receipt,) in found["receipts"]} == set()
    for counted in ("cases", "reports"):
        assert found[counted][0][0] == found[counted][0][1]  # and none twice


@pytest.mark.timeout(240)
async def test_control_receipts_given_before_the_commit_are_lost(warm: Callable[..., Warm], tmp_path: Path) -> None:
    reporters, found = await weather(warm, tmp_path, 15, "ack-before-commit")
    assert reporters.receipts - {receipt for (receipt,) in found["receipts"]} != set()
