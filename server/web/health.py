"""Is it alive, is it ready, how does it fare: for those who watch the server."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from server.errors import ErrorCode, Refusal
from server.web.endpoints import refused

log = structlog.get_logger(__name__)

_KEEP = 1.0  # seconds that an answer about readiness stays good
_PATIENCE = 3.0  # seconds that a write may take before we count as not ready
_NO_STORE = {"cache-control": "no-store"}


class Readiness:
    """Whether this process can write, found out by writing. However many ask at once, there is one write a second."""

    def __init__(self, write: Callable[[], Awaitable[object]]) -> None:
        self._write = write
        self._asked_at = -_KEEP
        self._answer: asyncio.Task[bool] | None = None
        self.is_ending = False

    async def is_ready(self) -> bool:
        if self.is_ending:
            return False
        now = time.monotonic()
        if self._answer is None or (self._answer.done() and now - self._asked_at >= _KEEP):
            self._asked_at = now
            self._answer = asyncio.create_task(self._find_out())
        return await asyncio.shield(self._answer)

    async def _find_out(self) -> bool:
        try:
            await asyncio.wait_for(self._write(), _PATIENCE)
        except (Refusal, TimeoutError) as problem:
            log.warning("not ready", kind=type(problem).__name__)
            return False
        return True


class Health:
    """`/healthz`, `/readyz`, `/metrics`."""

    def __init__(self, readiness: Readiness, render: Callable[[], bytes], metrics_token: str | None) -> None:
        self._readiness, self._render, self._token = readiness, render, metrics_token

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/healthz", self.alive, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        ]

    async def alive(self, request: Request) -> Response:
        """200 as long as the event loop turns."""
        return PlainTextResponse("alive\n", 200, _NO_STORE)

    async def ready(self, request: Request) -> Response:
        """200 when a row could just be written, else 503."""
        if await self._readiness.is_ready():
            return PlainTextResponse("ready\n", 200, _NO_STORE)
        return PlainTextResponse("not ready\n", 503, _NO_STORE | {"retry-after": "2"})

    async def metrics(self, request: Request) -> Response:
        """The figures, for whoever has the token; without a token set, for this machine itself."""
        if not self._may_read(request):
            return refused(Refusal(ErrorCode.NOT_FOUND))
        return Response(self._render(), 200, _NO_STORE, "text/plain; version=0.0.4; charset=utf-8")

    def _may_read(self, request: Request) -> bool:
        if self._token is not None:
            given = request.headers.get("authorization", "")
            return hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode())
        return _is_this_machine(request)


def _is_this_machine(request: Request) -> bool:
    """A proxy on this machine speaks for others: whatever it forwards is not ours."""
    if request.client is None or any(name.startswith(("x-forwarded", "forwarded")) for name in request.headers):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
