"""Two transactions that wait for each other: PostgreSQL ends one, which is tried again or told to come back."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
import psycopg
import pytest

from server.accounts.tokens import token_hash
from server.actor import OPERATOR, Actor
from server.clock import SystemClock
from server.errors import Refusal
from server.ids import new_id
from server.storage.database import Database
from server.storage.failures import Failures
from server.storage.lane import Lane
from server.storage.sealing import Sealer
from server.storage.tx import Tx
from tests.faults.talkers import Talkers, heard_by
from tests.faults.test_several import House, serve
from tests.faults.warm import Warm

ROUNDS = 12
WORD = "UPDATE word SET times = times + 1 WHERE id = "
pytestmark = pytest.mark.timeout(180)


def make_organiser(url: str, cookie: str) -> None:
    with psycopg.connect(url) as connection:
        [account] = connection.execute(
            "SELECT account_id FROM login WHERE token_hash = %s", [token_hash(cookie.removeprefix("sohva="))]
        ).fetchone() or [None]
        row = [new_id(), account, int(time.time() * 1_000_000)]
        connection.execute(
            "INSERT INTO account_role (id, account_id, role, given_at) VALUES (%s, %s, 'organiser', %s)", row
        )


def one_of_each_room(url: str) -> list[str]:
    """The last participant of each room, room by room."""
    asked = "SELECT DISTINCT ON (room_id) id FROM participation WHERE role = 'participant' ORDER BY room_id, id DESC"
    with psycopg.connect(url) as connection:
        return [place for (place,) in connection.execute(asked)]


def deadlocks(url: str) -> int:
    with psycopg.connect(url) as connection:
        asked = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        [found] = connection.execute(asked).fetchone() or [0]
        return int(found)


async def change(http: httpx2.AsyncClient, place: str, role: str, answers: Counter[str]) -> None:
    """Until it is done; whoever is told to come back does."""
    while True:
        answer = await http.put(f"/api/participations/{place}/role", json={"role": role})
        answers[answer.json()["error"]["code"] if answer.is_error else "done"] += 1
        if not answer.is_error:
            return
        assert answer.json()["error"]["code"] == "server_busy", answer.text
        await asyncio.sleep(0.05)


async def test_two_organisers_at_two_processes_who_take_the_rooms_in_opposite_orders_both_get_through(
    warm: Callable[..., Warm], postgres_url: str, valkey_url: str, tmp_path: Path
) -> None:
    """Several of one person's requests share a commit, and each takes a room of its own."""
    house = await serve(warm("lease=3"), postgres_url, valkey_url, tmp_path, 2)
    for number in (0, 1):
        make_organiser(postgres_url, house.people[number][0])
    places, answers = one_of_each_room(postgres_url), Counter[str]()
    talkers = Talkers([await house.enter(2, 0), await house.enter(3, 1)], house.room(0))
    listener = await house.enter(4, 0)
    await listener.follow(house.room(0))
    talkers.start()
    async with AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(client(house, number)) for number in (0, 1)]
        for number in range(ROUNDS):
            role = ("facilitator", "participant")[number % 2]
            await asyncio.gather(
                *(change(one, place, role, answers) for place in places),
                *(change(other, place, role, answers) for place in reversed(places)),
            )
    await talkers.stop()
    print(f"FIGURE crossed: {deadlocks(postgres_url)} deadlocks, {dict(answers)}, {len(talkers.acked)} said meanwhile")
    assert deadlocks(postgres_url) >= 1
    assert answers["done"] == 2 * len(places) * ROUNDS
    assert await heard_by(listener, house.room(0), talkers.acked) == []
    assert [await asyncio.to_thread(server.figure, "sohva_failed_commits_total") for server in house.servers] == [0, 0]
    await house.leave()


def client(house: House, number: int) -> httpx2.AsyncClient:
    server = house.servers[number]
    headers = {"origin": server.url, "cookie": house.people[number][0]}
    return httpx2.AsyncClient(base_url=server.url, headers=headers, trust_env=False, timeout=60)


class Somebody:
    """Holds the second word when the lane holds the first, and is more patient: it is the lane that is ended."""

    def __init__(self, url: str, times: int) -> None:
        self._url, self._times = url, times
        self.has_second, self.lane_has_first = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._cross)

    def _cross(self) -> None:
        with psycopg.connect(self._url) as connection:
            connection.execute("SET deadlock_timeout = '60s'")
            connection.commit()
            for _ in range(self._times):
                connection.execute(f"{WORD} 2".encode())
                self.has_second.set()
                assert self.lane_has_first.wait(20)
                self.lane_has_first.clear()
                self.has_second.clear()
                connection.execute(f"{WORD} 1".encode())
                connection.commit()
            self.has_second.set()

    def __enter__(self) -> "Somebody":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(30)


@pytest.fixture
async def lane(empty_postgres_url: str) -> AsyncIterator[Lane]:
    engine = Database(empty_postgres_url).writer()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE word (id INTEGER PRIMARY KEY, times INTEGER NOT NULL)")
        connection.exec_driver_sql("INSERT INTO word VALUES (1, 0), (2, 0), (3, 0)")
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), lambda effects: None)
    lane.start()
    yield lane
    await lane.stop()
    engine.dispose()


async def cross(lane: Lane, url: str, times: int) -> tuple[object, object, list[int]]:
    """What comes of a command that is crossed so many times, of one beside it, and how often each word was said."""
    with Somebody(url, times) as somebody:

        def takes_both(tx: Tx, actor: Actor, command: None) -> str:
            assert somebody.has_second.wait(20)
            tx.connection.exec_driver_sql(f"{WORD} 1")
            somebody.lane_has_first.set()
            tx.connection.exec_driver_sql(f"{WORD} 2")
            return "both"

        def takes_another(tx: Tx, actor: Actor, command: None) -> str:
            tx.connection.exec_driver_sql(f"{WORD} 3")
            return "another"

        commands = [lane.run(takes_another, OPERATOR, key="a"), lane.run(takes_both, OPERATOR, key="b")]
        both, another = reversed(await asyncio.gather(*commands, return_exceptions=True))
    with psycopg.connect(url) as connection:
        return both, another, [times for (times,) in connection.execute("SELECT times FROM word ORDER BY id")]


async def test_who_is_crossed_once_is_tried_again_by_itself(lane: Lane, empty_postgres_url: str) -> None:
    assert await cross(lane, empty_postgres_url, 1) == ("both", "another", [2, 2, 1])
    assert lane.failed_commits == 0


async def test_who_is_crossed_again_is_told_to_come_back_and_the_others_are_not(
    lane: Lane, empty_postgres_url: str
) -> None:
    both, another, times = await cross(lane, empty_postgres_url, 2)
    assert isinstance(both, Refusal)
    assert (both.code, another, times) == ("server_busy", "another", [2, 2, 1])


async def test_control_lane_that_takes_it_for_a_broken_database_is_noticed(
    lane: Lane, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Failures, "is_crossed", lambda self, error: False)
    both, _, _ = await cross(lane, empty_postgres_url, 2)
    assert isinstance(both, Refusal)
    assert both.code == "storage_unavailable"
    assert lane.failed_commits == 1
