"""A real browser for tests: one Chromium a run, a fresh profile for each person in a test.

Tests that use it, and async fixtures they share with it, live on the session's event loop; the tests are put there
by this module, such fixtures say `@pytest_asyncio.fixture(loop_scope="session")`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, async_playwright
from playwright.async_api import Error as BrowserError

from tests.harness import chromium
from tests.harness.left_out import leave_out

OWN_HOSTS = {"127.0.0.1", "localhost", "::1", None}
FLAGS = ["--disable-quic", "--no-first-run", "--disable-sync", "--disable-gpu", "--no-proxy-server"]
REFUSED = ("Content Security Policy", "Refused to", "TrustedHTML", "TrustedScript")

OpenPage = Callable[..., Awaitable[Page]]


@dataclass
class Misdeeds:
    """What no page of ours may do: throw, break its own policy, talk to anybody else.

    A test that provokes one on purpose clears it after looking."""

    seen: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("weberror", lambda error: self.seen.append(f"uncaught: {error.error}"))
        context.on("console", self._heard)
        context.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and any(sign in message.text for sign in REFUSED):
            self.seen.append(f"policy: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in OWN_HOSTS:
            self.seen.append(f"third party: {address.hostname}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser_or_reason" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser_or_reason() -> AsyncIterator[Browser | str]:
    """The browser, or why there is none."""
    program = chromium.find()
    if program is None:
        yield f"none found; {chromium.ADVICE}"
        return
    async with async_playwright() as playwright:
        try:
            start = playwright.chromium.launch(
                executable_path=program, args=FLAGS, env=dict(chromium.environment(program))
            )
            browser = await start
        except BrowserError as problem:
            yield f"{program} did not start: {problem}"
            return
        yield browser
        await browser.close()


@pytest.fixture
def browser(browser_or_reason: Browser | str) -> Browser:
    """A real Chromium. Use `open_page`, which gives each person a profile of their own."""
    if isinstance(browser_or_reason, str):
        leave_out("Chromium", browser_or_reason)
    return browser_or_reason


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, misdeeds: Misdeeds) -> AsyncIterator[OpenPage]:
    """`await open_page(width=360, height=740, …)` is a new person's empty tab: own cookies, own cache.

    Further words go to Playwright's `new_context` (locale, reduced_motion, color_scheme, …). After the test, whatever
    one of the pages did that no page of ours may do fails it."""
    contexts: list[BrowserContext] = []

    async def open_one(width: int = 1280, height: int = 800, **more: Any) -> Page:
        context = await browser.new_context(viewport={"width": width, "height": height}, **more)
        context.set_default_timeout(10_000)
        misdeeds.watch(context)
        contexts.append(context)
        return await context.new_page()

    yield open_one
    for context in contexts:
        await context.close()
    assert misdeeds.seen == []


@pytest.fixture
def misdeeds() -> Misdeeds:
    """What the pages of this test did that no page of ours may do."""
    return Misdeeds()


async def serious_violations(page: Page) -> list[str]:
    """What axe finds on the page that keeps people out: `rule: where`, empty when nothing does."""
    found = (await Axe().run(page)).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]
