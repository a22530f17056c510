"""Use cases of this slice: who may write now: seating, turns, rounds, script."""

from __future__ import annotations

from server.protocol.envelope import Command
from server.storage.lane import UseCase

COMMANDS: dict[type[Command], UseCase] = {}
