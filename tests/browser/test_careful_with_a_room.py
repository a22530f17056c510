"""A room is locked and opened again, and what one person writes is read first: all of it at the desk, by keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.evening import Evening, at_the_desk, press, say, tab_to
from tests.harness.browser import serious_violations

pytestmark = pytest.mark.timeout(240)
HEARD = "#said"


async def test_a_room_is_locked_to_newcomers_and_opened_again(evening: Evening) -> None:
    """Kuusi has just come, so Kuusi reads and does not write while the room is locked."""
    kuusi = evening.kuusi
    desk = await at_the_desk(evening.aino, "The desk")
    await press(desk, "Tuesday circle")
    await tab_to(desk, "Why do you lock it?")
    await desk.keyboard.type("Many people come whom nobody knows.")
    await press(desk, "Lock the room")
    await expect(desk.locator(HEARD)).to_have_text("Locked. Nobody new comes in.")
    await expect(desk.locator("summary", has_text="Tuesday circle (locked)")).to_be_focused()
    await expect(kuusi.page.locator(".log")).to_contain_text("newcomers only read")
    assert await serious_violations(desk) == []
    await tab_to(desk, "Why can it be open again?")
    await desk.keyboard.type("It was a school class.")
    await press(desk, "Unlock the room")
    await expect(desk.locator(HEARD)).to_have_text("The room is open to everybody again.")
    await say(kuusi, "Good evening.")
    await kuusi.sees("Good evening.")


async def test_what_one_person_writes_is_read_first_until_they_are_trusted_again(evening: Evening) -> None:
    aino, tammi, kuusi = evening.aino, evening.tammi, evening.kuusi
    desk = await at_the_desk(aino, "The desk")
    await press(desk, "Tuesday circle")
    await expect(desk.get_by_label("Whose messages?")).to_be_visible()
    await tab_to(desk, "Whose messages?")
    await desk.keyboard.type("Tammi")
    await press(desk, "Read them first")
    await expect(desk.locator(HEARD)).to_have_text("From now on what Tammi writes waits for you.")
    await say(tammi, "May I say something?")
    await expect(tammi.page.locator(".held")).to_contain_text("May I say something?")
    await expect(desk.locator(".case-row", has_text="A message waits to be posted")).to_have_count(1)
    await press(desk, "Post at once again what Tammi writes")
    await expect(desk.locator(HEARD)).to_have_text("What Tammi writes is posted at once again.")
    await say(tammi, "And this?")
    await kuusi.sees("And this?")
