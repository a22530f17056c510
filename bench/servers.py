"""Servers to be measured, ours and others, each in a process of its own on one core."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import loading

ROOT = Path(__file__).parents[1]
PEERS = Path(__file__).parent / "peers"
_STARTS_WITHIN = 60.0  # seconds

UNHURRIED = {
    "SOHVA_MESSAGE_RATE": "10000",
    "SOHVA_MESSAGE_BURST": "100000",
    "SOHVA_COMMAND_RATE": "1000000",
    "SOHVA_COMMAND_BURST": "1000000",
    "SOHVA_HANDSHAKES_PER_MINUTE": "100000",
    "SOHVA_SOCKETS_PER_ACCOUNT": "100",
    "SOHVA_SOCKETS_PER_PROCESS": "100000",
    "SOHVA_LOG_LEVEL": "warning",
    "SOHVA_PAUSE_AFTER_SECONDS": "86400",
}


class NotStarted(Exception):
    """A server ended, or did not listen, before it could be measured. The text is the end of what it printed."""


@dataclass
class Served:
    """A running server. `load` puts it under load; the options are those of `load.c`."""

    process: subprocess.Popen[bytes]
    port: int
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def pid(self) -> int:
        return self.process.pid

    def load(self, **options: Any) -> loading.Result:
        return loading.run(self.port, self.pid, **(self.options | options))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def begin(command: Sequence[str | Path], port: int, output: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Starts a server on the first core and returns once it listens. Raises NotStarted."""
    words = [*loading.on_core(0), *(str(word) for word in command)]
    with output.open("ab") as sink:
        process = subprocess.Popen(words, stdout=sink, stderr=sink, cwd=ROOT, env=os.environ | environment)
    until = time.monotonic() + _STARTS_WITHIN
    while not _listens(port):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise NotStarted(output.read_text(errors="replace")[-1000:])
        time.sleep(0.02)
    return process


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


@contextmanager
def serve(command: Sequence[str | Path], **options: Any) -> Iterator[Served]:
    """A server whose command takes its port as the last word."""
    port = free_port()
    loading.OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="place-", dir=loading.OUT) as folder:
        process = begin([*command, str(port)], port, Path(folder) / "output", BENCH_FOLDER=folder)
        try:
            yield Served(process, port, options)
        finally:
            end(process)


@dataclass
class Place:
    """A seeded data folder for our server, which may be started on it again and again."""

    folder: Path
    environment: dict[str, str]
    port: int
    module: str = "server.cli"

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", self.module, "serve"]
        given = {"PORT": str(self.port), "SOHVA_DATA": str(self.folder), "PYTHONPATH": str(ROOT)}
        output = self.folder / "output"
        return begin(command, self.port, output, **(UNHURRIED | given | self.environment))

    @property
    def people(self) -> Path:
        return self.folder / "people"


@contextmanager
def place(rooms: int, people: int, **environment: str) -> Iterator[Place]:
    """A data folder with `people` in each of `rooms`, gone afterwards. On disk, so that a flush is one."""
    from bench.seed import seed

    loading.OUT.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="place-", dir=loading.OUT))
    try:
        database = environment.get("DATABASE_URL", f"sqlite:///{folder}/sohva.db")
        seed(database, rooms, people, folder / "people")
        yield Place(folder, environment, free_port())
    finally:
        shutil.rmtree(folder)


@contextmanager
def sohva(rooms: int, people: int, is_screened: bool = True, **environment: str) -> Iterator[Served]:
    """Our whole server, with everybody signed in already."""
    with place(rooms, people, **environment) as ours:
        ours.module = "server.cli" if is_screened else "bench.unscreened"
        process = ours.start()
        try:
            options = {"dialect": "sohva", "connections": rooms * people, "people": ours.people}
            yield Served(process, ours.port, options)
        finally:
            end(process)
