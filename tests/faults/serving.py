"""A server process for fault tests, as it is or with one protection switched off, to show that the tests would notice.

Run as `python serving.py CONTROL`, where CONTROL is `none`, `ack-before-commit` or `no-unique-id`.
"""

from __future__ import annotations

import sys
import time
from typing import Any
from uuid import uuid4

import msgspec

import server.messages.posting
from server import logs
from server.app import House
from server.serving import serve
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
    import server.app

    server.app.Lane = HastyLane if control == "ack-before-commit" else SlowLane  # type: ignore[misc]
    if control == "no-unique-id":
        server.messages.posting.post_message = without_unique_id(server.messages.posting.post_message)
    logs.configure("warning")
    serve(House(read_settings(**UNHURRIED)))


if __name__ == "__main__":
    main(sys.argv[1])
