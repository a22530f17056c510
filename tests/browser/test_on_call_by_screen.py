"""The organiser says by keyboard whom the clock calls, keeps the secret, and tries whether they are reached."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from tests.browser.evening import press, tab_to
from tests.browser.visitors import QUICK, Visitor, begin
from tests.harness.browser import OpenPage, serious_violations
from tests.harness.server_process import StartServer

pytestmark = pytest.mark.timeout(240)


async def test_contact_is_saved_with_its_hours_and_tried(start_server: StartServer, open_page: OpenPage) -> None:
    called: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.append(await reader.readuntil(b"}"))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    hook = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{hook.sockets[0].getsockname()[1]}/hook"
    server = start_server(**QUICK, SOHVA_WEBHOOK_ALLOW_PRIVATE_NETWORKS="true")
    radu = Visitor(await open_page(timezone_id="Europe/Helsinki"), server.url)
    await begin(server, radu)
    await radu.go("/desk/arrangements")
    page = radu.page
    await press(page, "Add somebody")
    await tab_to(page, "Address")
    await page.keyboard.type(address)
    await page.get_by_label("From, if not always").fill("18:00")
    await page.get_by_label("Until").fill("23:00")
    await press(page, "Save")
    await expect(page.locator(":focus")).to_contain_text(f"The secret for {address}. Keep it: it is shown only now.")
    assert await serious_violations(page) == []
    await press(page, "I have kept it")
    await expect(page.get_by_text("every day, 18:00 to 23:00 (Europe/Helsinki)")).to_be_visible()
    await expect(page.get_by_text("The secret for")).to_have_count(0)
    await press(page, f"Try {address}")
    await expect(page.get_by_text("It was reached.")).to_be_visible()
    assert len(called) == 1
    assert b'"event":"trial"' in called[0]
    hook.close()
