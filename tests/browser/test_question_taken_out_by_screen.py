"""A question that all have seen is taken out of the room with reasons, like a message."""

from playwright.async_api import expect

from tests.browser.test_guiding_by_screen import on_duty
from tests.browser.test_seatings_by_screen import sit
from tests.browser.visitors import Community
from tests.harness.browser import serious_violations

WORDS = "Does the neighbour in flat nine sleep better?"


async def test_who_guides_says_why_and_whoever_asked_reads_it(community: Community) -> None:
    aino, kuusi = await on_duty(community), await community.guest("Kuusi")
    await sit(community, "classroom")
    await kuusi.page.get_by_label("Ask a question").fill(WORDS)
    await kuusi.page.get_by_role("button", name="Ask", exact=True).click()
    await aino.page.get_by_role("button", name="Let the question of", exact=False).first.click()
    shown = aino.page.locator(".question").filter(has_text=WORDS)
    await expect(shown).to_contain_text("Somebody")
    await shown.get_by_role("button", name="Remove", exact=True).click()
    sheet = aino.page.locator(".sheet")
    await expect(sheet.get_by_role("heading", name="Take this question out")).to_be_focused()
    await expect(sheet).to_contain_text(WORDS)
    await expect(sheet).not_to_contain_text("Kuusi")
    assert await serious_violations(aino.page) == []
    await sheet.get_by_label("Which rule of the agreement?").fill("3")
    await sheet.get_by_role("button", name="Yes, remove").click()
    await expect(sheet.get_by_role("heading", name="It is out of the group")).to_be_focused()
    for one in (aino, kuusi):
        await expect(one.page.locator(".question")).to_contain_text("No longer here")
        await expect(one.page.locator(".question")).not_to_contain_text(WORDS)
    await expect(kuusi.page.locator(".standing")).to_contain_text("A question of yours was removed")
    await expect(aino.page.locator(".standing")).not_to_contain_text("was removed")
