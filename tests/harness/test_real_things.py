"""The harness keeps its word: real programs, one database a test, nothing left running."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import psycopg
from redis import Redis

from tests.harness.postgres import PostgresServer
from tests.harness.valkey import ValkeyServer

ROOT = Path(__file__).parents[2]


def test_database_is_a_real_postgres(empty_postgres_url: str) -> None:
    with psycopg.connect(empty_postgres_url) as connection:
        assert connection.info.server_version >= 180000


def test_each_database_has_its_own_rows(postgres_server: PostgresServer) -> None:
    first = postgres_server.create()
    with psycopg.connect(postgres_server.url(first)) as connection:
        connection.execute("CREATE TABLE chair (name text)")
    second = postgres_server.create(template=first)
    with psycopg.connect(postgres_server.url(second)) as connection:
        connection.execute("INSERT INTO chair VALUES ('by the window')")
    with psycopg.connect(postgres_server.url(first)) as connection:
        assert connection.execute("SELECT count(*) FROM chair").fetchone() == (0,)
    postgres_server.drop(first)
    postgres_server.drop(second)


def test_valkey_answers_and_forgets(valkey_url: str, valkey_server: ValkeyServer) -> None:
    with Redis.from_url(valkey_url) as client:
        client.set("chair", "taken")
        valkey_server.flush()
        assert client.get("chair") is None


def test_stopped_valkey_comes_back_at_the_same_address(own_valkey: ValkeyServer) -> None:
    own_valkey.stop()
    own_valkey.start()
    with Redis.from_url(own_valkey.url) as client:
        assert client.ping()


def test_servers_die_with_a_killed_run() -> None:
    script = (
        "import time\n"
        "from tests.harness.valkey import ValkeyServer\n"
        "server = ValkeyServer(); server.start(); print(server._process.pid, flush=True); time.sleep(60)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    server = int(run.stdout.readline())
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    assert _gone_within(server, seconds=5)


def _gone_within(process: int, seconds: float) -> bool:
    until = monotonic() + seconds
    while monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] == "Z":
            return True
        sleep(0.02)
    return False
