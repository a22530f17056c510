"""What a phone on a slow line has to fetch before somebody can read and write (V9)."""

import asyncio

from playwright.async_api import Page, Route, expect

from tests.browser.visitors import Community

MOST = 60_000  # bytes, compressed, for the door and the room together
FETCHED = """() => [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]
    .map(one => [new URL(one.name).pathname, one.encodedBodySize])"""


async def fetched(page: Page) -> dict[str, int]:
    return dict(await page.evaluate(FETCHED))


async def test_door_and_room_are_light(community: Community) -> None:
    kuusi = await community.visitor(width=360, height=740)
    await kuusi.go(community.links["participant"])
    await expect(kuusi.page.get_by_label("Pseudonym")).to_be_visible()
    door = await fetched(kuusi.page)
    await kuusi.join(community.links["participant"], "Kuusi")
    await kuusi.go(f"/rooms/{community.room}")
    await expect(kuusi.page.get_by_label("Write to everyone")).to_be_visible()
    both = door | await fetched(kuusi.page)
    assert sum(both.values()) <= MOST, sorted(both.items(), key=lambda one: -one[1])[:10]


async def test_the_door_does_not_fetch_the_room(community: Community) -> None:
    kuusi = await community.visitor()
    await kuusi.go(community.links["participant"])
    await expect(kuusi.page.get_by_label("Pseudonym")).to_be_visible()
    assert [path for path in await fetched(kuusi.page) if "/views/room/" in path or "conversation" in path] == []


async def test_answer_that_is_quicker_than_the_texts_brings_no_more_of_them(community: Community) -> None:
    """Whoever is not signed in is told so at once; the words for it are among those that come first."""
    kuusi = await community.visitor()

    async def late(route: Route) -> None:
        await asyncio.sleep(0.5)
        await route.continue_()

    await kuusi.page.route("**/api/texts/en.json", late)
    await kuusi.go(community.links["participant"])
    await expect(kuusi.page.get_by_label("Pseudonym")).to_be_visible()
    assert [path for path in await fetched(kuusi.page) if "later" in path] == []


async def test_everything_the_page_announces_is_used(community: Community) -> None:
    """A preloaded file that nothing imports would be weight for nothing."""
    kuusi = await community.visitor()
    warnings: list[str] = []
    kuusi.page.on("console", lambda said: warnings.append(said.text) if "preload" in said.text else None)
    await kuusi.go("/")
    await expect(kuusi.page.get_by_role("heading", name="A quiet place to talk")).to_be_visible()
    await kuusi.page.wait_for_timeout(4_000)
    assert warnings == []
