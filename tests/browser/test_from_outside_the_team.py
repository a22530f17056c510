"""Criticism of the organisation is taken out only with somebody from outside, who opens sealed words with a reason."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.evening import Evening, about, at_the_desk, choose, press, say, tab_to
from tests.browser.visitors import Visitor
from tests.harness.browser import serious_violations

pytestmark = pytest.mark.timeout(240)
WORDS = "Toivo promised us chairs and we got none."


async def reviewer(evening: Evening) -> Visitor:
    community = evening.community
    sanna = await community.visitor()
    await sanna.join(community.links["participant"], "Sanna")
    community.server.command("role", "give", sanna.pseudonym, "reviewer")
    await sanna.go("/desk/outside")
    await expect(sanna.page.get_by_role("heading", name="From outside the team")).to_be_visible()
    return sanna


async def test_somebody_outside_agrees_before_criticism_goes_and_opens_it_only_with_a_reason(evening: Evening) -> None:
    """The room reads the words until Sanna agrees; then they are sealed, and opening them is written down."""
    tammi, kuusi, lumi = evening.tammi, evening.kuusi, evening.lumi
    await say(tammi, WORDS)
    await about(kuusi, WORDS, "Answer Tammi's message", "Ask the team to look")
    await choose(kuusi.page, "Unkind")
    await press(kuusi.page, "Send to the team")
    desk = await at_the_desk(evening.aino, "The desk")
    await desk.keyboard.press("t")
    await expect(desk.get_by_role("radio").first).to_be_visible()
    await desk.keyboard.press("d")
    await choose(desk, "Remove the message")
    await tab_to(desk, "Which rule of the agreement?")
    await desk.keyboard.type("3")
    await tab_to(desk, "It criticises the organisation")
    await desk.keyboard.press("Space")
    await press(desk, "Decide and close")
    await expect(desk.locator("#said")).to_contain_text("It waits for somebody outside the staff to agree.")
    await lumi.sees(WORDS)
    sanna = await reviewer(evening)
    page = sanna.page
    await press(page, "Show the words")
    await expect(page.locator("main")).to_contain_text(WORDS)
    assert await serious_violations(page) == []
    await press(page, "It may be removed")
    await expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    await expect(lumi.messages(WORDS)).to_have_count(0)
    await expect(page.locator("main")).not_to_contain_text(WORDS)
    await press(page, "Removed ")
    await tab_to(page, "Why do you open it?")
    await page.keyboard.type("Tammi asks whether it was right.")
    await press(page, "Open it")
    await expect(page.locator("main :focus")).to_have_text(WORDS)
    assert await serious_violations(page) == []
