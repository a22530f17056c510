"""A group without a free seat whose team has come already: who may wait inside does, and nobody else is asked to."""

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.test_for_everyone import OVERFLOWS, SMALL_TARGETS
from tests.browser.visitors import Community, Visitor

FULL, SOON, INSIDE = "All seats are taken.", "The group has not begun yet.", "You can wait inside."


@pytest_asyncio.fixture(loop_scope="session")
async def seated(community: Community) -> list[Visitor]:
    """Kuusi and Meri have the only two seats; the keeper is there, and it has not begun."""
    people = [await community.guest(name) for name in ("Kuusi", "Meri")]
    await community.organiser.send("PATCH", f"/api/rooms/{community.room}", capacity=2)
    await community.organiser.send("POST", f"/api/rooms/{community.room}/close")
    assert community.keeper is not None
    await community.keeper.send("POST", f"/api/rooms/{community.room}/duty")
    return people


async def says(page: Page, *sentences: str, nowhere: str) -> None:
    for sentence in sentences:
        await expect(page.locator("main")).to_contain_text(sentence)
    await expect(page.locator("main")).not_to_contain_text(nowhere)


@pytest.mark.parametrize("width", [320, 1280])
async def test_link_asks_nothing_of_whoever_cannot_come_in_and_works_when_somebody_has_left(
    community: Community, seated: list[Visitor], width: int
) -> None:
    lumi = await community.visitor(width=width, height=740)
    await lumi.go(community.links["participant"])
    await says(lumi.page, FULL, SOON, "look in here again", "It works until", nowhere="wait")
    assert await lumi.page.locator("main input").count() == 0
    assert await lumi.page.evaluate(SMALL_TARGETS) == []
    assert not await lumi.page.evaluate(OVERFLOWS)
    look_again = lumi.page.get_by_role("button", name="Look again")
    await look_again.click()
    await says(lumi.page, FULL, nowhere="wait")
    await seated[0].send("POST", f"/api/rooms/{community.room}/leave")
    await look_again.click()
    await expect(lumi.page.get_by_label("Pseudonym")).to_be_visible()
    await says(lumi.page, SOON, INSIDE, nowhere=FULL)


async def test_whoever_has_a_seat_is_told_to_wait_inside_and_comes_in(
    community: Community, seated: list[Visitor]
) -> None:
    kuusi = seated[0]
    await kuusi.go(f"/rooms/{community.room}/door")
    await says(kuusi.page, SOON, INSIDE, nowhere=FULL)
    await kuusi.page.locator("main").get_by_role("link", name="Come in").click()
    await expect(kuusi.page.get_by_label("You are welcome to wait here.")).to_be_visible()


async def test_whoever_can_ask_for_a_seat_is_asked_to_do_that_and_not_to_wait(
    community: Community, seated: list[Visitor]
) -> None:
    await community.organiser.send("PATCH", f"/api/rooms/{community.room}", joins_by="application")
    lumi = await community.visitor()
    await lumi.go(f"/rooms/{community.room}/door")
    await says(lumi.page, FULL, "You can ask to join, and hear from the team.", nowhere="wait")
    await expect(lumi.page.get_by_role("button", name="Ask to join")).to_be_visible()


async def test_whoever_must_ask_first_is_not_told_to_come_in_and_wait(
    community: Community, seated: list[Visitor]
) -> None:
    """There are seats; but nobody sits down before the team has answered."""
    await community.organiser.send("PATCH", f"/api/rooms/{community.room}", joins_by="application", capacity=3)
    lumi = await community.visitor(width=360, height=740)
    await lumi.go(f"/rooms/{community.room}/door")
    await says(lumi.page, SOON, "You can ask to join", "for those who have a seat", nowhere="wait")
    await expect(lumi.page.get_by_role("button", name="Ask to join")).to_be_visible()


async def test_staff_need_no_seat(community: Community, seated: list[Visitor]) -> None:
    aino = await community.visitor()
    await aino.go(community.links["facilitator"])
    await expect(aino.page.get_by_label("Pseudonym")).to_be_visible()
    await says(aino.page, "Tuesday circle", nowhere=FULL)
