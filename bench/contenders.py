"""Everybody who is measured: our server, our hub alone, and the peers, each started the same way."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import loading, servers
from bench.servers import PEERS, Served
from tests.harness.postgres import DURABLE, PostgresServer

INSTALLED = loading.OUT / "peers"
_SOCKETIO = {"dialect": "socketio", "path": "/socket.io/?EIO=4&transport=websocket"}
_BARE = {"dialect": "bare"}


@dataclass(frozen=True)
class Contender:
    """A server by name. `command` gives the words to which its port is added, None where it cannot run here."""

    name: str
    command: Callable[[], list[str] | None]
    options: dict[str, Any]

    @contextmanager
    def serve(self, rooms: int, people: int) -> Iterator[Served | None]:
        words = self.command()
        if words is None:
            yield None
            return
        with servers.serve(words, **self.options, connections=rooms * people, rooms=rooms) as served:
            yield served


@dataclass(frozen=True)
class OursOnPostgres:
    """The whole server on a PostgreSQL of its own that keeps what it acknowledges, on whichever core it gets."""

    name: str

    @contextmanager
    def serve(self, rooms: int, people: int) -> Iterator[Served | None]:
        postgres = PostgresServer(**DURABLE)
        postgres.start()
        try:
            url = postgres.url(postgres.create())
            with servers.sohva(rooms, people, DATABASE_URL=url) as served:
                yield served
        finally:
            postgres.stop()


@dataclass(frozen=True)
class Ours:
    """The whole server, with the real screening or without any."""

    name: str
    is_screened: bool = True

    @contextmanager
    def serve(self, rooms: int, people: int) -> Iterator[Served | None]:
        with servers.sohva(rooms, people, self.is_screened) as served:
            yield served


def _c(mode: str) -> Callable[[], list[str] | None]:
    return lambda: [str(loading.compiled(PEERS / "fanout.c")), mode]


def _python(script: str) -> Callable[[], list[str] | None]:
    python = INSTALLED / "python" / "bin" / "python"
    return lambda: [str(python), str(PEERS / script)] if python.exists() else None


def _node(script: str) -> Callable[[], list[str] | None]:
    modules = INSTALLED / "node_modules"

    def command() -> list[str] | None:
        if shutil.which("node") is None or not modules.exists():
            return None
        copy = INSTALLED / script  # node looks for packages beside the script
        shutil.copyfile(PEERS / script, copy)
        return ["node", str(copy)]

    return command


HUB = Contender("hub alone", lambda: [sys.executable, "-m", "bench.hub_alone"], _BARE)
C_PLAIN = Contender("C, one send each", _c("plain"), _BARE)
C_COALESCED = Contender("C, coalesced", _c("coalesced"), _BARE)
WS = Contender("Node ws", _node("ws.js"), _BARE)
SOCKETIO = Contender("socket.io", _node("socketio.js"), _SOCKETIO)
BROADCAST = Contender("websockets.broadcast", _python("broadcast.py"), _BARE)
PYTHON_SOCKETIO = Contender("python-socketio", _python("python_socketio.py"), _SOCKETIO)
NAIVE = Contender("Starlette + ORM", _python("naive.py"), _BARE)
SOHVA = Ours("Sohva")
ON_POSTGRES = OursOnPostgres("Sohva on PostgreSQL")
UNSCREENED = Ours("Sohva, nothing screened", is_screened=False)


def install() -> list[str]:
    """Fetches the peers' packages at their pinned versions, once; gives a line for each kind that cannot be had."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    missing = []
    if not _try(_install_python, INSTALLED / "python" / "installed"):
        missing.append("the Python peers are left out: their packages cannot be had")
    if shutil.which("npm") is None or not _try(_install_node, INSTALLED / "node_modules" / "installed"):
        missing.append("the Node peers are left out: no npm, or their packages cannot be had")
    return missing


def _try(work: Callable[[], None], mark: Path) -> bool:
    if mark.exists():
        return True
    try:
        work()
    except (subprocess.CalledProcessError, OSError):
        return False
    mark.touch()
    return True


def _install_python() -> None:
    folder = INSTALLED / "python"
    venv.create(folder, with_pip=True, clear=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", "-r", PEERS / "requirements.txt"], check=True)


def _install_node() -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PEERS / name, INSTALLED / name)
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=INSTALLED, check=True)
