"""Use cases of this slice: worry about a person: clocks, contacts on call, side rooms."""

from __future__ import annotations

from server.protocol.envelope import Command
from server.storage.lane import UseCase

COMMANDS: dict[type[Command], UseCase] = {}
