"""The desk: how soon a report is on it while 200 people in 25 rooms talk, and how soon it opens when it is full.

`python -m bench.desk [SECONDS]` prints both; the server has the first core, the people the others.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

import httpx2
import websockets
from websockets.asyncio.client import ClientConnection

from bench import servers
from server.ids import new_id

ROOMS, PEOPLE = 25, 8
CLOSED, OPEN = 5_000, 500
_EVERY = 8.0  # seconds between two messages of one person, on average
_REPORTS_A_SECOND = 5.0
_LOOKS = 50
_STARTS_WITHIN = 60.0  # seconds


@dataclass
class Person:
    """Somebody at a socket and at HTTP. `heard_at`: when the desk was last to be looked at again."""

    url: str
    cookie: str
    room: str
    guides: bool
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[ClientConnection]:
        headers = {"Cookie": self.cookie, "Origin": self.url}
        address = self.url.replace("http", "ws", 1) + "/socket"
        protocols = [websockets.Subprotocol("sohva.v1")]
        async with websockets.connect(
            address, subprotocols=protocols, additional_headers=headers, proxy=None
        ) as socket:
            yield socket

    def http(self) -> httpx2.AsyncClient:
        headers = {"cookie": self.cookie, "origin": self.url}
        return httpx2.AsyncClient(base_url=self.url, headers=headers, trust_env=False, timeout=30)


class Evening:
    """Everybody talks; now and then somebody reports what was just said in their room."""

    def __init__(self, people: list[Person]) -> None:
        self.people = people
        self.said: dict[str, list[str]] = {}
        self.waits: list[float] = []
        self.messages, self.seconds = 0, 0.0

    async def pass_by(self, seconds: float) -> None:
        talking = [asyncio.create_task(self._take_part(person)) for person in self.people]
        async with asyncio.timeout(_STARTS_WITHIN):
            while len(self.said) < ROOMS:
                await asyncio.sleep(0.1)
        begun, self.messages = time.perf_counter(), 0
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            await asyncio.sleep(1 / _REPORTS_A_SECOND)
            await self._report()
        for task in talking:
            task.cancel()
        self.seconds = time.perf_counter() - begun
        await asyncio.gather(*talking, return_exceptions=True)

    async def _take_part(self, person: Person) -> None:
        async with person.connected() as socket:
            await socket.send(json.dumps({"type": "room.follow", "id": "0", "room": person.room}))
            reading = asyncio.create_task(self._listen(person, socket))
            try:
                while True:
                    await asyncio.sleep(random.uniform(0, 2 * _EVERY))
                    post = {"type": "message.post", "id": "1", "room": person.room, "text": "I slept a little better"}
                    await socket.send(json.dumps(post | {"client_id": str(uuid4()), "insisted": True}))
                    self.messages += 1
            finally:
                reading.cancel()

    async def _listen(self, person: Person, socket: ClientConnection) -> None:
        async for text in socket:
            told = json.loads(text)
            if told["type"] == "account.changed" and told["what"] == "desk":
                person.heard.set()
            elif told["type"] == "message.posted" and person.guides and _is_participants(told["message"]):
                self.said.setdefault(person.room, []).append(told["message"]["id"])

    async def _report(self) -> None:
        spoken = [room for room, said in self.said.items() if said]
        if not spoken:
            return
        room = random.choice(spoken)
        message = self.said[room].pop()
        here = [person for person in self.people if person.room == room]
        guide = next(person for person in here if person.guides)
        guide.heard.clear()
        async with random.choice([one for one in here if not one.guides]).http() as http:
            begun = time.perf_counter()
            answer = await http.post(f"/api/rooms/{room}/reports", json={"message": message, "reason": "unkind"})
            if answer.status_code == 201:  # 422: it was their own
                await asyncio.wait_for(guide.heard.wait(), 10)
                self.waits.append(time.perf_counter() - begun)


def _is_participants(message: dict[str, Any]) -> bool:
    """Else the guide is meant, and hears nothing."""
    return bool(message["author"]["role"] == "participant")


async def look(person: Person) -> list[float]:
    """Seconds that the first page of the desk takes, again and again."""
    found = []
    async with person.http() as http:
        for _ in range(_LOOKS):
            begun = time.perf_counter()
            answer = await http.get("/api/desk")
            found.append(time.perf_counter() - begun)
            assert len(answer.json()["cases"]) == 50
    return found


def fill(database: Path, person: Person, closed: int, open_: int) -> None:
    """Cases at the desk of somebody's room, each with a report."""
    with sqlite3.connect(database) as connection:
        account, place = connection.execute(
            "SELECT account_id, id FROM participation WHERE room_id = ? AND role = 'participant'", (person.room,)
        ).fetchone()
        for number in range(closed + open_):
            row = _case(person.room, place, number, is_closed=number < closed)
            _insert(connection, "desk_case", row)
            _insert(connection, "report", _report_of(row, account, place))


def _case(room: str, place: str, number: int, *, is_closed: bool) -> dict[str, Any]:
    case, at = new_id(), 1_790_000_000_000_000 + number
    return {
        "id": case,
        "kind": "distress" if number % 50 == 0 else "report",
        "matter": new_id(),
        "room_id": room,
        "about_participation": place,
        "source": "report",
        "level": "",
        "opened_at": at,
        "state": "closed" if is_closed else "open",
        "version": 1,
        "is_escalated": False,
        "is_unattended": False,
        "is_queued": False,
        "closed_at": at if is_closed else None,
    }


def _report_of(case: dict[str, Any], account: str, place: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "case_id": case["id"],
        "matter": case["matter"],
        "room_id": case["room_id"],
        "account_id": account,
        "participation_id": place,
        "reason": "unkind",
        "is_queued": False,
        "at": case["opened_at"],
    }


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def _people(place: servers.Place) -> list[Person]:
    """The first person of every room guides it."""
    url, found, rooms = f"http://localhost:{place.port}", list[Person](), set[str]()
    for line in place.people.read_text().splitlines():
        cookie, room = line.split("\t")
        found.append(Person(url, cookie, room, room not in rooms))
        rooms.add(room)
    with sqlite3.connect(place.folder / "sohva.db") as connection:
        connection.execute("UPDATE participation SET role = 'facilitator' WHERE display_name LIKE 'Person 0 of %'")
    return found


def _told(name: str, seconds: list[float]) -> str:
    in_order = sorted(seconds)
    p99 = quantiles(in_order, n=100)[98] if len(in_order) > 1 else in_order[0]
    return f"{name}: median {median(in_order) * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms, worst {in_order[-1] * 1e3:.0f} ms"


def main(seconds: float) -> None:
    with servers.place(ROOMS, PEOPLE) as place:
        people = _people(place)
        guide = next(person for person in people if person.guides)
        process = place.start()
        try:
            evening = Evening(people)
            asyncio.run(evening.pass_by(seconds))
            rate = evening.messages / evening.seconds
            print(_told(f"report to desk, {rate:.0f} messages/s, {len(evening.waits)} reports", evening.waits))
            servers.end(process)
            fill(place.folder / "sohva.db", guide, CLOSED, OPEN)
            process = place.start()
            print(_told(f"first page of the desk, {CLOSED} closed and {OPEN} open", asyncio.run(look(guide))))
        finally:
            servers.end(process)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
