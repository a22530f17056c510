"""People who talk while their server dies under them, and who keep account of what they were told."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import uuid4

from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus

from bench.seed import seed
from tests.faults.warm import Forked
from tests.harness.member import Member, Refused

LIVES = 0.05, 0.5  # seconds that a server serves before it is killed
GONE = (ConnectionClosed, InvalidStatus, InvalidMessage, OSError, TimeoutError)


@dataclass
class Account:
    """What happened, as the people saw it."""

    acked: dict[str, int] = field(default_factory=dict)
    """text → seq, of what the server said was posted."""
    heard: dict[int, dict[int, str]] = field(default_factory=dict)
    """reader → seq → text, or what else happened."""
    faults: list[str] = field(default_factory=list)


class Storm:
    """One room, some writers, some readers."""

    def __init__(self, server: Forked, folder: Path, writers: int = 5, readers: int = 2) -> None:
        self.server, self.writers, self.readers = server, writers, readers
        folder.mkdir(exist_ok=True)
        people = folder / "people"
        seed(str(server.settings["database_url"]), 1, writers + readers, people)
        found = [line.split("\t") for line in people.read_text().splitlines()]
        self.cookies, self.room = [cookie for cookie, _ in found], found[0][1]
        self.account = Account()
        self.is_over = False
        self.all_is_said = False

    async def rage(self, kills: int, random: Random) -> Account:
        """Talks through so many kills, then lets everybody finish."""
        writing = [asyncio.create_task(self._write(number)) for number in range(self.writers)]
        reading = [asyncio.create_task(self._read(self.writers + number)) for number in range(self.readers)]
        for _ in range(kills):
            await asyncio.sleep(random.uniform(*LIVES))
            await asyncio.to_thread(self.server.kill)
            await asyncio.to_thread(self.server.start)
        await asyncio.sleep(0.5)
        self.is_over = True
        await asyncio.gather(*writing)
        self.all_is_said = True
        await asyncio.gather(*reading)
        return self.account

    async def _write(self, number: int) -> None:
        said = 0
        while not self.is_over:
            text, client_id = f"writer {number} says {said} of what there is to say", str(uuid4())
            self.account.acked[text] = await self._say_until_acked(number, text, client_id)
            said += 1

    async def _say_until_acked(self, number: int, text: str, client_id: str) -> int:
        member = getattr(self, f"_member{number}", None)
        while True:
            try:
                if member is None:
                    member = await Member.connect(self.server.url, self.cookies[number])
                    setattr(self, f"_member{number}", member)
                return int((await member.say(self.room, text, client_id=client_id))["seq"])
            except GONE:
                member = None
                await asyncio.sleep(0.05)
            except Refused as refused:
                if refused.code not in {"server_busy", "storage_unavailable"}:
                    raise

    async def _read(self, number: int) -> None:
        heard = self.account.heard.setdefault(number, {})
        last = 0
        while True:
            try:
                member = await Member.connect(self.server.url, self.cookies[number])
                head = (await member.ask("room.resume", room=self.room, after=last))["head"]
                last = await self._listen(member, heard, last, head)
                if self._has_heard_all(last):
                    return await member.close()
            except GONE:
                await asyncio.sleep(0.05)
            except Refused as refused:
                self.account.faults.append(f"{refused.code}: what was heard is no longer so")
                heard.clear()
                last = 0

    def _has_heard_all(self, last: int) -> bool:
        return self.all_is_said and last >= max(self.account.acked.values(), default=0)

    async def _listen(self, member: Member, heard: dict[int, str], last: int, head: int) -> int:
        """Takes in what comes until the connection ends or everything is over; the last seq taken."""
        taken = 0
        while True:
            events = member.log.get(self.room, [])
            for event in events[taken:]:
                if event["seq"] != last + 1:
                    self.account.faults.append(f"{event['seq']} after {last}")
                last = event["seq"]
                heard[last] = event["message"]["text"] if "message" in event else f"{last} {event['type']}"
            taken = len(events)
            if member.closed is not None or self._has_heard_all(last):
                return last
            await asyncio.sleep(0.02)


def complaints(account: Account, log: list[str]) -> list[str]:
    """What is wrong with an account, held against the texts of the room's log (index 0 is seq 1)."""
    found = list(account.faults)
    times = Counter(log)
    found += [f"lost: {text}" for text, seq in account.acked.items() if times[text] == 0]
    found += [f"doubled: {text}" for text, count in times.items() if count > 1]
    found += [f"moved: {t}" for t, seq in account.acked.items() if times[t] == 1 and log[seq - 1] != t]
    for reader, heard in account.heard.items():
        if [heard.get(seq) for seq in range(1, len(log) + 1)] != log:
            found.append(f"reader {reader} heard something else")
    return found
