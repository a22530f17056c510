"""The browser of the tests is real, and tells on pages that misbehave."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.harness.browser import Misdeeds, OpenPage, serious_violations

POLICY = "default-src 'none'; script-src 'unsafe-inline'; require-trusted-types-for 'script'"
PAGE = "<!doctype html><html lang=en><title>A page</title><main><h1>Quiet</h1>{body}</main>"


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[str]:
    """A tiny server whose page is chosen by its path."""
    bodies = {
        "/calm": "<p>Nothing happens here.</p>",
        "/throws": "<script>throw new Error('on purpose')</script>",
        "/unsafe": "<p id=p></p><script>p.innerHTML = '<b>bold</b>'</script>",
        "/nameless": "<input type=text>",
        "/elsewhere": "<script>location.href = 'http://elsewhere.invalid/'</script>",
    }

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        page = PAGE.format(body=bodies.get(head.split()[1].decode(), "")).encode()
        policy = f"Content-Security-Policy: {POLICY}\r\n".encode()
        length = f"Content-Type: text/html\r\nContent-Length: {len(page)}\r\nConnection: close\r\n".encode()
        writer.write(b"HTTP/1.1 200 OK\r\n" + policy + length + b"\r\n" + page)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    await server.wait_closed()


async def test_calm_page_is_shown_and_accessible(open_page: OpenPage, site: str) -> None:
    page = await open_page(width=360)
    await page.goto(f"{site}/calm")
    assert await page.inner_text("h1") == "Quiet"
    assert await page.evaluate("innerWidth") == 360
    assert await serious_violations(page) == []


async def test_input_without_a_name_is_a_serious_violation(open_page: OpenPage, site: str) -> None:
    page = await open_page()
    await page.goto(f"{site}/nameless")
    assert [found.split(":")[0] for found in await serious_violations(page)] == ["label"]


async def test_uncaught_error_is_told(open_page: OpenPage, site: str, misdeeds: Misdeeds) -> None:
    page = await open_page()
    await page.goto(f"{site}/throws")
    assert "on purpose" in misdeeds.seen[0]
    misdeeds.seen.clear()


async def test_broken_policy_is_told(open_page: OpenPage, site: str, misdeeds: Misdeeds) -> None:
    page = await open_page()
    await page.goto(f"{site}/unsafe")
    await page.wait_for_timeout(100)
    assert any(seen.startswith("policy") for seen in misdeeds.seen)
    misdeeds.seen.clear()


async def test_request_to_anybody_else_is_told(open_page: OpenPage, site: str, misdeeds: Misdeeds) -> None:
    page = await open_page()
    await page.goto(f"{site}/elsewhere")
    await page.wait_for_timeout(200)
    assert "third party: elsewhere.invalid" in misdeeds.seen
    misdeeds.seen.clear()


async def test_two_people_share_no_cookies(open_page: OpenPage, site: str) -> None:
    first, second = await open_page(), await open_page()
    for page in (first, second):
        await page.goto(f"{site}/calm")
    await first.evaluate("document.cookie = 'seat=window'")
    assert await second.evaluate("document.cookie") == ""
