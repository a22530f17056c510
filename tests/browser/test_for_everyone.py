"""Every screen for every pair of eyes and hands: axe, keyboard, narrow, large text, three languages (S21)."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.visitors import Community, Visitor
from tests.harness.browser import serious_violations

SCREENS = [
    "/rooms",
    "/rooms/{room}",
    "/rooms/{room}/door",
    "/rooms/{room}/settings",
    "/rooms/{room}/meetings",
    "/meetings",
    "/rooms/new",
    "/directory",
    "/me",
    "/me/reports",
    "/me/decisions",
    "/complaint",
    "/desk",
    "/desk/shift",
    "/desk/arrangements",
    "/organisation",
]
OUTSIDE = ["/", "/sign-in", "/recover", "/directory"]
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, select, input, textarea, .button, nav a')]
    .filter(one => one.checkVisibility() && one.type !== 'checkbox')
    .map(one => [one.textContent || one.name, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && (box.height < 44 || box.width < 44)).map(([name]) => name)"""


async def visit(visitor: Visitor, path: str, room: str) -> Page:
    await visitor.go(path.replace("{room}", room))
    await expect(visitor.page.locator("h1")).not_to_have_text("\u00a0")
    return visitor.page


async def organiser_in_the_room(community: Community, **about: object) -> Visitor:
    """The organiser, seated as a facilitator too, with something said in the room."""
    radu = await community.visitor(**about)
    cookies = await community.organiser.page.context.cookies()
    await radu.page.context.add_cookies([{k: c[k] for k in ("name", "value", "domain", "path")} for c in cookies])
    secret = community.links["facilitator"].partition("#")[2]
    await radu.send("POST", "/api/invitations/redeem", secret=secret, display_name="Radu")
    return radu


@pytest.mark.timeout(240)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_axe_finds_nothing_serious_and_nothing_sticks_out(community: Community, scheme: str, width: int) -> None:
    radu = await organiser_in_the_room(community, width=width, height=720, color_scheme=scheme, reduced_motion="reduce")
    nobody = await community.visitor(width=width, height=720, color_scheme=scheme)
    aino = await community.guest("Aino", "facilitator")
    await aino.write("Good evening.")
    found = {}
    for visitor, paths in ((radu, SCREENS), (nobody, [*OUTSIDE, community.links["participant"]])):
        for path in paths:
            page = await visit(visitor, path, community.room)
            found[path] = [*await serious_violations(page), *await page.evaluate(SMALL_TARGETS)]
            found[path] += ["overflow"] if await page.evaluate(OVERFLOWS) else []
    assert {path: problems for path, problems in found.items() if problems} == {}


async def test_open_menus_and_message_actions_are_sound_too(community: Community) -> None:
    radu = await organiser_in_the_room(community, width=360, height=740)
    page = await visit(radu, "/rooms/{room}", community.room)
    await radu.write("Good evening.")
    await radu.sees("Good evening.")
    await page.get_by_role("button", name="Answer Radu").click()
    assert await serious_violations(page) == []
    for summary in ("Menu", "I need help now", "You are here alone right now"):
        await page.locator("summary", has_text=summary).click()
        assert await serious_violations(page) == []
        await page.keyboard.press("Escape")


async def test_text_at_twice_the_size_still_fits(community: Community) -> None:
    kuusi = await community.guest("Kuusi", width=320, height=640)
    for name in ("Meri", "Lumi", "Tammi", "Onni"):
        await community.guest(name)
    await community.guest("Aino", "facilitator")
    await expect(kuusi.page.locator(".people > summary")).to_contain_text("6 people are here")
    await kuusi.page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert not await kuusi.page.evaluate(OVERFLOWS)
    await kuusi.page.locator("#writing").scroll_into_view_if_needed()
    await kuusi.write("large words")
    await kuusi.sees("large words")


