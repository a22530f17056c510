"""The operator's door into a running server: a unix socket that only the server's own user can open.

One line of JSON goes in, `{"operation": ..., "fields": {...}}`, one comes out, `{"result": ...}` or `{"error": ...}`.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import structlog

from server.errors import ErrorCode, Refusal
from server.settings import Settings
from server.storage.database import Database

log = structlog.get_logger(__name__)

CarryOut = Callable[[str, dict[str, Any]], Awaitable[Any]]

_PATIENCE = 10.0  # seconds
_LONGEST_PATH = 100  # bytes; the system allows 108


class ControlError(Exception):
    """The running server could not be asked."""


class _Question(msgspec.Struct, forbid_unknown_fields=True):
    operation: str
    fields: dict[str, Any]


class _Error(msgspec.Struct):
    code: str
    retry_after: float | None = None
    details: dict[str, Any] = {}


class _Answer(msgspec.Struct, omit_defaults=True):
    result: Any = None
    error: _Error | None = None


def path_for(settings: Settings) -> Path | None:
    """Where the socket of the server on this SQLite file is; None on PostgreSQL, where nobody needs one."""
    database = Database(settings.database_url).path
    return None if database is None else database.with_name(f"{database.name}.control")


@asynccontextmanager
async def listening(path: Path | None, carry_out: CarryOut) -> AsyncIterator[None]:
    """Answers the operator as long as the block runs. The caller holds the database, so an old socket is a dead one."""
    if path is None:
        yield
        return
    _remove(path)
    server = await asyncio.start_unix_server(
        lambda reader, writer: _serve(reader, writer, carry_out), sock=_bound(path)
    )
    try:
        yield
    finally:
        server.close()
        _remove(path)


async def ask(path: Path | None, operation: str, fields: dict[str, Any]) -> Any:
    """Hands an operation to the running server. Raises Refusal, ControlError."""
    if path is None:
        raise ControlError("this database has no server to ask")
    try:
        async with asyncio.timeout(_PATIENCE):
            answer = await _exchange(path, msgspec.json.encode(_Question(operation, fields)) + b"\n")
    except (OSError, TimeoutError, msgspec.DecodeError) as error:
        reason = type(error).__name__
        raise ControlError(f"another process holds the database and does not answer ({reason}); end it first") from None
    if answer.error is not None:
        raise Refusal(ErrorCode(answer.error.code), retry_after=answer.error.retry_after, **answer.error.details)
    return answer.result


async def _exchange(path: Path, line: bytes) -> _Answer:
    with _short(path) as short:
        reader, writer = await asyncio.open_unix_connection(short)
    try:
        writer.write(line)
        await writer.drain()
        return msgspec.json.decode(await reader.readline(), type=_Answer)
    finally:
        writer.close()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, carry_out: CarryOut) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            answer = await _answer(await reader.readline(), carry_out)
            writer.write(msgspec.json.encode(answer) + b"\n")
            await writer.drain()
    except (OSError, TimeoutError, ValueError) as error:
        log.warning("the operator was not answered", kind=type(error).__name__)
    finally:
        writer.close()


async def _answer(line: bytes, carry_out: CarryOut) -> _Answer:
    try:
        question = msgspec.json.decode(line, type=_Question)
        return _Answer(result=await carry_out(question.operation, question.fields))
    except Refusal as refusal:
        return _Answer(error=_Error(refusal.code, refusal.retry_after, refusal.details))
    except (msgspec.DecodeError, KeyError, TypeError):
        return _Answer(error=_Error(ErrorCode.UNKNOWN_COMMAND))


def _bound(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)  # whoever may write to the socket is the operator
    try:
        with _short(path) as short:
            listener.bind(short)
    finally:
        os.umask(before)
    return listener


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """A name for a path that fits into a socket's address, good as long as the block runs."""
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
