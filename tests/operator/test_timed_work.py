"""Timed work by itself: what fails is told and tried again, and holds up nothing but itself."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from server.errors import ErrorCode, Refusal
from server.jobs import Jobs
from server.web.services import Job, Services


def services(told: list[str]) -> Services:
    unused: dict[str, Any] = dict.fromkeys(
        ("settings", "clock", "lane", "readers", "hub", "passwords", "limits", "authenticate")
    )
    return Services(**unused, alarm=told.append)


@pytest.mark.parametrize(
    ("problem", "alarms"), [(ValueError("a name and a word"), ["job_failed"]), (Refusal(ErrorCode.SERVER_BUSY), [])]
)
async def test_work_that_breaks_off_is_told_and_begun_again(problem: Exception, alarms: list[str]) -> None:
    done, told = list[str](), list[str]()

    async def breaks(services: Services) -> None:
        done.append("breaks")
        raise problem

    async def goes_on(services: Services) -> None:
        done.append("goes on")

    jobs = Jobs(services(told), [Job("first", 1.0, breaks), Job("second", 1.0, goes_on)])
    with capture_logs() as lines:
        for second in (1.0, 1.5, 2.0):
            jobs.turn(second)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
    assert done == ["breaks", "goes on"] * 2
    assert told == alarms * 2
    assert "a name and a word" not in str(lines)
    assert [line["job"] for line in lines] == ["first", "first"]


async def test_turn_that_fails_is_not_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no lane to ask who leads: whatever goes wrong there, the next second tries again."""
    monkeypatch.setattr("server.jobs._TICK", 0.001)
    told = list[str]()
    running = asyncio.create_task(Jobs(services(told), []).run())
    async with asyncio.timeout(10):
        while len(told) < 3:
            await asyncio.sleep(0.001)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert set(told) == {"job_failed"}
