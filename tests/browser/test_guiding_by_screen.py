"""For those who look after a room: nothing typed is lost under their hands, and a room that waits is told to them."""

import re
from typing import Any

from playwright.async_api import expect

from tests.browser.test_seatings_by_screen import sit
from tests.browser.visitors import QUICK, Community, Visitor, begin, never_used, settle, train
from tests.harness.browser import OpenPage
from tests.harness.server_process import StartServer


async def on_duty(community: Community, **about: Any) -> Visitor:
    """A facilitator who has just gone on duty in the open room."""
    aino = await community.guest("Aino", "facilitator", **about)
    await train(community, aino.name)
    await aino.send("POST", f"/api/rooms/{community.room}/duty")
    await aino.page.reload()
    await expect(aino.page.get_by_text("You are on duty here.")).to_be_attached()
    return aino


async def test_a_hand_over_note_stays_while_colleagues_come_and_go(community: Community) -> None:
    assert community.keeper is not None
    sanna = await community.guest("Sanna", "facilitator")
    await train(community, sanna.name)
    aino = await on_duty(community)
    await aino.page.locator("summary", has_text="Leave duty").click()
    note = aino.page.get_by_label("What they should know")
    await note.fill("Kuusi came late and is well.")
    await community.keeper.send("DELETE", f"/api/rooms/{community.room}/duty")
    await expect(aino.page.get_by_role("log")).to_contain_text(f"{community.keeper.name} is off duty.")
    await expect(note).to_have_value("Kuusi came late and is well.")
    await expect(note).to_be_focused()


async def test_on_a_phone_a_question_that_waits_is_told_above_the_log(community: Community) -> None:
    aino, kuusi = await on_duty(community, width=360, height=740), await community.guest("Kuusi")
    await sit(community, "classroom")
    await kuusi.page.get_by_label("Ask a question").fill("Does it get better?")
    await kuusi.page.get_by_role("button", name="Ask", exact=True).click()
    await expect(kuusi.page.locator(".seat-map .mark.waits")).to_be_visible()
    await expect(aino.page.locator("#said")).to_have_text("1 question waits.")
    await aino.page.get_by_role("button", name="Look", exact=True).click()
    await expect(aino.page.get_by_text("Does it get better?")).to_be_visible()
    await expect(aino.page.get_by_role("button", name="Look", exact=True)).to_be_hidden()


async def test_a_room_that_waits_is_told_to_who_guides_it_also_when_they_come_later(
    start_server: StartServer, open_page: OpenPage
) -> None:
    """News is told once; whoever had no connection then reads it with the next one."""
    server = start_server(**QUICK | {"SOHVA_PAUSE_AFTER_SECONDS": "1", "SOHVA_END_AFTER_SECONDS": "600"})
    radu = Visitor(await open_page(), server.url)
    await begin(server, radu)
    community = await settle(server, open_page, radu)
    kuusi = await community.visitor()
    await kuusi.join(community.links["participant"], "Kuusi")
    await kuusi.go(f"/rooms/{community.room}")
    await expect(kuusi.page.locator("main")).to_contain_text("is lost")
    aino = await community.visitor()
    await aino.join(community.links["facilitator"], "Aino")
    await aino.go("/me")
    await expect(aino.page.get_by_role("alert").filter(has_text="Tuesday circle")).to_be_visible()


async def test_whoever_comes_to_guide_a_room_finds_the_desk_in_a_menu_that_is_open(community: Community) -> None:
    """Somebody else made them facilitator, while they were looking at something else."""
    kuusi = await community.guest(never_used("Kuusi"))
    await kuusi.page.locator(".menu > summary").click()
    await kuusi.page.get_by_role("link", name="My account").click()
    await expect(kuusi.page).to_have_url(re.compile("/me$"))
    await kuusi.page.locator(".menu > summary").click()
    desk = kuusi.page.get_by_role("link", name="The desk")
    await expect(desk).to_have_count(0)
    people = (await community.organiser.send("GET", f"/api/rooms/{community.room}/people"))["people"]
    place = next(one["participation"] for one in people if one["display_name"] == kuusi.name)
    await community.organiser.send("PUT", f"/api/participations/{place}/role", role="facilitator")
    await expect(desk).to_be_visible()


