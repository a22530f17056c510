"""Two hundred at once who sign in, and two hundred who sign up: hashed two at a time, and nobody who talks feels it."""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import product
from pathlib import Path
from statistics import quantiles

import pytest

from bench.seed import seed
from tests.faults.asking import ask
from tests.faults.warm import Forked, Warm
from tests.harness.member import Member

MANY, SOME = 200, 80  # more than two at work and fifty that wait, which the control need not fill four times over
MOST_MEMORY = 120_000_000
UNLIMITED = {"attempts_per_address": 100_000, "sign_ups_per_address": 100_000}
SECRET = "a link that was passed on to everybody"
SYLLABLES = ["ka", "le", "mi", "no", "pu", "ra", "se", "ta", "vo", "hy", "ga", "de", "fi", "so", "lu"]
NAMES = ["".join(some).capitalize() for some in product(SYLLABLES, SYLLABLES)]
"""Two hundred people of whom none looks like another."""
pytestmark = pytest.mark.timeout(240)


async def serve(warm: Warm, folder: Path) -> tuple[Forked, str, str]:
    """A server, and somebody's cookie and room; everybody may ask to be let in there, or come by a link."""
    server = warm.server(folder / "server", **UNLIMITED)
    seed(str(server.settings["database_url"]), 1, 3, folder / "people")
    cookie, _, room = (folder / "people").read_text().splitlines()[0].partition("\t")
    now = datetime.now(UTC)
    micros = [int(moment.timestamp() * 1_000_000) for moment in (now, now + timedelta(days=1))]
    link = ("l" * 26, sha256(f"invitation:{SECRET}".encode()).hexdigest(), room, "participant", 10_000, 0, *micros)
    with sqlite3.connect(server.data / "sohva.db") as database:
        database.execute("UPDATE room SET joins_by = 'application', capacity = 1000")
        columns = "id, secret_hash, room_id, role, uses, used, created_at, expires_at"
        database.execute(f"INSERT INTO invitation ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", link)
    await asyncio.to_thread(server.start)
    return server, cookie, room


def sign_in(server: Forked, room: str, number: int) -> int:
    body = {"pseudonym": f"Nobody {number}", "password": "a wrong and long password"}
    return ask(server.port, "POST", "/api/logins", body=body, seconds=60)


def ask_to_be_let_in(server: Forked, room: str, number: int) -> int:
    body = {"pseudonym": NAMES[number], "password": f"{number} long and unheard of", "note": "please"}
    return ask(server.port, "POST", f"/api/rooms/{room}/applications", body=body, seconds=60)


def come_by_a_link(server: Forked, room: str, number: int) -> int:
    body = {"pseudonym": NAMES[number], "password": f"{number} long and unheard of", "secret": SECRET}
    return ask(server.port, "POST", "/api/invitations/redeem", body=body, seconds=60)


FLOODS: dict[str, tuple[Callable[[Forked, str, int], int], int]] = {
    "sign-ins": (sign_in, 403),
    "applications": (ask_to_be_let_in, 201),
    "invitations": (come_by_a_link, 201),
}


@pytest.mark.parametrize(("what", "is_hasty"), [*product(FLOODS, [False]), ("sign-ins", True), ("invitations", True)])
async def test_flood_waits_in_a_short_queue_and_nobody_who_talks_feels_it(
    warm: Callable[..., Warm], tmp_path: Path, what: str, is_hasty: bool
) -> None:
    """With `is_hasty`, the control: nobody is sent away, and the queue grows."""
    server, cookie, room = await serve(warm("hasty-passwords" if is_hasty else "stall=600"), tmp_path)
    member = await Member.connect(server.url, cookie)
    before, (knock, let_in) = server.memory(), FLOODS[what]
    loop, threads, many = asyncio.get_running_loop(), ThreadPoolExecutor(MANY), SOME if is_hasty else MANY
    flood = asyncio.gather(*(loop.run_in_executor(threads, knock, server, room, number) for number in range(many)))
    took = []
    while not flood.done():
        began = time.perf_counter()
        await member.say(room, "do you feel anything")
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.02)
    statuses = Counter(await flood)
    more = server.memory() - before
    await member.close()
    threads.shutdown()
    print(f"FIGURE {what}: {dict(statuses)}, somebody's words took at most {max(took) * 1000:.0f} ms ({is_hasty=})")
    assert (statuses[503] > 0) is not is_hasty
    assert set(statuses) <= {let_in, 503}
    assert statuses[let_in] >= 2
    assert more < MOST_MEMORY
    if len(took) > 20:
        assert quantiles(took, n=20)[18] < 0.5
