"""What a request may use, made once by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import HTTPConnection

from server.actor import Actor
from server.clock import Clock
from server.errors import ErrorCode
from server.storage.lanes import Lanes
from server.storage.readers import Readers


@dataclass
class Services:
    """The running house. Slices' own services (passwords, limits, calling) are typed by the slice that asks for them."""

    settings: Any
    clock: Clock
    lane: Lanes
    readers: Readers
    hub: Any
    passwords: Any
    limits: Any
    authenticate: Callable[[HTTPConnection], Awaitable[Actor]]
    calling: Any = None
    count_refusal: Callable[[ErrorCode], None] = lambda code: None
    alarm: Callable[[str], None] = lambda kind: None


@dataclass(frozen=True)
class Job:
    """Work to do every so many seconds. `work` may raise Refusal: it is tried again next time."""

    name: str
    every: float
    work: Callable[[Services], Awaitable[None]]


def services_of(connection: HTTPConnection) -> Services:
    services: Services = connection.state.services
    return services
