"""What was seen to be wrong by looking: words out of line, a panel in the way, a page that leads nowhere."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.evening import about, say
from tests.browser.test_for_everyone import OVERFLOWS, SMALL_TARGETS
from tests.browser.visitors import Community

DAYS = ("Monday", "Tuesday", "Wednesday")
LEFT = "one => one.getBoundingClientRect().left"
OUT_OF_LINE = """() => [...document.querySelectorAll('main .plain')].filter(one => one.checkVisibility())
    .filter(one => { const words = new Range(); words.selectNodeContents(one);
        return Math.abs(words.getBoundingClientRect().left - one.getBoundingClientRect().left) > 2.5; })
    .map(one => one.textContent)"""
IN_SIGHT = """one => { const box = one.getBoundingClientRect();
    return one === document.elementFromPoint(box.left + 20, box.top + box.height / 2); }"""
GAP = """() => { const [picture, words] = ['.strip svg', '.title'].map(
    one => document.querySelector(`.people ${one}`).getBoundingClientRect());
    return words.left - picture.right; }"""


async def _narrow(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})


@pytest.mark.parametrize("path", ["/me", "/rooms"])
async def test_words_that_can_be_pressed_stand_where_a_line_begins(community: Community, path: str) -> None:
    kuusi = await community.guest("Kuusi", width=360, height=740)
    await kuusi.go(path)
    await expect(kuusi.page.locator("main .plain").first).to_be_visible()
    assert await kuusi.page.evaluate(OUT_OF_LINE) == []
    last = kuusi.page.locator("main .plain").last
    assert await last.evaluate(LEFT) == await kuusi.page.locator("main h1").evaluate(LEFT)
    assert await kuusi.page.evaluate(SMALL_TARGETS) == []
    assert not await kuusi.page.evaluate(OVERFLOWS)


@pytest.mark.parametrize(("is_inside", "words"), [(True, "To my groups"), (False, "Groups you can ask to join")])
async def test_page_that_is_not_there_leads_somewhere(community: Community, is_inside: bool, words: str) -> None:
    """Asking for it again would end as before."""
    kuusi = await community.guest("Kuusi") if is_inside else await community.visitor()
    await kuusi.go(f"/rooms/{'0' * 26}/door")
    await expect(kuusi.page.get_by_role("heading", name="This page cannot be shown")).to_be_visible()
    await expect(kuusi.page.get_by_role("button", name="Try again")).to_have_count(0)
    await kuusi.page.locator("main").get_by_role("link", name=words).click()
    await expect(kuusi.page.locator("main h1")).not_to_have_text("This page cannot be shown")


async def test_panel_of_who_is_here_gives_way_when_the_window_becomes_narrow(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    panel = kuusi.page.locator("details.people")
    await expect(panel).to_have_attribute("open", "")
    await _narrow(kuusi.page)
    await expect(panel).not_to_have_attribute("open", "")
    await expect(kuusi.page.locator(".seat-map")).to_be_hidden()
    assert await kuusi.page.evaluate(GAP) >= 7
    await kuusi.page.set_viewport_size({"width": 1280, "height": 800})
    await expect(panel).to_have_attribute("open", "")
    await panel.get_by_role("link", name="Sessions").focus()
    await _narrow(kuusi.page)
    await expect(panel).to_have_attribute("open", "")  # somebody is at it
    await expect(panel.get_by_role("link", name="Sessions")).to_be_focused()


async def test_answers_of_a_form_are_in_sight_on_a_phone(community: Community) -> None:
    """Not under its button, and not to be guessed below it."""
    kuusi, meri = await community.guest("Kuusi", width=360, height=740), await community.guest("Meri")
    await say(meri, "Hei.")
    await about(kuusi, "Hei.", "Answer Meri's message", "Ask the team to look")
    for option in ("Unkind", "Not safe for somebody", "Somebody's private details"):
        label = kuusi.page.get_by_text(option, exact=True)
        await expect(label).to_be_visible()
        assert await label.evaluate(IN_SIGHT)
    await kuusi.page.keyboard.press("Escape")
    await expect(kuusi.page.locator(".message", has_text="Hei.")).to_be_focused()
    assert await kuusi.page.get_by_text("Hei.", exact=True).evaluate(IN_SIGHT)


async def test_days_of_somebody_on_call_stand_side_by_side_where_there_is_room(community: Community) -> None:
    page = community.organiser.page
    await community.organiser.go("/desk/arrangements")
    await page.locator("summary", has_text="Add somebody").press("Enter")
    await page.get_by_role("button", name="Add hours").press("Enter")
    tops = [await page.get_by_label(day).evaluate("one => one.getBoundingClientRect().top") for day in DAYS]
    assert len(set(tops)) == 1
