"""How many connections one account and one process may hold, and how often they may come anew."""

from __future__ import annotations

import time
from dataclasses import dataclass

from server.errors import ErrorCode, Refusal
from server.hub.bucket import Bucket
from server.hub.connection import Connection

_MOST_REMEMBERED = 20_000


@dataclass(frozen=True)
class HubLimits:
    """Commands a second and handshakes a minute are token buckets: a rate and a burst."""

    connections: int = 6_000
    connections_per_account: int = 5
    handshakes_per_minute: float = 10.0
    commands_per_second: float = 20.0
    commands_burst: float = 60.0


class Admission:
    """The register of open connections, by login and by account."""

    def __init__(self, limits: HubLimits) -> None:
        self._limits = limits
        self.connections: dict[Connection, None] = {}  # a set of thousands is three times as large
        self._by_account: dict[str, tuple[Connection, ...]] = {}
        self._handshakes: dict[str, Bucket] = {}
        self._before: dict[str, Bucket] = {}
        self._forgets_at = 0.0

    def check(self, account_id: str) -> None:
        """Raises Refusal server_busy or too_many_attempts."""
        if len(self.connections) >= self._limits.connections:
            raise Refusal(ErrorCode.SERVER_BUSY, retry_after=15.0)
        if len(self.of_account(account_id)) >= self._limits.connections_per_account:
            raise Refusal(ErrorCode.TOO_MANY_ATTEMPTS, retry_after=15.0)
        wait = self._handshake_bucket(account_id).take()
        if wait:
            raise Refusal(ErrorCode.TOO_MANY_ATTEMPTS, retry_after=round(wait, 1))

    def pace(self) -> Bucket:
        return Bucket(self._limits.commands_per_second, self._limits.commands_burst)

    def add(self, connection: Connection) -> None:
        account_id = connection.actor.account_id or ""
        self.connections[connection] = None
        self._by_account[account_id] = (*self.of_account(account_id), connection)

    def remove(self, connection: Connection) -> None:
        self.connections.pop(connection, None)
        account_id = connection.actor.account_id or ""
        others = tuple(other for other in self._by_account.pop(account_id, ()) if other is not connection)
        if others:
            self._by_account[account_id] = others

    def of_account(self, account_id: str) -> tuple[Connection, ...]:
        return self._by_account.get(account_id, ())

    def of_login(self, login_id: str) -> list[Connection]:
        return [connection for connection in self.connections if connection.actor.login_id == login_id]

    def _handshake_bucket(self, account_id: str) -> Bucket:
        rate = self._limits.handshakes_per_minute
        self._forget(max(1.0, rate) / (rate / 60))
        bucket = self._handshakes.get(account_id) or self._before.get(account_id)
        bucket = self._handshakes[account_id] = bucket or Bucket(rate / 60, max(1.0, rate))
        return bucket

    def _forget(self, seconds_to_fill: float) -> None:
        """Buckets that nobody took from for so long are full again, as those would be that are made anew."""
        now = time.monotonic()
        if now >= self._forgets_at or len(self._handshakes) >= _MOST_REMEMBERED:
            self._before, self._handshakes, self._forgets_at = self._handshakes, {}, now + seconds_to_fill