async def test_a_conversation_with_the_keyboard_alone(community: Community) -> None:
    """Come in, write, walk back through the log, answer, and open help, without touching a mouse."""
    aino = await community.guest("Aino", "facilitator")
    await aino.write("How was the week?")
    await aino.write("Nobody has to answer.")
    kuusi = await community.visitor()
    await kuusi.join(community.links["participant"], "Kuusi")
    await aino.write("Welcome, Kuusi.")
    await aino.write("Take your time.")
    await kuusi.go("/rooms")
    keys = kuusi.page.keyboard
    await tab_to(kuusi.page, "Come in to Tuesday circle")
    await keys.press("Enter")
    await kuusi.sees("Take your time.")
    await tab_to(kuusi.page, "Take your time.")
    await keys.press("ArrowUp")
    await tab_to(kuusi.page, "Answer " + aino.name)
    await keys.press("Enter")
    await tab_to(kuusi.page, "Reply")
    await keys.press("Enter")
    await keys.type("Long, but better.")
    await keys.press("Enter")
    await aino.sees("Long, but better.")
    await expect(aino.page.locator(".quote")).to_contain_text("Welcome, Kuusi.")
    assert await kuusi.page.evaluate("document.activeElement.id") == "writing"


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this name or text has the focus, at most thirty times."""
    focused = "(one => one.getAttribute('aria-label') || one.textContent)(document.activeElement)"
    for _ in range(30):
        await page.keyboard.press("Tab")
        if name in str(await page.evaluate(focused)):
            return
    raise AssertionError(f"Tab never comes to {name}")


async def test_each_new_message_is_put_in_once_and_the_old_ones_are_not_read_again(community: Community) -> None:
    aino = await community.guest("Aino", "facilitator")
    kuusi = await community.guest("Kuusi")
    log = kuusi.page.get_by_role("log")
    await aino.write("first")
    await kuusi.sees("first")
    await expect(log).to_have_attribute("aria-live", "polite")
    await log.evaluate(
        """log => { window.added = []; new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(
            node => node.querySelector?.('.words') && added.push(node.querySelector('.words').textContent))))
            .observe(log, {childList: true, subtree: true}); }"""
    )
    await aino.write("second")
    await kuusi.sees("second")
    await kuusi.write("third")
    await kuusi.sees("third")
    said = await kuusi.page.evaluate("added")
    assert [said.count(text) for text in ("first", "second", "third")] == [0, 1, 1]


async def test_the_language_changes_everywhere_and_the_draft_stays(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.page.locator("#writing").fill("puolikas ajatus")
    for language, words, help_now in (
        ("fi", "Kirjoita kaikille", "Tarvitsen apua nyt"),
        ("ro", "Scrie tuturor", "Am nevoie de ajutor acum"),
    ):
        await kuusi.page.locator("summary").nth(1).click()
        await kuusi.page.locator("#language").select_option(language)
        await expect(kuusi.page.get_by_label(words)).to_have_value("puolikas ajatus")
        await expect(kuusi.page.locator("#help-now")).to_have_text(help_now)
        await expect(kuusi.page.locator("html")).to_have_attribute("lang", language)
    kuusi.page.once("dialog", lambda dialog: dialog.accept())
    await kuusi.page.reload()
    await expect(kuusi.page.get_by_label("Scrie tuturor")).to_be_visible()


async def test_the_quieter_view_has_no_picture_and_gathers_what_arrives(community: Community) -> None:
    aino = await community.guest("Aino", "facilitator")
    kuusi = await community.guest("Kuusi")
    await expect(kuusi.page.locator(".seat-map")).to_be_visible()
    await kuusi.page.locator("summary", has_text="Menu").click()
    await kuusi.page.get_by_label("Quieter view").check()
    await kuusi.page.keyboard.press("Escape")
    await expect(kuusi.page.locator(".seat-map")).to_be_hidden()
    await aino.write("one")
    await aino.write("two")
    await aino.sees("two")
    await expect(kuusi.messages("two")).to_have_count(1, timeout=9_000)
    await expect(kuusi.messages("one")).to_have_count(1)
