"""Serving until told to end: one process with the operator's door beside it, or several on one socket."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from server import control
from server.app import House
from server.operating import carry_out
from server.serving import Server, make_server
from server.settings import Settings

log = structlog.get_logger(__name__)

STARTUP_FAILED = 3
_GRACE = 20.0  # seconds between asking a process to end and ending it
_SOON = 5.0  # seconds: a process that ends sooner has not started at all
_PAUSE = 1.0

Beside = Callable[[House], Awaitable[None]]


def run(settings: Settings, beside: Beside | None = None, descriptor: int | None = None) -> int:
    """Serves in this process until a signal; gives the exit code. `beside` runs meanwhile, once people can come.

    `descriptor` is a listening socket of the parent's, where several processes share one.
    """
    house = House(settings)
    server = make_server(house)
    sockets = None if descriptor is None else [socket.socket(fileno=descriptor)]
    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        runner.run(_serve(server, house, beside, sockets))
    return 0 if server.started else STARTUP_FAILED


async def _serve(server: Server, house: House, beside: Beside | None, sockets: list[socket.socket] | None) -> None:
    accompanying = asyncio.create_task(_accompany(server, house, beside))
    try:
        await server.serve(sockets)
    finally:
        accompanying.cancel()


async def _accompany(server: Server, house: House, beside: Beside | None) -> None:
    """What else runs once people can come: the operator's door, and `beside`."""
    while not server.started:  # noqa: ASYNC110 (uvicorn tells nobody, it only sets this)
        await asyncio.sleep(0.01)

    async def as_operator(name: str, fields: dict[str, Any]) -> Any:
        return await carry_out(house.services.lane, name, fields)

    async with control.listening(control.path_for(house.settings), as_operator):
        if beside is not None:
            await beside(house)
        await asyncio.Event().wait()


def run_several(settings: Settings) -> int:
    """Serves in as many processes as were asked for, on one listening socket; starts a lost one again.

    Ends with all of them on a signal, and with STARTUP_FAILED where one cannot even start.
    """
    listener = socket.create_server((settings.host, settings.port), backlog=4096)
    listener.set_inheritable(True)
    return _Several(listener.fileno(), settings.processes).keep()


class _Several:
    def __init__(self, descriptor: int, count: int) -> None:
        self._descriptor, self._count = descriptor, count
        self._started_at: dict[subprocess.Popen[bytes], float] = {}
        self._is_ending = False

    def keep(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        for _ in range(self._count):
            self._start()
        exit_code = 0
        while self._started_at and not self._is_ending:
            exit_code = self._look() or exit_code
            time.sleep(0.2)
        self._await_all()
        return exit_code

    def _start(self) -> None:
        command = [sys.executable, "-m", "server.cli", "serve", "--descriptor", str(self._descriptor)]
        environment = {**os.environ, "WEB_CONCURRENCY": "1"}
        process = subprocess.Popen(command, env=environment, pass_fds=[self._descriptor])
        self._started_at[process] = time.monotonic()

    def _look(self) -> int:
        for process in [process for process in self._started_at if process.poll() is not None]:
            lived = time.monotonic() - self._started_at.pop(process)
            # one that was killed (a negative code) had started, however soon that was
            if process.returncode == STARTUP_FAILED or (lived < _SOON and process.returncode > 0):
                self._end()
                return STARTUP_FAILED
            log.error("a process ended", code=process.returncode)
            time.sleep(_PAUSE)
            if not self._is_ending:  # one that is started now would never be told to end
                self._start()
        return 0

    def _end(self, *_: object) -> None:
        self._is_ending = True
        for process in self._started_at:
            process.send_signal(signal.SIGTERM)

    def _await_all(self) -> None:
        patience = time.monotonic() + _GRACE
        for process in self._started_at:
            try:
                process.wait(max(0.0, patience - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
