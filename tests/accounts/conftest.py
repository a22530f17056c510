"""Accounts on a real database of each engine: a lane, readers, and a small site with only their endpoints."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from server.accounts.authentication import Authentication
from server.accounts.http import ENDPOINTS
from server.accounts.limits import Limits
from server.accounts.passwords import Passwords
from server.accounts.service import NewAccount, SignedUp, SignUp, sign_up
from server.accounts.windows import OwnWindows
from server.actor import ANYONE, Actor
from server.clock import FixedClock
from server.storage.lanes import Lanes
from server.storage.outbox import Effect
from server.storage.readers import Readers
from server.storage.sealing import Sealer
from server.web.auth import Authenticator
from server.web.services import Services
from tests.storage.opened import open_storage

EVENING = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
PASSWORD = "seven quiet lamps by the lake"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@dataclass
class House:
    """The storage under a test, its clocks, and what was published."""

    lanes: Lanes
    readers: Readers
    clock: FixedClock
    told: list[Effect]
    seconds: float = 0.0
    sealer: Sealer = field(default_factory=lambda: Sealer(bytes(32)))

    async def write(self, use_case: Callable[..., Any], actor: Actor = ANYONE, command: Any = None) -> Any:
        return await self.lanes.run(use_case, actor, command)

    async def read(self, use_case: Callable[..., Any], actor: Actor = ANYONE, command: Any = None) -> Any:
        return await self.readers.run(use_case, actor, command)

    async def person(self, pseudonym: str, password: str = PASSWORD) -> SignedUp:
        """Somebody new, with the password of all who are made up here."""
        newcomer = NewAccount(pseudonym, CHEAP.hash(password), "fi", is_made_up=True)
        signed_up: SignedUp = await self.write(sign_up, ANYONE, SignUp(newcomer, "Firefox, Android"))
        return signed_up


@asynccontextmanager
async def open_house(url: str) -> AsyncIterator[House]:
    async with open_storage(url, EVENING) as kept:
        yield House(kept.lanes, kept.readers, kept.clock, kept.told, sealer=kept.sealer)


@pytest.fixture
def opening() -> Callable[[str], AbstractAsyncContextManager[House]]:
    """The house of these tests has nobody in it yet."""
    return open_house


@dataclass
class Site:
    """The endpoints of accounts at an address; `browser()` is one more browser."""

    app: Starlette
    house: House

    def browser(self, address: str = "192.0.2.7", scheme: str = "http") -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(app=self.app, client=(address, 4000))
        return httpx2.AsyncClient(
            transport=transport, base_url=f"{scheme}://localhost:8000", headers={"user-agent": FIREFOX}
        )


@asynccontextmanager
async def open_site(house: House, public_url: str = "http://localhost:8000") -> AsyncIterator[Site]:
    passwords = Passwords(CHEAP)
    settings = SimpleNamespace(public_url=public_url, origins=frozenset({public_url}))
    services = Services(
        settings=settings,
        clock=house.clock,
        lane=house.lanes,
        readers=house.readers,
        hub=None,
        passwords=passwords,
        limits=Limits(bytes(32), OwnWindows(lambda: house.seconds)),
        authenticate=Authenticator(Authentication(house.readers, house.lanes).actor),
    )
    app = Starlette(routes=[endpoint.route() for endpoint in ENDPOINTS])

    async def with_services(scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["services"] = services
        await app(scope, receive, send)

    yield Site(with_services, house)  # type: ignore[arg-type]
    await passwords.stop()


@pytest.fixture
async def site(small_house: House) -> AsyncIterator[Site]:
    async with open_site(small_house) as site:
        yield site


@pytest.fixture
async def any_site(house: House) -> AsyncIterator[Site]:
    """On each engine in turn."""
    async with open_site(house) as site:
        yield site
