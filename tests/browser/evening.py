"""People of an evening at five browsers, and what they do by keyboard alone."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from playwright.async_api import Page, expect

from tests.browser.visitors import Community, Visitor, train

NAME = """one => { const text = one.matches('a, button, summary') ? one.textContent : '';
    return [one.getAttribute('aria-label'), one.labels?.[0]?.textContent, text, one.value].join('|'); }"""
FOCUSED = f"() => ({NAME})(document.activeElement)"
IS_THERE = f"""name => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
    .some(one => ({NAME})(one).includes(name))"""
PATIENCE = 15.0  # seconds: a busy machine is not a broken page
MOST_TABS = 60


@dataclass
class Evening:
    """Who is there."""

    community: Community
    aino: Visitor
    petri: Visitor
    kuusi: Visitor
    lumi: Visitor
    tammi: Visitor


async def gather(community: Community) -> Evening:
    """Aino reads English, Petri and Tammi Finnish, Lumi Romanian. Aino and Petri look after the room."""
    aino, petri = [await staff(community, name, tongue) for name, tongue in (("Aino", "en"), ("Petri", "fi"))]
    kuusi = await community.guest("Kuusi")
    lumi, tammi = [await guest(community, name, tongue) for name, tongue in (("Lumi", "ro"), ("Tammi", "fi"))]
    return Evening(community, aino, petri, kuusi, lumi, tammi)


async def guest(community: Community, name: str, language: str, role: str = "participant") -> Visitor:
    visitor = await community.guest(name, role)
    await visitor.send("PATCH", "/api/me", language=language)
    await visitor.page.reload()
    await expect(visitor.page.locator("#writing")).to_be_visible()
    return visitor


async def staff(community: Community, name: str, language: str) -> Visitor:
    visitor = await guest(community, name, language, "facilitator")
    await train(community, visitor.name)
    return visitor


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so; first, wait until something is."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not await page.evaluate(IS_THERE, name):
        await asyncio.sleep(0.05)
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if name in str(await page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"Tab never comes to {name}")


async def press(page: Page, name: str) -> None:
    await tab_to(page, name)
    await page.keyboard.press("Enter")


async def say(visitor: Visitor, text: str) -> None:
    await expect(visitor.page.locator("form.composer")).to_have_attribute("data-stage", "open")
    await visitor.page.locator("#writing").focus()
    await visitor.page.keyboard.type(text)
    await visitor.page.keyboard.press("Enter")


async def about(visitor: Visitor, text: str, menu: str, action: str) -> None:
    """From the message to its menu, to what can be done about it."""
    await visitor.sees(text)
    await visitor.page.locator(".message", has_text=text).focus()
    await press(visitor.page, menu)
    await press(visitor.page, action)


async def choose(page: Page, option: str) -> None:
    """Tab comes to a question once; the arrows and the space bar choose."""
    wanted = page.get_by_role("radio", name=option, exact=True)
    await expect(wanted).to_be_visible()
    await page.keyboard.press("Tab")
    for _ in range(MOST_TABS):
        if await wanted.evaluate("one => one === document.activeElement"):
            return await page.keyboard.press("Space")
        is_radio = await page.evaluate("document.activeElement.type === 'radio'")
        same = is_radio and await wanted.evaluate("one => one.name === document.activeElement.name")
        await page.keyboard.press("ArrowDown" if same else "Tab")
    raise AssertionError(f"no key leads to {option}")


async def at_the_desk(visitor: Visitor, heading: str) -> Page:
    await visitor.go("/desk")
    await expect(visitor.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    return visitor.page


async def begin_a_warning(desk: Page, rule: str) -> None:
    """The next case is taken and a warning chosen, with the rule written in; it is not given yet."""
    await desk.keyboard.press("t")
    await expect(desk.get_by_role("radio").first).to_be_visible()
    await desk.keyboard.press("d")
    await choose(desk, "A note, a warning or more")
    await choose(desk, "A warning")
    await tab_to(desk, "Which rule of the agreement?")
    await desk.keyboard.type(rule)
