"""How people sit, on real screens: sound for every pair of eyes, heard once, nothing claimed that nobody knows (S4, S6)."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.test_for_everyone import OVERFLOWS, SMALL_TARGETS
from tests.browser.visitors import Community, Visitor
from tests.harness.browser import serious_violations
from tests.harness.member import Member

LISTEN = """() => { window.heard = []; new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(
    node => heard.push(node.textContent)))).observe(document.getElementById('said'), {childList: true}); }"""


async def sit(community: Community, mode: str, first: str = "", **about: Any) -> None:
    """Whoever keeps the room open has people sit otherwise; the turn comes to `first` first."""
    assert community.keeper is not None
    keeper: Member = await community.keeper.at_the_socket()
    seen = await keeper.follow(community.room)
    if first:
        about["order"] = [one["participation"] for one in seen["people"] if one["display_name"] == first]
    version = seen["floor"]["version"]
    await keeper.ask("seating.change", room=community.room, version=version, mode=mode, **about)
    await keeper.close()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_seating_is_sound_narrow_and_wide(community: Community, scheme: str) -> None:
    narrow = await community.guest("Kuusi", width=320, height=640, color_scheme=scheme)
    wide = await community.guest("Meri", color_scheme=scheme)
    words = {"sofa": "On the sofas", "round_table": "Around the table", "classroom": "In rows"}
    for mode in ("round_table", "classroom", "sofa"):
        await sit(community, mode, reason="So that everyone gets heard.")
        await expect(wide.page.locator("aside")).to_contain_text(words[mode])
        await expect(narrow.page.get_by_role("log")).to_contain_text("So that everyone gets heard.")
        for one in (narrow, wide):
            assert await serious_violations(one.page) == []
            assert await one.page.evaluate(SMALL_TARGETS) == []
            assert not await one.page.evaluate(OVERFLOWS)


async def test_a_change_is_heard_once_in_one_place(community: Community) -> None:
    """The log says how people sit from now on; whose turn it is, is said beside it, once."""
    kuusi = await community.guest("Kuusi")
    await kuusi.page.evaluate(LISTEN)
    await sit(community, "round_table", first="Kuusi", reason="So that everyone gets heard.")
    await take_part(kuusi)
    await expect(kuusi.page.locator("label.why")).to_contain_text("It is your turn.")
    heard = await kuusi.page.evaluate("heard")
    assert [one for one in heard if "So that everyone gets heard." in one] == []
    assert len(heard) == len(set(heard))
    assert sum("It is your turn." in one for one in heard) == 1
    assert await kuusi.page.get_by_text("So that everyone gets heard.").count() == 1


async def take_part(visitor: Visitor) -> None:
    """Takes the turn once it comes round, with one chord."""
    await expect(visitor.page.get_by_role("button", name="Take the turn")).to_be_visible()
    await visitor.page.keyboard.press("Alt+t")


async def test_a_break_and_a_hand_are_one_chord_away(community: Community) -> None:
    kuusi, meri = await community.guest("Kuusi"), await community.guest("Meri")
    await kuusi.page.locator("#writing").focus()
    await kuusi.page.keyboard.press("Alt+r")
    await expect(meri.page.locator("aside")).to_contain_text("Hands: Kuusi")
    await kuusi.page.keyboard.press("Alt+r")
    await expect(meri.page.locator("aside")).not_to_contain_text("Hands: Kuusi")
    await kuusi.page.keyboard.press("Alt+b")
    await expect(kuusi.page.locator("label.why")).to_contain_text("You are on a break.")
    await expect(meri.page.get_by_role("listitem").filter(has_text="Kuusi")).to_contain_text("on a break")
    await kuusi.page.keyboard.press("Alt+b")
    await expect(kuusi.page.get_by_label("Write to everyone")).to_be_visible()


async def test_without_a_connection_nobody_is_said_to_be_here(community: Community) -> None:
    kuusi, _ = await community.guest("Kuusi"), await community.guest("Meri")
    summary = kuusi.page.locator(".people > summary")
    await expect(summary).to_contain_text("Meri is here with you")
    await kuusi.page.evaluate("import('/static/app/talking.js').then(({talking}) => talking.connection.stop())")
    await expect(summary).to_contain_text("Who is here is not known right now.")
    await expect(kuusi.page.get_by_role("listitem").filter(has_text="Meri")).not_to_contain_text("away")


async def test_words_overtaken_by_a_change_come_back_as_a_draft(community: Community) -> None:
    """S6: what left the phone before it could know is not lost, and its author reads why."""
    kuusi = await community.guest("Kuusi")
    await kuusi.page.locator("#writing").fill("on its way")
    await kuusi.page.evaluate(
        """import('/static/app/talking.js').then(({talking}) => { const [one] = talking.conversations.values();
        one.heard = async () => undefined; })"""
    )  # what the server tells arrives no more, so that this screen cannot know
    await sit(community, "classroom", speakers=[])
    await sit(community, "round_table")
    await kuusi.page.get_by_role("button", name="Send", exact=True).click()
    await expect(kuusi.page.locator("#writing")).to_have_value("on its way")
    await expect(kuusi.page.locator("form.composer").get_by_role("alert")).to_contain_text("Your words are back here.")
