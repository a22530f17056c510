"""Use cases of this slice: cases on the desk: reports, holds, claims, decisions, appeals."""

from __future__ import annotations

from server.protocol.envelope import Command
from server.storage.lane import UseCase

COMMANDS: dict[type[Command], UseCase] = {}
