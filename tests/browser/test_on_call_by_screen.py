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
    await press(page, "Add hours")
    await expect(page.get_by_label("Monday")).to_be_focused()
    await page.get_by_label("From").fill("18:00")
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


async def test_hours_of_somebody_on_call_differ_from_day_to_day(start_server: StartServer, open_page: OpenPage) -> None:
    server = start_server(**QUICK)
    radu = Visitor(await open_page(width=360, height=740, timezone_id="Europe/Bucharest"), server.url)
    await begin(server, radu)
    saturday = {"days": [6], "begins": "09:00", "ends": "21:00"}
    hours = {"time_zone": "Europe/Helsinki", "windows": [saturday]}
    address = "https://1.1.1.1/hook"
    await radu.send("PUT", "/api/on-call", contacts=[{"kind": "webhook", "address": address, "hours": hours}])
    await radu.go("/desk/arrangements")
    page = radu.page
    await expect(page.get_by_text("Sat, 09:00 to 21:00 (Europe/Helsinki)")).to_be_visible()
    await page.get_by_label(f"When {address} is called").press("Enter")
    await expect(page.get_by_label("Saturday")).to_be_checked()
    await press(page, "Add hours")
    evening = page.get_by_role("group", name="On these days").nth(1)
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        await evening.get_by_label(day).uncheck()
    await evening.get_by_label("From").fill("18:00")
    await evening.get_by_label("Until").fill("08:00")
    assert await serious_violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await press(page, "Save")
    await expect(page.get_by_text("Choose at least one day for these hours.")).to_be_visible()
    await expect(evening.get_by_label("Monday")).to_be_focused()
    await evening.get_by_label("Monday").check()
    await evening.get_by_label("Sunday").check()
    await press(page, "Save")
    words = "Sat, 09:00 to 21:00; Mon and Sun, 18:00 to 08:00 (Europe/Helsinki)"
    await expect(page.get_by_text(words)).to_be_visible()
    (kept,) = (await radu.send("GET", "/api/on-call"))["contacts"]
    windows = [saturday, {"days": [1, 7], "begins": "18:00", "ends": "08:00"}]
    assert (kept["address"], kept["hours"]) == (address, hours | {"windows": windows})
