"""Real things that a fault test may break: a small disk, and a PostgreSQL to be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from server.storage.migrations import upgrade
from tests.harness import processes
from tests.harness.left_out import leave_out
from tests.harness.postgres import SETTINGS, PostgresServer


class OwnPostgres(PostgresServer):
    """A PostgreSQL for one test, which keeps what it has acknowledged. The port survives `kill` and `resume`."""

    def _serve(self, data: Path) -> None:
        self.port = self.port or processes.free_port()
        settings = SETTINGS | {"synchronous_commit": "on", "fsync": "off"}  # processes die here, not machines
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        where: list[str | Path | int] = ["-D", data, "-p", self.port, "-k", self.folder]
        command = [self._programs / "postgres", *where, *words]
        self._process = processes.start(command, self._output, user=self.user, dies_by=signal.SIGQUIT)
        processes.wait_until(self._answers, self._process, self._output)

    def kill(self) -> None:
        """Gone at once, with everything it had begun."""
        processes.stop(self._process, signal.SIGQUIT)

    def resume(self) -> None:
        self._serve(self.folder / "data")

    def freeze(self) -> None:
        """There, and silent, as when its disk or its machine hangs: connections stay, nothing is answered."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        first = self._process.pid
        for process in (first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())):
            os.kill(process, number)

    def cut_everybody_off(self, name: str) -> None:
        """Ends every connection to a database."""
        ask = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(ask, [name])

    def make_read_only(self, name: str, *, is_so: bool) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            value = "on" if is_so else "off"
            connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {value}'.encode())
        self.cut_everybody_off(name)


@pytest.fixture
def own_postgres() -> Iterator[tuple[OwnPostgres, str]]:
    """A server to be killed, and the name of a migrated database in it."""
    try:
        server = OwnPostgres()
        server.start()
    except (processes.NotStarted, OSError, KeyError, subprocess.SubprocessError) as problem:
        leave_out("PostgreSQL", f"{type(problem).__name__}: {problem}")
    name = server.create()
    upgrade(server.url(name))
    yield server, name
    server.stop()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder with three megabytes of space."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        leave_out("a full disk", "mounting a small one needs root; run the tests as root in a container")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode != 0:
        leave_out("a full disk", f"mounting a small one failed: {made.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
