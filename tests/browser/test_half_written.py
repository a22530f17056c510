"""What somebody at the desk has begun to write outlives a case that goes back to the list, and a tab left by mistake."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.evening import Evening, at_the_desk, begin_a_warning, press
from tests.browser.test_beside_the_room import place_of, take
from tests.browser.visitors import Visitor

pytestmark = pytest.mark.timeout(240)
WARNS = """() => { const leaving = new Event('beforeunload', {cancelable: true});
    dispatchEvent(leaving); return leaving.defaultPrevented; }"""


async def mine_no_more(visitor: Visitor) -> None:
    """The case goes back to the list, as it does when nothing has come from its holder for ten minutes."""
    one = (await visitor.send("GET", "/api/desk"))["cases"][0]
    await visitor.send("POST", f"/api/cases/{one['case']}/release", version=one["version"])


async def test_a_decision_half_written_outlives_its_claim(evening: Evening) -> None:
    """The words of the case are covered again; what Aino wrote stands there once she has it again."""
    kuusi, aino, room = evening.kuusi, evening.aino, evening.community.room
    about = {"participation": await place_of(evening.tammi), "reason": "unkind", "note": "It hurt me."}
    await kuusi.send("POST", f"/api/rooms/{room}/reports", **about)
    desk = await at_the_desk(aino, "The desk")
    await begin_a_warning(desk, "Rule three")
    await desk.locator("[data-deed=look]").click()
    await expect(desk.locator(".case")).to_contain_text("It hurt me.")
    await mine_no_more(aino)
    await expect(desk.locator(".case .caution")).to_contain_text("This case is no longer yours.")
    await expect(desk.locator("#said")).to_contain_text("What you wrote is kept")
    await expect(desk.locator(".case")).to_contain_text("Rule three")
    await expect(desk.locator(".case")).not_to_contain_text("It hurt me.")
    await desk.locator(".case").get_by_role("button", name="Take it").press("Enter")
    await expect(desk.get_by_label("Which rule of the agreement?")).to_have_value("Rule three")
    await expect(desk.get_by_role("radio", name="A warning", exact=True)).to_be_checked()
    await press(desk, "Decide and close")
    await expect(desk.locator(".summary")).to_contain_text("Nothing is here.")
    sanctions = (await evening.tammi.send("GET", "/api/sanctions"))["sanctions"]
    assert [(one["kind"], one["rule"]) for one in sanctions] == [("warning", "Rule three")]


async def test_words_to_one_person_alone_are_not_left_unasked_and_wait_on_another_screen(evening: Evening) -> None:
    """Whom the talk can be handed to is said with who is on duty now: the keeper is, Petri is not."""
    kuusi, aino, lumi, community = evening.kuusi, evening.aino, evening.lumi, evening.community
    await kuusi.send("POST", f"/api/rooms/{community.room}/worries", participation=await place_of(lumi), note="")
    case = await take(aino, "distress")
    side = (await aino.send("POST", f"/api/cases/{case['case']}/side-room"))["side_room"]
    await lumi.send("POST", f"/api/side-rooms/{side}/accept")
    await aino.go(f"/side-rooms/{side}")
    page = aino.page
    assert not await page.evaluate(WARNS)
    await page.locator("#writing").fill("I am here, and I")
    assert await page.evaluate(WARNS)
    await page.locator("a.brand").click()
    await expect(page.get_by_role("heading", name="My groups")).to_be_visible()
    assert await page.evaluate(WARNS)
    await page.go_back()
    await expect(page.locator("#writing")).to_have_value("I am here, and I")
    await page.locator("#writing").press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("I am here, and I")
    assert not await page.evaluate(WARNS)
    await page.locator("summary", has_text="Let somebody else go on").click()
    options = page.get_by_label("Who goes on?").get_by_role("option")
    assert community.keeper is not None
    await expect(options).to_have_text([community.keeper.name, f"{evening.petri.name} (not on duty now)"])
