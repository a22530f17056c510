"""The server as operators run it: a process of its own, on a free port, that tests may kill and start again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.harness import processes

ROOT = Path(__file__).parents[2]
OURS = ("SOHVA_", "DATABASE_URL", "REDIS_URL", "PORT", "HOST", "WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS")

StartServer = Callable[..., "ServerProcess"]


class ServerProcess:
    """`sohva serve` with a data folder of its own. The address and the data stay the same across starts."""

    def __init__(self, data: Path, settings: Mapping[str, str]) -> None:
        self.data = data
        self.port = processes.free_port()
        self.url = f"http://localhost:{self.port}"
        self.output = data.with_suffix(".log")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self._environment = {**inherited, "PORT": str(self.port), "SOHVA_DATA": str(data)}
        self._environment |= {"PYTHONPATH": str(ROOT), **settings}

    def start(self) -> None:
        """Serve, and return when `/readyz` says so; raises NotStarted with the server's last words."""
        self.process = self._begin("serve")
        processes.wait_until(self.is_ready, self.process, self.output)

    def kill(self) -> None:
        """Gone at once, as when the machine kills it."""
        processes.stop(self.process, signal.SIGKILL)

    def stop(self, seconds: float = 20) -> int:
        """Ask it to end; returns its exit code."""
        return processes.stop(self.process, signal.SIGTERM, seconds)

    def command(self, *words: str) -> str:
        """Run `sohva WORDS` on the same data; returns what it prints, raises CalledProcessError if it fails."""
        command = [sys.executable, "-m", "server.cli", *words]
        return subprocess.check_output(command, env=self._environment, text=True, timeout=120)

    def is_ready(self) -> bool:
        try:
            return self.get("/readyz")[0] == 200
        except (OSError, HTTPException):
            return False

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page, asked for by nobody in particular."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def _begin(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "server.cli", *words]
        return processes.start(command, self.output, environment=self._environment)


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """`start_server(REDIS_URL=…, …)` is a new server that serves already, killed after the test if it still runs."""
    servers: list[ServerProcess] = []

    def start(**settings: str) -> ServerProcess:
        server = ServerProcess(tmp_path / f"server{len(servers) + 1}", settings)
        server.data.mkdir()
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.kill()
