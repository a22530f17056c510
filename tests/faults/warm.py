"""Servers forked from one warm process: started in a moment, killed, frozen and ended as a test likes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.harness import processes
from tests.harness.server_process import ServerProcess

SERVING = Path(__file__).with_name("serving.py")


class Warm:
    """The process that forks. `changes` are names from tests.faults.changes, with a value behind `=` where one is due."""

    def __init__(self, folder: Path, *changes: str) -> None:
        self._mould = ServerProcess(folder / "warm", {})
        self._mould.data.mkdir(parents=True)
        self.output, self.servers = self._mould.output, list[Forked]()
        self._turn = threading.Lock()
        launch = [sys.executable, "-S", "-E", processes.LAUNCHER, os.getpid(), int(signal.SIGKILL), -1, -1]
        command = [*launch, sys.executable, SERVING, *changes]
        with self.output.open("ab") as sink:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
                env=self._mould._environment,
                text=True,
            )

    def server(self, data: Path, **settings: Any) -> Forked:
        """A server that is not started yet. Without `database_url`, a SQLite file in `data`."""
        data.mkdir(parents=True, exist_ok=True)
        self.servers.append(Forked(self, data, settings))
        return self.servers[-1]

    def tell(self, word: str, given: Any) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with self._turn:  # servers side by side are started and killed from threads of their own
            self.process.stdin.write(json.dumps([word, given]) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        assert answer, self.output.read_text()
        return int(answer)

    def close(self) -> None:
        """Ends it, and every server with it."""
        self.process.kill()
        self.process.communicate()


class Forked(ServerProcess):
    """One of its servers. The address and the data stay the same across starts."""

    def __init__(self, warm: Warm, data: Path, settings: dict[str, Any]) -> None:
        super().__init__(data, {})
        self._warm, self.output, self.pid = warm, warm.output, 0
        self._log_begins = self.output.stat().st_size
        self.settings = {"port": self.port, "data": str(data), "database_url": f"sqlite:///{data}/sohva.db"} | settings

    def start(self) -> None:
        self.pid = self._warm.tell("start", self.settings)
        processes.wait_until(self.is_ready, self._warm.process, self.output)

    def kill(self) -> None:
        """Gone at once, if it is there."""
        if not self.pid:
            return
        self.send(signal.SIGKILL)
        self.ended()

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def ended(self) -> int:
        """Waits for the end; the exit code."""
        pid, self.pid = self.pid, 0
        return self._warm.tell("wait", pid)

    def logged(self) -> str:
        """What it and its sisters have logged since it was made."""
        with self.output.open() as log:
            log.seek(self._log_begins)
            return log.read()

    def memory(self) -> int:
        """Resident bytes."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def peers(self) -> set[int]:
        """The ports of those whose connections it holds; one that it has closed belongs to nobody any more."""
        held = set()
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, own, peer, *_, inode = line.split()[:10]
            if int(own.rpartition(":")[2], 16) == self.port and inode != "0":
                held.add(int(peer.rpartition(":")[2], 16))
        return held

    def figure(self, name: str) -> float:
        """One of its metrics; 0.0 where it has never been counted."""
        lines = self.get("/metrics")[1].splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.rpartition(" ")[0] == name), 0.0)


@pytest.fixture(scope="session")
def warm_processes() -> Iterator[dict[tuple[str, ...], Warm]]:
    """One for each set of changes, for the whole run: importing everything takes seconds."""
    made: dict[tuple[str, ...], Warm] = {}
    yield made
    for one in made.values():
        one.close()


@pytest.fixture
def warm(
    warm_processes: dict[tuple[str, ...], Warm], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Warm]]:
    """`warm("stall=3")` is a process to fork servers from; they end with the test."""

    def make(*changes: str) -> Warm:
        if changes not in warm_processes:
            warm_processes[changes] = Warm(tmp_path_factory.mktemp("warm"), *changes)
        return warm_processes[changes]

    yield make
    for one in warm_processes.values():
        for server in one.servers:
            if server.pid:
                server.kill()
        one.servers.clear()
