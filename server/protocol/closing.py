"""Why a connection ends. 4000-4499: come back and resume. 4500-4999: do not. 1012: a restart, with a delay to keep."""

from __future__ import annotations

from enum import IntEnum


class Close(IntEnum):
    GOING_AWAY = 1001
    RESTART = 1012
    TOO_SLOW = 4000
    NO_ANSWER = 4001
    SERVER_BUSY = 4002
    TOO_MANY_COMMANDS = 4003
    LOGIN_ENDED = 4500
    PROTOCOL_BROKEN = 4501
    TOO_MANY_CONNECTIONS = 4502
    FOREIGN_PROTOCOL = 4503

    @property
    def reason(self) -> str:
        return self.name.lower()

    @property
    def is_final(self) -> bool:
        return 4500 <= self < 5000
