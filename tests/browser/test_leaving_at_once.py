"""Quick exit, and help that is always within two keystrokes (S21)."""

import asyncio

from playwright.async_api import Page, expect

from tests.browser.visitors import Community

EMPTY = "about:blank"


async def shows_nothing(page: Page) -> None:
    await page.wait_for_url(EMPTY)
    assert await page.evaluate("document.documentElement.textContent") == ""


async def is_signed_out(page: Page, url: str) -> None:
    """The page is gone before its last request has come: nobody waits for that to see an empty screen."""
    async with asyncio.timeout(15):
        while (await page.context.request.get(url + "/api/me")).status != 401:
            await asyncio.sleep(0.05)


async def test_the_button_empties_the_screen_and_ends_the_login(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.write("a private thing")
    await kuusi.sees("a private thing")
    await kuusi.page.get_by_role("button", name="Leave now").click()
    await shows_nothing(kuusi.page)
    await is_signed_out(kuusi.page, community.server.url)


async def test_shift_three_times_does_the_same_also_while_writing(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    aino = await community.guest("Aino", "facilitator")
    await expect(aino.page.get_by_text("Kuusi is here with you")).to_be_visible()
    await kuusi.page.locator("#writing").fill("a draft that nobody should see")
    for _ in range(3):
        await kuusi.page.keyboard.press("Shift")
    await shows_nothing(kuusi.page)
    await expect(aino.page.get_by_text("You are here alone right now")).to_be_visible()


async def test_capital_letters_do_not_throw_anybody_out(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.page.locator("#writing").focus()
    for letter in "ABCD":
        await kuusi.page.keyboard.press(f"Shift+{letter}")
    await expect(kuusi.page.locator("#writing")).to_have_value("ABCD")


async def test_going_back_shows_no_word_of_the_room(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.write("a private thing")
    await kuusi.sees("a private thing")
    room = kuusi.page.url
    await kuusi.page.get_by_role("button", name="Leave now").click()
    await shows_nothing(kuusi.page)
    await kuusi.page.go_back()
    assert kuusi.page.url != room
    await kuusi.go(f"/rooms/{community.room}")
    await expect(kuusi.page.get_by_role("heading", name="Sign in")).to_be_visible()
    await expect(kuusi.page.locator("body")).not_to_contain_text("a private thing")


async def test_a_second_tab_is_emptied_too(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    second = await kuusi.page.context.new_page()
    await second.goto(kuusi.page.url)
    await expect(second.get_by_label("Write to everyone")).to_be_visible()
    await kuusi.page.get_by_role("button", name="Leave now").click()
    await expect(second.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_help_numbers_need_no_script(community: Community) -> None:
    nobody = await community.visitor(java_script_enabled=False)
    await nobody.go("/")
    await nobody.page.keyboard.press("Tab")
    await nobody.page.keyboard.press("Enter")
    await expect(nobody.page.get_by_role("link", name="09 123 4567")).to_be_visible()
    await expect(nobody.page.get_by_text("Made up, for trying out.")).to_be_visible()


async def test_help_is_one_key_away_while_writing(community: Community) -> None:
    kuusi = await community.guest("Kuusi", width=360, height=740)
    await kuusi.page.locator("#writing").focus()
    await kuusi.page.keyboard.press("F1")
    await expect(kuusi.page.get_by_role("link", name="09 123 4567")).to_be_in_viewport()
    await kuusi.page.keyboard.press("Escape")
    await expect(kuusi.page.get_by_role("link", name="09 123 4567")).to_be_hidden()
