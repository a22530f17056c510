"""Server processes for fault tests, as they are or with one protection off, to show that the tests would notice.

Starting Python and reading the house rules takes longer than a server lives in these tests, so one process does that
and forks the servers. Run as `python serving.py CONTROL`, where CONTROL is `none`, `ack-before-commit` or `no-unique-id`.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from typing import Any
from uuid import uuid4

import msgspec

import server.app
import server.messages.posting
from moderation import preset
from server import logs
from server.app import House
from server.serving import make_server
from server.settings import read_settings
from server.storage.lane import Job, Lane
from tests.hub.house import UNHURRIED

SLOW_COMMIT = 0.004  # seconds between the last row and the commit, so that a kill meets it often


class SlowLane(Lane):
    """Every commit takes as long as on a poor disk."""

    def _run_one(self, job: Job, tx: Any) -> None:
        super()._run_one(job, tx)
        time.sleep(SLOW_COMMIT)


class HastyLane(SlowLane):
    """Answers when the rows are written, and commits afterwards."""

    def _run_one(self, job: Job, tx: Any) -> None:
        Lane._run_one(self, job, tx)
        told = Job(job.use_case, job.actor, job.command, job.done, job.key, job.result, job.error, job.effects)
        super()._hand_back([told])
        time.sleep(SLOW_COMMIT)

    def _hand_back(self, jobs: list[Job]) -> None:
        """They have been answered already."""


def without_unique_id(post: Any) -> Any:
    """Posting that takes every retry for something new."""

    def post_message(tx: Any, actor: Any, command: Any, policy: Any) -> Any:
        return post(tx, actor, msgspec.structs.replace(command, client_id=str(uuid4())), policy)

    return post_message


def main(control: str) -> None:
    """Imports everything once, and then starts and kills servers as it is told on standard input."""
    server.app.Lane = HastyLane if control == "ack-before-commit" else SlowLane  # type: ignore[misc]
    if control == "no-unique-id":
        server.messages.posting.post_message = without_unique_id(server.messages.posting.post_message)
    settings = read_settings(**UNHURRIED)
    preset(settings.policy)
    child = 0
    for word in sys.stdin:
        if word.strip() == "start":
            child = os.fork()
            if child == 0:
                die_with(os.getppid())
                logs.configure("warning")
                make_server(House(settings)).run()
                os._exit(0)
        else:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        print(child, flush=True)


def die_with(parent: int) -> None:
    """Nothing outlives the test run, however it ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