async def test_a_part_that_the_network_did_not_bring_comes_with_the_next_try(community: Community) -> None:
    """Nothing is thrown for it, which the page would be blamed for here, and nobody has to load it anew."""
    aino = await community.guest("Aino", "facilitator")
    await aino.page.clock.install()
    for part in ("called", "post", "talking"):
        await aino.page.route(f"**/app/{part}.js", lambda route: route.abort())
    async with aino.page.expect_event("requestfailed", lambda request: request.url.endswith("/talking.js")):
        await aino.go("/me")
    await expect(aino.page.get_by_role("heading", name="My account")).to_be_visible()
    await aino.page.unroute("**/app/talking.js")
    async with (
        aino.page.expect_event("requestfailed", lambda request: request.url.endswith("/called.js")),
        aino.page.expect_websocket(),
    ):
        await aino.page.clock.run_for(10_000)
    await aino.page.unroute("**/app/called.js")
    await aino.page.unroute("**/app/post.js")
    async with aino.page.expect_response("**/app/called.js"), aino.page.expect_response("**/app/post.js"):
        await train(community, aino.name)  # which is news of their duty


async def test_who_speaks_is_ticked_anew_where_somebody_else_decides_it(community: Community) -> None:
    """What was ticked here and is not decided yet stays."""
    aino, _, _ = await on_duty(community), await community.guest("Kuusi"), await community.guest("Meri")
    people = (await community.organiser.send("GET", f"/api/rooms/{community.room}/people"))["people"]
    kuusi = next(one["participation"] for one in people if one["display_name"] == "Kuusi")
    await sit(community, "classroom", speakers=[])
    await aino.page.locator("summary", has_text="How we sit").click()
    speakers = aino.page.locator(".speakers")
    await expect(speakers.get_by_label("Kuusi")).not_to_be_checked()
    await speakers.get_by_label("Meri").check()
    await sit(community, "classroom", speakers=[kuusi])
    await expect(speakers.get_by_label("Kuusi")).to_be_checked()
    await expect(speakers.get_by_label("Meri")).to_be_checked()
    await sit(community, "classroom", speakers=[])
    await expect(speakers.get_by_label("Kuusi")).not_to_be_checked()


async def test_a_number_that_takes_the_place_of_a_made_up_one_is_real(community: Community) -> None:
    radu = community.organiser
    before = await radu.send("GET", "/api/organisation")
    await radu.go("/organisation")
    row = radu.page.get_by_role("group", name="Help numbers: English")
    await expect(row.get_by_text("This number is made up")).to_be_visible()
    await row.get_by_label("Number").fill("09 000 1111")
    await expect(row.get_by_text("This number is made up")).to_be_hidden()
    await radu.page.get_by_role("button", name="Save", exact=True).first.click()
    await expect(radu.page.get_by_role("heading", name="My groups")).to_be_visible()
    found = (await radu.send("GET", "/api/organisation"))["help"]
    wanted = {key: before[key] for key in ("name", "languages", "default_language", "help")}
    await radu.send("PUT", "/api/organisation", **wanted)
    assert [(one["number"], one["is_made_up"]) for one in found["en"]] == [("09 000 1111", False)]
    assert [one["is_made_up"] for one in found["fi"]] == [True]


async def test_an_agreement_that_does_not_come_can_be_asked_for_again(community: Community) -> None:
    await community.organiser.send(
        "POST", f"/api/rooms/{community.room}/agreement", text="It stays here.", is_material=True
    )
    kuusi = await community.visitor()
    await kuusi.join(community.links["participant"], "Kuusi")
    await kuusi.page.route("**/agreement/gate.js", lambda route: route.abort())
    await kuusi.go(f"/rooms/{community.room}")
    again = kuusi.page.get_by_role("button", name="Try again")
    await expect(again).to_be_visible()
    await kuusi.page.unroute("**/agreement/gate.js")
    await again.click()
    await expect(kuusi.page.get_by_text("It stays here.")).to_be_visible()
