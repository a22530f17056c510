"""Logs: one JSON object a line, about the machine and never about people.

What a library has to say is reduced to what its programmer wrote: the text of an exception, the values put into a
message and the address of whoever connected may all be somebody's words or whereabouts, so none of them gets through.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

_WORDS_ARE_OURS = ("alembic",)  # whose messages hold nothing but revision names
_TELL_ADDRESSES = ("uvicorn.access", "uvicorn.asgi")
_NOISE = ("WebSocket", "connection open", "connection closed", "connection rejected", "completing handshake")

Event = MutableMapping[str, Any]


def configure(level: str = "info", *, is_readable: bool = False, stream: TextIO | None = None) -> None:
    """Sends all that logs to `stream` (standard error), as JSON or, for somebody at a terminal, as plain lines."""
    finish: Any = structlog.dev.ConsoleRenderer() if is_readable else structlog.processors.JSONRenderer()
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        place_of_exception,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, finish],
    )
    _route_the_standard_library(formatter, level, stream or sys.stderr)
    sys.excepthook = _log_crash
    threading.excepthook = lambda crash: _log_crash(crash.exc_type, crash.exc_value, crash.exc_traceback)
    sys.unraisablehook = _log_unheard


def place_of_exception(_: Any, __: str, event: Event) -> Event:
    """Puts the type and the place of an exception where its text would have been."""
    error = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["kind"] = type(error).__name__
        event["at"] = _place(error.__traceback__)
    return event


class WordlessFilter(logging.Filter):
    """Leaves of a library's record what its programmer wrote: the first line of the template, without the values."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.partition(".")[0] in {"server", *_WORDS_ARE_OURS}:
            return True
        template = str(record.msg).partition("\n")[0]
        if record.name in _TELL_ADDRESSES or any(word in template for word in _NOISE):
            return False
        if record.name == "uvicorn.error" and template.startswith("Traceback"):
            template = _last_words(str(record.msg))
        elif record.name == "py.warnings":
            template = "warning"
        elif record.name == "asyncio" and not record.args:
            template = " ".join(template.split()[:3])  # what follows shows the values of a task or callback
        if record.args and all(isinstance(value, int | float) for value in record.args):
            return True  # numbers alone: a process, a count, a time
        record.msg, record.args = template, ()
        return True


def _last_words(traceback: str) -> str:
    """Why the start failed. Our own exceptions are written for the operator; of others, the type is told alone."""
    last = traceback.strip().rpartition("\n")[2]
    return last.partition(": ")[2] if last.startswith(("server.", "moderation.")) else last.partition(":")[0]


def _route_the_standard_library(formatter: logging.Formatter, level: str, stream: TextIO) -> None:
    logging.raiseExceptions = False  # or a line that cannot be written is shown with its values
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(WordlessFilter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    logging.captureWarnings(True)


def _log_crash(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        structlog.get_logger(__name__).critical("crashed", kind=kind.__name__, at=_place(trace))


def _log_unheard(failure: sys.UnraisableHookArgs) -> None:
    """Python itself would write the text of the exception to standard error."""
    structlog.get_logger(__name__).error(
        "failed unheard", kind=failure.exc_type.__name__, at=_place(failure.exc_traceback)
    )


def _place(trace: TracebackType | None) -> str:
    """Files and lines from where it happened outwards, the nearest six."""
    places: list[str] = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(places[:-7:-1])
