"""How many connections one account and one process may hold, and how often they may come anew."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from server.errors import ErrorCode, Refusal
from server.hub.bucket import Bucket
from server.hub.connection import Connection

_REMEMBERED = 20_000


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
        self.connections: set[Connection] = set()
        self._by_account: dict[str, set[Connection]] = {}
        self._handshakes: OrderedDict[str, Bucket] = OrderedDict()

    def check(self, account_id: str) -> None:
        """Raises Refusal server_busy or too_many_attempts."""
        if len(self.connections) >= self._limits.connections:
            raise Refusal(ErrorCode.SERVER_BUSY, retry_after=15.0)
        if len(self._by_account.get(account_id, ())) >= self._limits.connections_per_account:
            raise Refusal(ErrorCode.TOO_MANY_ATTEMPTS, retry_after=15.0)
        wait = self._handshake_bucket(account_id).take()
        if wait:
            raise Refusal(ErrorCode.TOO_MANY_ATTEMPTS, retry_after=round(wait, 1))

    def pace(self) -> Bucket:
        return Bucket(self._limits.commands_per_second, self._limits.commands_burst)

    def add(self, connection: Connection) -> None:
        self.connections.add(connection)
        self._by_account.setdefault(connection.actor.account_id or "", set()).add(connection)

    def remove(self, connection: Connection) -> None:
        self.connections.discard(connection)
        account_id = connection.actor.account_id or ""
        others = self._by_account.get(account_id, set())
        others.discard(connection)
        if not others:
            self._by_account.pop(account_id, None)

    def of_account(self, account_id: str) -> list[Connection]:
        return list(self._by_account.get(account_id, ()))

    def of_login(self, login_id: str) -> list[Connection]:
        return [connection for connection in self.connections if connection.actor.login_id == login_id]

    def _handshake_bucket(self, account_id: str) -> Bucket:
        bucket = self._handshakes.get(account_id)
        if bucket is None:
            rate = self._limits.handshakes_per_minute
            bucket = self._handshakes[account_id] = Bucket(rate / 60, max(1.0, rate))
            while len(self._handshakes) > _REMEMBERED:
                self._handshakes.popitem(last=False)
        return bucket
