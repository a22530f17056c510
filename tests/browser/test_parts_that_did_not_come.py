"""What the network did not bring is said in a plain sentence, and can be asked for again where one stands."""

from playwright.async_api import Route, expect

from tests.browser.evening import press, say
from tests.browser.test_sessions_by_screen import look, plan
from tests.browser.visitors import Community

LOST = "We cannot reach the server"


async def _never(route: Route) -> None:
    await route.abort()


async def test_what_organisers_need_is_asked_for_again_with_the_same_button(community: Community) -> None:
    radu = community.organiser
    await plan(community)
    await radu.page.route("**/meetings/organiser.js", _never)
    await look(radu, community)
    button = radu.page.get_by_role("button", name="Organise Sleeping better")
    await button.press("Enter")
    await expect(radu.page.get_by_role("alert").filter(has_text=LOST)).to_be_visible()
    await expect(button).to_have_attribute("aria-expanded", "false")
    await radu.page.unroute("**/meetings/organiser.js")
    await button.press("Enter")
    await expect(radu.page.get_by_role("heading", name="Organise")).to_be_focused()
    await expect(radu.page.get_by_role("alert").filter(has_text=LOST)).to_be_hidden()


async def test_what_stands_in_the_room_for_one_person_alone_is_not_missing_without_a_word(community: Community) -> None:
    """Something of Kuusi's waits for a moderator; the part that says so did not come."""
    kuusi = await community.guest("Kuusi")
    await kuusi.page.route("**/care/standing.js", _never)
    await say(kuusi, "You can call me: 040 123 4567")
    await press(kuusi.page, "Let a moderator look first")
    await expect(kuusi.page.locator(".standing")).to_contain_text(LOST)
    await kuusi.page.unroute("**/care/standing.js")
    await kuusi.page.locator(".standing").get_by_role("button", name="Try again").click()
    await expect(kuusi.page.get_by_role("heading", name="Waiting for a moderator")).to_be_visible()
    await expect(kuusi.page.locator(".standing")).not_to_contain_text(LOST)
