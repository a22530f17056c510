"""What a message costs the lane's thread: `python -m bench.lane ROOMS PEOPLE TOGETHER MESSAGES [postgres]`.

Posts without sockets and without screening, `TOGETHER` messages in each commit. Prints CPU time and the clock's, for the
first message of each person, before which everything that bears on it is read, and for those that follow.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text

from bench.seed import seed
from moderation import Draft, preset, screen
from server.actor import Actor
from server.clock import SystemClock
from server.messages import service, wire
from server.messages.ahead import look_ahead
from server.messages.pace import Pace
from server.messages.policy import MessagesPolicy
from server.storage.database import Database
from server.storage.lane import Job, Lane
from server.storage.sealing import Sealer
from tests.harness.postgres import DURABLE, PostgresServer

_FAST = Pace(per_second=1e6, burst=10**6)
WORDS = "today walked morning quiet window garden better again slowly " * 3


@contextmanager
def _place(is_postgres: bool) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        if not is_postgres:
            yield f"sqlite:///{folder}/sohva.db", Path(folder)
            return
        server = PostgresServer(**DURABLE)
        server.start()
        try:
            yield server.url(server.create()), Path(folder)
        finally:
            server.stop()


def _jobs(people: list[tuple[str, str]]) -> Iterator[Job]:
    """Everybody in turn, for ever."""
    harmless = screen(Draft(text="Good morning", language="en"), preset("gentle_room"))
    policy = MessagesPolicy(screening=lambda draft: harmless, pace=_FAST, newcomer_pace=_FAST)
    post = service.commands(policy)[wire.PostMessage]
    while True:
        for account, room in people:
            command = wire.PostMessage(id="1", room=room, client_id=str(uuid4()), text=WORDS)
            yield Job(post, Actor(account), command, lambda result, error: None, room)


def _measure(lane: Lane, jobs: Iterator[Job], count: int, together: int) -> tuple[float, float]:
    """Microseconds a message: of CPU, and by the clock. As many as are waiting in a server are alive at a time."""
    cpu = took = 0.0
    for at in range(0, count, together):
        commit = sorted(islice(jobs, min(together, count - at)), key=lambda job: job.key)
        began, used = time.perf_counter(), time.thread_time()
        lane._settle(commit)
        cpu, took = cpu + time.thread_time() - used, took + time.perf_counter() - began
        assert not any(job.error for job in commit)
    return cpu / count * 1e6, took / count * 1e6


@contextmanager
def lane_with_people(url: str, folder: Path, rooms: int, people: int) -> Iterator[tuple[Lane, Iterator[Job], int]]:
    """A lane that nobody else uses, messages for it without end, and after how many of them everybody has written."""
    seed(url, rooms, people, folder / "people")
    engine = Database(url).writer()
    found = text("SELECT account_id, room_id FROM participation WHERE role = 'participant' ORDER BY id")
    with engine.connect() as connection:
        places = [(str(account), str(room)) for account, room in connection.execute(found)]
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), lambda effects: None, look_ahead=look_ahead)
    yield lane, _jobs(places), len(places)
    lane._drop_connection()
    engine.dispose()


def main() -> None:
    """Prints two lines."""
    rooms, people, together, messages = (int(word) for word in sys.argv[1:5])
    with (
        _place("postgres" in sys.argv) as (url, folder),
        lane_with_people(url, folder, rooms, people) as (lane, jobs, writers),
    ):
        gc.collect()
        gc.freeze()  # as a server does when it has started
        for name, count in (("first", writers), ("later", messages)):
            cpu, clock = _measure(lane, jobs, count, together)
            print(f"{name}: {cpu:.0f} us of CPU, {clock:.0f} us by the clock")


if __name__ == "__main__":
    main()
