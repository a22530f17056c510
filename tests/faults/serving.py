"""Server processes for fault tests, as they are or with one protection off, to show that the tests would notice.

Starting Python and reading the house rules takes longer than a server lives in these tests, so one process does that
and forks the servers. Run as `python serving.py CHANGE …`, each a name from CHANGES or from tests.faults.changes.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys

from moderation import preset
from server import logs, running
from server.accounts.passwords import Passwords
from server.app import House
from server.settings import read_settings
from tests.faults.changes import CHANGES
from tests.hub.house import UNHURRIED


def main(changes: list[str]) -> None:
    """Imports everything once, and then starts and ends servers as it is told on standard input, a JSON list a line.

    `["start", {settings}]` gives a process id, `["wait", id]` an exit code, negative for a signal.
    """
    for name, _, value in (change.partition("=") for change in changes):
        CHANGES[name](value)
    read_everything()
    for line in sys.stdin:
        word, given = json.loads(line)
        print(start(given) if word == "start" else exit_code(given), flush=True)


def read_everything() -> None:
    """Rules, texts and routes, and puts them where no server counts them as its own to tidy."""
    settings = read_settings(**UNHURRIED)
    preset(settings.policy)
    House(settings)
    Passwords()
    gc.collect()
    gc.freeze()


def start(settings: dict[str, object]) -> int:
    child = os.fork()
    if child == 0:
        die_with(os.getppid())
        logs.configure("warning")
        os._exit(running.run(read_settings(**UNHURRIED | settings)))
    return child


def exit_code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_with(parent: int) -> None:
    """Nothing outlives the test run, however it ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
