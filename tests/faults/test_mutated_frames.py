"""Whatever bytes come, nothing breaks: every command is answered or its connection closed, and no trace is left."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import structlog

from bench.seed import seed
from server.actor import Actor
from server.errors import Refusal
from server.hub.taken import SlimProtocol
from tests.faults.bare import Bare, masked
from tests.faults.mutation import Mutator
from tests.faults.warm import Warm
from tests.harness.member import Member
from tests.hub.house import serve_house

IN_PROCESS, OVER_SOCKETS = 100_000, 20_000


class Nowhere(asyncio.Transport):
    """The other end of a connection that takes everything."""

    is_over = False

    def write(self, data: Any) -> None:
        """Gone."""

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """As wide as can be."""

    def get_write_buffer_size(self) -> int:
        return 0

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def is_closing(self) -> bool:
        return self.is_over

    def close(self) -> None:
        self.is_over = True

    def abort(self) -> None:
        self.is_over = True

    def pause_reading(self) -> None:
        """Nothing is read."""

    def resume_reading(self) -> None:
        """Nothing is read."""


@pytest.mark.timeout(240)
async def test_hundred_thousand_mutated_frames_in_process_break_nothing(empty_sqlite_url: str, tmp_path: Path) -> None:
    problems: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: problems.append(context))
    async with serve_house(empty_sqlite_url, tmp_path, handshakes_per_minute=1_000_000) as served:
        hub, mutator = served.house.hub, Mutator(Random(7), served.room(0))
        member = await served.enter(0)
        actor = next(iter(hub.admission.connections)).actor
        with structlog.testing.capture_logs() as logged:
            transport, fed = Nowhere(), 0
            slim = begin(hub, actor, transport)
            for _ in range(IN_PROCESS):
                if transport.is_over:
                    slim.connection_lost(None)
                    transport = Nowhere()
                    slim = begin(hub, actor, transport)
                slim.data_received(mutator.frame())
                fed += 1
                if fed % 100 == 0:
                    await asyncio.sleep(0)
            slim.connection_lost(None)
            await member.follow(served.room(0))
        assert fed == IN_PROCESS
        assert len(hub.admission.connections) == 1
    assert problems == []
    assert [entry for entry in logged if entry["log_level"] in {"error", "critical"}] == []


def begin(hub: Any, actor: Actor, transport: Nowhere) -> SlimProtocol:
    try:
        connection = hub.admit(actor)
    except Refusal as refusal:
        raise AssertionError(refusal.code) from None
    slim = SlimProtocol(transport, connection, set())
    connection.opened(slim)
    return slim


async def attack(port: int, cookie: str, mutator: Mutator, frames: int, random: Random) -> int:
    """Sends frames, on a new connection whenever the server has had enough; how often it had."""
    sent, ends = 0, 0
    while sent < frames:
        bare = await Bare.connect(port, cookie)
        while sent < frames and not bare.is_closed:
            some = [mutator.frame() for _ in range(random.randint(1, 40))]
            bare.transport.write(b"".join(some))
            sent += len(some)
            await asyncio.sleep(0)
        ends += bare.is_closed
        bare.close()
    return ends


@pytest.mark.timeout(300)
async def test_twenty_thousand_mutated_frames_over_sockets_break_nothing(
    warm: Callable[..., Warm], tmp_path: Path
) -> None:
    server = warm("patience=3").server(tmp_path / "server")
    seed(str(server.settings["database_url"]), 1, 6, tmp_path / "people")
    await asyncio.to_thread(server.start)
    people = [line.split("\t") for line in (tmp_path / "people").read_text().splitlines()]
    room = people[0][1]
    healthy = await Member.connect(server.url, people[0][0])
    await healthy.follow(room)
    attacks = [
        attack(server.port, people[n][0], Mutator(Random(n), room), OVER_SOCKETS // 5, Random(n)) for n in range(1, 6)
    ]
    ends = await asyncio.gather(*attacks)
    assert min(ends) > 10
    assert (await healthy.say(room, "still here"))["seq"] > 0
    assert await asyncio.to_thread(server.is_ready)
    await healthy.close()
    lines = [json.loads(line) for line in server.logged().splitlines()]
    assert "Traceback" not in server.logged()
    assert [line for line in lines if line["level"] in {"error", "critical"}] == []


UNWELCOME = {
    "giant": (bytes((0x81, 0xFF)) + (1 << 40).to_bytes(8, "big") + bytes(4), 1009),
    "too long": (masked(b"x" * 33_000), 1009),
    "fragments without end": (masked(b"", is_final=False) + masked(b"", 0, is_final=False) * 300, 1008),
    "fragments too long together": (
        masked(b"x" * 20_000, is_final=False) + masked(b"x" * 20_000, 0, is_final=False), 1009),
    "compressed": (bytes((0xC1, 0x80)) + bytes(4), 1002),
    "unmasked": (b"\x81\x02{}", 1002),
    "binary": (masked(b"\x00", 2), 1003),
    "not UTF-8": (masked(b"\xff\xfe"), 1007),
}  # fmt: skip


@pytest.mark.parametrize("what", UNWELCOME)
async def test_what_no_browser_sends_is_answered_with_the_code_for_it(
    empty_sqlite_url: str, tmp_path: Path, what: str
) -> None:
    data, code = UNWELCOME[what]
    async with serve_house(empty_sqlite_url, tmp_path, people=1) as served:
        bare = await Bare.connect(served.house.settings.port, served.people[0][0])
        bare.transport.write(data)
        await bare.until(lambda: bare.is_closed)
        words = bare.last_words()
        assert words is not None
        assert words[0] == code
