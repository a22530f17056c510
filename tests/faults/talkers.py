"""People in one house who go on talking while something fails, and keep account of what they were told."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from uuid import uuid4

from tests.harness.member import Member, Refused

_PASSING = {"storage_unavailable", "server_busy"}


class Talkers:
    """Each says one thing after another; what is refused for a while is said again, under the same id."""

    def __init__(self, members: list[Member], room: str) -> None:
        self._members, self._room = members, room
        self.acked: dict[str, int] = {}
        self.refused: Counter[str] = Counter()
        self.is_over = False
        self._talking: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._talking = [asyncio.create_task(self._talk(name, one)) for name, one in enumerate(self._members)]

    async def stop(self) -> None:
        self.is_over = True
        await asyncio.gather(*self._talking)

    async def get_further(self, by: int = 20, within: float = 30.0) -> None:
        """Returns when so many more have been acknowledged. Raises TimeoutError."""
        target = len(self.acked) + by
        async with asyncio.timeout(within):
            while len(self.acked) < target:
                await asyncio.sleep(0.02)
                for talking in self._talking:
                    if talking.done():
                        talking.result()

    async def until_refused(self, code: str, within: float = 30.0) -> None:
        before = self.refused[code]
        until = time.monotonic() + within
        while self.refused[code] == before:
            assert time.monotonic() < until, self.refused
            await asyncio.sleep(0.02)

    async def _talk(self, name: int, member: Member) -> None:
        said = 0
        while not self.is_over:
            text, client_id = f"{name} says {said} of what there is to say " + "and more" * 40, str(uuid4())
            while True:
                try:
                    self.acked[text] = int((await member.say(self._room, text, client_id=client_id))["seq"])
                    break
                except Refused as refused:
                    self.refused[refused.code] += 1
                    assert refused.code in _PASSING, refused.code
                    assert refused.error["retry_after"] > 0
                    await asyncio.sleep(0.1)
                    if self.is_over:
                        return
            said += 1


async def heard_by(member: Member, room: str, acked: dict[str, int]) -> list[str]:
    """Complaints about what somebody who followed from the start has heard."""
    last = max(acked.values(), default=0)
    await member.until(lambda: bool(member.seqs(room)) and member.seqs(room)[-1] >= last)
    texts = [event["message"]["text"] if "message" in event else event["type"] for event in member.log[room]]
    found = [f"gap at {n}" for n, seq in enumerate(member.seqs(room), 1) if seq != n]
    found += [f"{texts.count(text)} times" for text in acked if texts.count(text) != 1]
    return found + [f"moved from {seq}" for text, seq in acked.items() if texts[seq - 1 : seq] != [text]]
