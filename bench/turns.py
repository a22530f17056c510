"""Turns going round: 100 rooms of 10 people at round tables, everybody at a socket, on one process.

`python -m bench.turns [SECONDS]` prints what a turn costs. A turn is three commands (accept, one message, pass on) that
the other nine hear of. The server has the first core, the people the other; each person thinks for a moment.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

import websockets
from websockets.asyncio.client import ClientConnection

from bench import servers

ROOMS, PEOPLE = 100, 10
_WARM = 5.0  # seconds, in which everybody arrives and the first turns are taken
_CONNECT_AT_ONCE = 50


@dataclass
class Evening:
    """`waits`: seconds from passing a turn on to the next one's being offered it. `thinks`: seconds before each step."""

    url: str
    thinks: float
    turns: int = 0
    refused: int = 0
    waits: list[float] = field(default_factory=list)
    passed_at: dict[str, float] = field(default_factory=dict)
    doors: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_CONNECT_AT_ONCE))

    async def take_part(self, cookie: str, room: str) -> None:
        address = self.url.replace("http", "ws", 1) + "/socket"
        headers, protocols = {"Cookie": cookie, "Origin": self.url}, [websockets.Subprotocol("sohva.v1")]
        async with self.doors:
            socket = await websockets.connect(
                address, subprotocols=protocols, additional_headers=headers, proxy=None, max_queue=None
            )
        async with socket:
            await socket.send(json.dumps({"type": "room.follow", "id": "0", "room": room}))
            await self._listen(socket, room)

    async def _listen(self, socket: ClientConnection, room: str) -> None:
        me = ""
        async for text in socket:
            told = json.loads(text)
            if told["type"] == "reply":
                self.refused += not told["ok"]
                if told["id"] == "0":
                    me = told["result"]["you"]["participation"]
                    await self._act(socket, room, me, told["result"]["floor"])
            elif told["type"] == "floor.changed":
                await self._act(socket, room, me, told["floor"])

    async def _act(self, socket: ClientConnection, room: str, me: str, floor: dict[str, Any]) -> None:
        if floor["offered_to"] == me and me:
            self._offered(room)
            await self._send(socket, room, "floor.accept", version=floor["version"])
        elif floor["holder"] == me and me:
            said = {"text": "I slept a little better", "client_id": str(uuid4()), "insisted": True}
            await self._send(socket, room, "message.post", **said)
            self.passed_at[room] = time.perf_counter()
            self.turns += 1
            await self._send(socket, room, "floor.pass_on", version=floor["version"])

    def _offered(self, room: str) -> None:
        began = self.passed_at.pop(room, None)
        if began is not None:
            self.waits.append(time.perf_counter() - began)

    async def _send(self, socket: ClientConnection, room: str, kind: str, **fields: Any) -> None:
        if self.thinks:
            await asyncio.sleep(random.uniform(0, 2 * self.thinks))
        await socket.send(json.dumps({"type": kind, "id": "1", "room": room, **fields}))


def cpu_seconds(pid: int) -> float:
    """What all threads of a process have used."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


async def pass_by(people: list[tuple[str, str]], url: str, pid: int, seconds: float, thinks: float) -> str:
    """An evening of so many seconds, and what it cost."""
    evening = Evening(url, thinks)
    sitting = [asyncio.create_task(evening.take_part(*person)) for person in people]
    await asyncio.sleep(_WARM + len(people) / 200)
    turns, cpu, evening.waits = evening.turns, cpu_seconds(pid), []
    await asyncio.sleep(seconds)
    turns, cpu = evening.turns - turns, cpu_seconds(pid) - cpu
    for task in sitting:
        task.cancel()
    await asyncio.gather(*sitting, return_exceptions=True)
    return _told(evening, turns, cpu, seconds)


def _told(evening: Evening, turns: int, cpu: float, seconds: float) -> str:
    waits = sorted(evening.waits)
    p99 = quantiles(waits, n=100)[98]
    return (
        f"{turns / seconds:.0f} turns/s, {cpu / max(1, turns) * 1e3:.2f} ms of CPU a turn, {cpu / seconds:.0%} of one core; "
        f"from passing on to the next offer: median {median(waits) * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms; "
        f"{evening.refused} refused"
    )


async def idle(pid: int, seconds: float) -> str:
    """What watching the tables costs while nobody is there."""
    await asyncio.sleep(2)
    before = cpu_seconds(pid)
    await asyncio.sleep(seconds)
    return f"watching {ROOMS} tables: {(cpu_seconds(pid) - before) / seconds * 1e3:.0f} ms of CPU a second"


def main(seconds: float) -> None:
    with servers.place(ROOMS, PEOPLE, SOHVA_PAUSE_AFTER_SECONDS="86400") as place:
        with sqlite3.connect(place.folder / "sohva.db") as connection:
            connection.execute("UPDATE room SET seating = 'round_table'")
        people = [tuple(line.split("\t")) for line in place.people.read_text().splitlines()]
        process = place.start()
        try:
            for thinks in (1.0, 0.0):
                url = f"http://localhost:{place.port}"
                print(f"each step after {thinks:.0f} s of thought:" if thinks else "without a thought:")
                print(" ", asyncio.run(pass_by(people, url, process.pid, seconds, thinks)))
            print(asyncio.run(idle(process.pid, seconds / 2)))
        finally:
            servers.end(process)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
