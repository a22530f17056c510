"""Use cases of this slice: who is trained, who is on duty, and what that does to a room."""

from __future__ import annotations

from server.protocol.envelope import Command
from server.storage.lane import UseCase

COMMANDS: dict[type[Command], UseCase] = {}
