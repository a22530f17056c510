"""Health: alive, ready only when a row can be written, figures only for those who may see them."""

import asyncio
from typing import Any

import pytest

from server.actor import OPERATOR
from server.clock import SystemClock
from server.errors import ErrorCode, Refusal
from server.metrics import Metrics
from server.storage.database import Database
from server.storage.lane import Lane
from server.storage.probe import write_probe
from server.storage.sealing import Sealer
from server.web import health as health_module
from server.web.health import Health, Readiness

TOKEN = "a-token-of-some-length"


def routes(write: Any = None, token: str | None = None) -> list[Any]:
    async def nothing() -> None:
        return None

    return Health(Readiness(write or nothing), Metrics().render, token).routes()


def test_it_is_alive(client_for) -> None:
    assert client_for(routes()).get("/healthz").status_code == 200


def test_it_is_ready_when_it_can_write_and_not_when_it_cannot(client_for) -> None:
    async def refuse() -> None:
        raise Refusal(ErrorCode.STORAGE_UNAVAILABLE)

    assert client_for(routes()).get("/readyz").status_code == 200
    refused = client_for(routes(refuse)).get("/readyz")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")


async def test_a_real_row_is_written_once_a_second_however_many_ask(database_url: str, monkeypatch) -> None:
    engine = Database(database_url).writer()
    lane = Lane(engine, SystemClock(), Sealer(bytes(32)), publish=lambda effects: None)
    lane.start()
    written = 0

    async def write() -> None:
        nonlocal written
        written += 1
        await lane.run(write_probe, OPERATOR)

    readiness = Readiness(write)
    assert all(await asyncio.gather(*(readiness.is_ready() for _ in range(50))))
    assert written == 1
    monkeypatch.setattr(health_module, "_KEEP", 0.0)
    assert await readiness.is_ready()
    assert written == 2
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM probe").scalar_one() == 1
    await lane.stop()
    engine.dispose()


async def test_a_write_that_hangs_is_not_waited_for(monkeypatch) -> None:
    monkeypatch.setattr(health_module, "_PATIENCE", 0.02)
    assert not await Readiness(asyncio.Event().wait).is_ready()


async def test_an_asker_who_leaves_spoils_nothing_for_the_others() -> None:
    go = asyncio.Event()
    readiness = Readiness(go.wait)
    leaver = asyncio.create_task(readiness.is_ready())
    stayer = asyncio.create_task(readiness.is_ready())
    await asyncio.sleep(0)
    leaver.cancel()
    go.set()
    assert await stayer


async def test_it_is_not_ready_once_it_is_ending() -> None:
    readiness = Readiness(asyncio.Event().wait)
    readiness.is_ending = True
    assert not await readiness.is_ready()


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        (("127.0.0.1", 1), {}, 200),
        (("::1", 1), {}, 200),
        (("203.0.113.9", 1), {}, 404),
        (("127.0.0.1", 1), {"x-forwarded-for": "203.0.113.9"}, 404),
        (("127.0.0.1", 1), {"forwarded": "for=203.0.113.9"}, 404),
        (("somewhere", 1), {}, 404),
    ],
)
def test_without_a_token_only_this_machine_reads_figures(client_for, address, headers, status: int) -> None:
    assert client_for(routes(), client=address).get("/metrics", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("header", "status"),
    [(f"Bearer {TOKEN}", 200), (f"Bearer {TOKEN}x", 404), (TOKEN, 404), ("", 404), ("Bearer ", 404)],
)
def test_with_a_token_only_the_token_counts(client_for, header: str, status: int) -> None:
    client = client_for(routes(token=TOKEN), client=("127.0.0.1", 1))
    assert client.get("/metrics", headers={"authorization": header}).status_code == status


async def test_figures_are_those_of_this_process() -> None:
    metrics = Metrics()
    metrics.observe_commit(3, 0.004)
    metrics.count_refusal(ErrorCode.TOO_FAST)
    metrics.watch("sohva_lane_queue", "Commands that wait for the lane.", lambda: 7)
    metrics.watch_hub(lambda: {"connections": 12, "ring_misses": 4, "new_thing": 1})
    looking = asyncio.create_task(metrics.watch_loop())
    await asyncio.sleep(0.3)
    looking.cancel()
    lines = metrics.render().decode().splitlines()
    assert "sohva_commands_per_commit_sum 3.0" in lines
    assert 'sohva_refusals_total{code="too_fast"} 1.0' in lines
    assert "sohva_lane_queue 7.0" in lines
    assert "sohva_connections 12.0" in lines
    assert "sohva_ring_misses_total 4.0" in lines
    assert "sohva_loop_lag_seconds_count 1.0" in lines
    assert Metrics().render() != metrics.render()
