"""Logs: no word, name or address gets into a line, whoever writes it and whatever goes wrong."""

import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from server import logs

CANARY = "kanarialintu-7391"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    root = logging.getLogger()
    kept = root.handlers[:], root.level, sys.excepthook, threading.excepthook, sys.unraisablehook
    stream = io.StringIO()
    logs.configure("debug", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers, root.level, sys.excepthook, threading.excepthook, sys.unraisablehook = kept
    logging.raiseExceptions = True
    logging.captureWarnings(False)
    structlog.reset_defaults()


def fail() -> None:
    raise ValueError(CANARY)


def test_our_own_line_is_json_with_a_time_and_a_level(lines) -> None:
    structlog.get_logger("server.somewhere").info("commit failed", commands=3)
    (line,) = lines()
    assert (line["event"], line["commands"], line["level"]) == ("commit failed", 3, "info")
    assert line["timestamp"].endswith("Z")


def test_an_exception_shows_as_its_type_and_place(lines) -> None:
    try:
        fail()
    except ValueError:
        structlog.get_logger("server.somewhere").exception("it broke")
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    ours, theirs = lines()
    assert ours["kind"] == theirs["kind"] == "ValueError"
    assert ours["at"].startswith("test_logs.py:")
    assert CANARY not in str([ours, theirs])


@pytest.mark.parametrize(
    ("name", "message", "values"),
    [
        ("uvicorn.error", "Uvicorn running on %s", (CANARY,)),
        ("uvicorn.error", f"Traceback\nValueError: {CANARY}", ()),
        ("sqlalchemy.engine", "INSERT INTO message VALUES (%s)", (CANARY,)),
        ("asyncio", f"Task exception was never retrieved\nfuture: <Task {CANARY}>", ()),
        ("asyncio", f"Exception in callback deliver('{CANARY}')", ()),
        ("asyncio", "Executing %s took %.3f seconds", (CANARY, 1.0)),
    ],
)
def test_a_library_tells_its_template_and_never_its_values(lines, name: str, message: str, values: tuple) -> None:
    logging.getLogger(name).warning(message, *values)
    (line,) = lines()
    assert line["event"]
    assert line["logger"] == name
    assert CANARY not in str(line)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("uvicorn.error", '%s - "WebSocket %s" [accepted]'),
        ("uvicorn.access", '%s - "%s %s HTTP/%s" %d'),
        ("uvicorn.error", "connection open"),
    ],
)
def test_who_connects_from_where_is_not_logged_at_all(lines, name: str, message: str) -> None:
    logging.getLogger(name).info(message, *(CANARY for _ in range(message.count("%s"))), *([200] * ("%d" in message)))
    assert lines() == []


def test_a_crash_is_one_line_without_its_text(lines) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    told = lines()
    assert [line["event"] for line in told] == ["crashed", "crashed"]
    assert CANARY not in str(told)


class Going:
    """Fails where no caller is left to be told."""

    def __del__(self) -> None:
        fail()


def test_what_fails_beyond_everybodys_reach_is_one_line_without_its_text(
    lines, capfd: pytest.CaptureFixture[str]
) -> None:
    going = Going()
    del going
    (line,) = lines()
    assert (line["event"], line["kind"]) == ("failed unheard", "ValueError")
    assert CANARY not in str(line) + "".join(capfd.readouterr())


def test_a_warning_keeps_its_words_to_itself(lines) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(CANARY, stacklevel=1)
    assert CANARY not in str(lines())


def test_migrations_are_told_in_full(lines) -> None:
    logging.getLogger("alembic.runtime.migration").info("Running upgrade %s", "first")
    assert lines()[0]["event"] == "Running upgrade first"


def test_somebody_at_a_terminal_reads_plain_lines(lines) -> None:
    stream = io.StringIO()
    logs.configure("info", is_readable=True, stream=stream)
    structlog.get_logger("server.somewhere").info("serving", port=8000)
    assert "serving" in stream.getvalue()
    assert not stream.getvalue().startswith("{")
