"""A community that people at real browsers can visit."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.evening import Evening, gather
from tests.browser.visitors import QUICK, Community, Visitor, begin, settle
from tests.harness.browser import OpenPage
from tests.harness.server_process import ServerProcess, StartServer


@dataclass
class Begun:
    """A server whose organisation is set up, and what the organiser's browser keeps of the login."""

    server: ServerProcess
    cookies: Any


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def begun(
    browser_or_reason: Browser | str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Begun | None]:
    """One server for all tests that do not harm it; None where there is no browser."""
    if isinstance(browser_or_reason, str):
        yield None
        return
    server = ServerProcess(tmp_path_factory.mktemp("browser") / "server", QUICK)
    server.data.mkdir()
    server.start()
    context = await browser_or_reason.new_context()
    await begin(server, Visitor(await context.new_page(), server.url))
    cookies = await context.cookies()
    await context.close()
    yield Begun(server, cookies)
    server.kill()


@pytest_asyncio.fixture(loop_scope="session")
async def community(begun: Begun, open_page: OpenPage) -> Community:
    """Organisation *Toivo*; room *Tuesday circle*, new for each test and open, with links into it."""
    organiser = Visitor(await open_page(storage_state={"cookies": begun.cookies}), begun.server.url)
    return await settle(begun.server, open_page, organiser)


@pytest_asyncio.fixture(loop_scope="session")
async def fragile_community(start_server: StartServer, open_page: OpenPage) -> Community:
    """The same on a server of its own, which a test may kill."""
    server = start_server(**QUICK)
    organiser = Visitor(await open_page(), server.url)
    await begin(server, organiser)
    return await settle(server, open_page, organiser)


@pytest_asyncio.fixture(loop_scope="session")
async def evening(community: Community) -> Evening:
    """Five people in the room, two of them looking after it."""
    return await gather(community)
