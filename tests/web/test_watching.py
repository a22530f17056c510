"""One look at many rooms: what fails in one is told, and is in no other's way."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from server.errors import ErrorCode, Refusal
from server.web import watching
from server.web.watching import look_at_each


async def look(found: Any) -> Any:
    if isinstance(found, Exception):
        raise found
    await asyncio.sleep(3600 if found == "stuck" else 0)
    return found


async def test_what_fails_raises_the_alarm_and_an_outage_is_no_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_PATIENCE", 0.05)
    alarms: list[str] = []
    services: Any = SimpleNamespace(alarm=alarms.append)
    rooms = [1, Refusal(ErrorCode.STORAGE_UNAVAILABLE), False, ValueError("what Meri said"), "stuck", None]
    with capture_logs() as lines:
        assert await look_at_each(services, "room", map(look, rooms)) == [1, False, None]
    assert alarms == ["room_not_watched"] * 3
    assert [(line["log_level"], line.get("code"), line.get("kind")) for line in lines] == [
        ("warning", "storage_unavailable", None),
        ("error", None, "ValueError"),
        ("error", None, "TimeoutError"),
    ]
    assert "Meri" not in str(lines)
