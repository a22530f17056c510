"""What a server in a fault test has otherwise than in life: a shorter patience, or a protection switched off."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

import server.app
import server.messages.posting
import server.serving
from server.accounts import passwords
from server.hub import heartbeat, presence_keeper, taken, valkey_presence
from server.storage.lane import Job, Lane

SLOW_COMMIT = 0.004  # seconds between a row and the commit, and between the commit and its answer


class SlowLane(Lane):
    """Every commit takes as long as on a poor disk, and its answer as long again, so that kills meet both."""

    def _run_one(self, job: Job, tx: Any, *more: Any) -> None:
        super()._run_one(job, tx, *more)
        time.sleep(SLOW_COMMIT)

    def _hand_back(self, jobs: list[Job]) -> None:
        time.sleep(SLOW_COMMIT)
        super()._hand_back(jobs)


class HastyLane(Lane):
    """Answers when the rows are written, and commits afterwards."""

    def _run_one(self, job: Job, tx: Any, *more: Any) -> None:
        super()._run_one(job, tx, *more)
        told = Job(job.use_case, job.actor, job.command, job.done, job.key, job.result, job.error, job.effects)
        super()._hand_back([told])
        time.sleep(SLOW_COMMIT)

    def _hand_back(self, jobs: list[Job]) -> None:
        """They have been answered already."""


def lane(kind: type[Lane]) -> Callable[[str], None]:
    return lambda _: setattr(server.app, "Lane", kind)


def without_unique_id(_: str) -> None:
    """Takes every retry for something new."""
    post = server.messages.posting.post_message

    def post_message(tx: Any, actor: Any, command: Any, policy: Any) -> Any:
        return post(tx, actor, msgspec.structs.replace(command, client_id=str(uuid4())), policy)

    server.messages.posting.post_message = post_message


def stall(seconds: str) -> None:
    heartbeat.STALL = float(seconds)


def lease(seconds: str) -> None:
    valkey_presence.LEASE = float(seconds)
    presence_keeper.RENEWAL = float(seconds) / 3


def patience(seconds: str) -> None:
    """For the head of a request, its body, and whoever takes the answer."""
    server.serving._HEADERS_WITHIN = server.serving._BODY_WITHIN = server.serving._READ_WITHIN = float(seconds)


def plain_http(_: str) -> None:
    """As uvicorn has it."""
    server.serving.PatientHttp = HttpToolsProtocol  # type: ignore[misc,assignment]


def greedy(_: str) -> None:
    """Reads on, however little the peer reads."""
    taken.SlimProtocol.hold_reading = lambda self, is_held: None  # type: ignore[method-assign]


def hasty_passwords(_: str) -> None:
    """Everybody's password is taken in at once, however many wait."""
    passwords.WAITING = 100_000


def undrained(_: str) -> None:
    """Ends as uvicorn does."""
    del server.serving.Server.shutdown


CHANGES: dict[str, Callable[[str], None]] = {
    "slow-commit": lane(SlowLane),
    "ack-before-commit": lane(HastyLane),
    "no-unique-id": without_unique_id,
    "stall": stall,
    "lease": lease,
    "patience": patience,
    "plain-http": plain_http,
    "greedy": greedy,
    "undrained": undrained,
    "hasty-passwords": hasty_passwords,
}
"""Name → what it does with the value behind `=`."""
