"""The way in, by screen: an organiser begins, people come through their links (S1, S14, S22)."""

from playwright.async_api import Page, expect

from tests.browser.visitors import JOIN, NUMBERS, PASSWORD, Community, Visitor, never_used
from tests.harness.browser import OpenPage
from tests.harness.server_process import StartServer


async def test_an_organiser_begins_and_a_facilitator_opens_the_group(
    start_server: StartServer, open_page: OpenPage
) -> None:
    server = start_server()
    link = JOIN.search(server.command("organiser", "invite"))
    assert link is not None
    radu = Visitor(await open_page(), server.url)
    await radu.go(link[0])
    await radu.page.get_by_label("Pseudonym").fill("Radu")
    await radu.page.get_by_label("Password").fill(PASSWORD)
    await radu.page.get_by_role("button", name="Begin").click()
    await radu.page.get_by_role("button", name="I have kept them").click()
    await fill_in_organisation(radu.page)
    await radu.page.get_by_role("link", name="Make a new group").click()
    await radu.page.get_by_label("Name").fill("Tuesday circle")
    await radu.page.get_by_label("What it is for").fill("For a quiet hour.")
    await radu.page.get_by_role("button", name="Make the group").click()
    await expect(radu.page.get_by_role("heading", name="Right now: closed")).to_be_visible()
    await radu.page.get_by_role("button", name="Make a link").click()
    kuusi = Visitor(await open_page(width=360, height=740), server.url)
    made = await radu.page.get_by_label("The link").input_value()
    await kuusi.sign_up(made.removeprefix(server.url), "Kuusi")
    await expect(kuusi.page.get_by_label("The group is closed.")).to_be_visible()
    await a_facilitator_opens(radu, Visitor(await open_page(), server.url))
    await expect(kuusi.page.get_by_label("Write to everyone")).to_be_visible()


async def a_facilitator_opens(radu: Visitor, aino: Visitor) -> None:
    """Invited by the organiser, written down as trained, on duty: then the group can open."""
    room = radu.page.url.split("/")[-2]
    made = await radu.send("POST", f"/api/rooms/{room}/invitations", role="facilitator")
    await aino.sign_up(made["path"], "Aino")
    await expect(aino.page.get_by_role("button", name="Go on duty")).to_be_visible()
    await radu.page.reload()
    await radu.page.get_by_role("button", name="Write it down").click()
    await expect(radu.page.locator("main")).to_contain_text("facilitator, until")
    await aino.page.get_by_role("button", name="Go on duty").click()
    await aino.page.get_by_role("button", name="Open the group").click()
    await expect(aino.page.get_by_label("Write to everyone")).to_be_visible()


async def fill_in_organisation(page: Page) -> None:
    await expect(page.get_by_role("heading", name="Begin here")).to_be_visible()
    await page.locator("[name=organisation]").fill("Toivo")
    for part in ("area", "name", "number", "hours"):
        await page.locator(f".number-row [name={part}]").first.fill(str(NUMBERS[part]))
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("link", name="Toivo")).to_be_visible()


async def test_the_door_asks_for_a_pseudonym_and_a_password_and_nothing_else(community: Community) -> None:
    kuusi = await community.visitor(width=360, height=740)
    await kuusi.go(community.links["participant"])
    await expect(kuusi.page.get_by_role("heading", name="Tuesday circle")).to_be_visible()
    names = await kuusi.page.locator("main input").evaluate_all("all => all.map(one => one.name)")
    assert names == ["pseudonym", "password"]
    await expect(kuusi.page.locator("main")).to_contain_text("6 of 6 seats are free")


async def test_the_link_leaves_no_secret_behind(community: Community) -> None:
    kuusi = await community.visitor()
    await kuusi.sign_up(community.links["participant"], "Kuusi")
    await expect(kuusi.page.get_by_label("Write to everyone")).to_be_visible()
    assert "#" not in kuusi.page.url
    await kuusi.page.go_back()
    assert "#" not in kuusi.page.url


async def test_a_dead_link_says_so_and_what_to_do(community: Community) -> None:
    nobody = await community.visitor()
    await nobody.go("/join#thisisnotasecret")
    await expect(nobody.page.locator("main")).to_contain_text("This link does not work any more")


async def test_a_protected_name_is_refused_and_the_form_keeps_what_was_typed(community: Community) -> None:
    nobody = await community.visitor()
    await nobody.go(community.links["participant"])
    await nobody.page.get_by_label("Pseudonym").fill("Moderator")
    await nobody.page.get_by_label("Password").fill(PASSWORD)
    await nobody.page.get_by_role("button", name="Come in").click()
    await expect(nobody.page.get_by_role("alert")).to_contain_text("Please choose another")
    await expect(nobody.page.get_by_label("Password")).to_have_value(PASSWORD)


async def test_a_newcomer_sees_nothing_from_before_and_sees_where_the_line_is(community: Community) -> None:
    lumi = await community.guest("Lumi")
    await lumi.write("said before Meri came")
    await lumi.sees("said before Meri came")
    meri = await community.guest("Meri")
    await lumi.write("said after Meri came")
    await meri.sees("said after Meri came")
    await expect(meri.messages("said before Meri came")).to_have_count(0)
    await expect(meri.page.locator("main")).to_contain_text("That is when you joined.")


async def test_signing_in_goes_on_to_where_one_wanted_to_be(community: Community) -> None:
    lumi = await community.visitor()
    pseudonym = await lumi.sign_up(community.links["participant"], "Lumi")
    await expect(lumi.page.get_by_label("Write to everyone")).to_be_visible()
    await lumi.page.context.clear_cookies()
    await lumi.go(f"/rooms/{community.room}")
    await lumi.page.get_by_label("Pseudonym").fill(pseudonym)
    await lumi.page.get_by_label("Password").fill(PASSWORD)
    await lumi.page.get_by_role("button", name="Sign in").click()
    await expect(lumi.page.get_by_label("Write to everyone")).to_be_visible()


async def test_asking_to_join_and_being_accepted(community: Community) -> None:
    await community.organiser.send("PATCH", f"/api/rooms/{community.room}", joins_by="application")
    tammi = await community.visitor()
    await tammi.go("/directory")
    await tammi.page.locator(f'a[href="/rooms/{community.room}/door"]').click()
    await tammi.page.get_by_label("Pseudonym").fill(never_used("Tammi"))
    await tammi.page.get_by_label("Password").fill(PASSWORD)
    await tammi.page.get_by_label("A few words, if you like").fill("I would like to listen.")
    await tammi.page.get_by_role("button", name="Ask to join").click()
    await tammi.page.get_by_role("button", name="I have kept them").click()
    await expect(tammi.page.get_by_role("heading", name="Your request is on its way")).to_be_visible()
    radu = community.organiser
    await radu.go(f"/rooms/{community.room}/settings")
    await expect(radu.page.locator("main")).to_contain_text("I would like to listen.")
    await radu.page.get_by_role("button", name="Accept Tammi").click()
    await expect(radu.page.locator("main")).to_contain_text("Nobody is waiting for an answer.")
    await tammi.go(f"/rooms/{community.room}")
    await expect(tammi.page.get_by_label("Write to everyone")).to_be_visible()


async def test_a_forgotten_password_is_replaced_by_a_code(community: Community) -> None:
    lumi, pseudonym = await community.visitor(), never_used("Lumi")
    await lumi.go(community.links["participant"])
    await lumi.page.get_by_label("Pseudonym").fill(pseudonym)
    await lumi.page.get_by_label("Password").fill(PASSWORD)
    await lumi.page.get_by_role("button", name="Come in").click()
    code = await lumi.page.locator(".codes li").first.text_content()
    await lumi.page.context.clear_cookies()
    await lumi.go("/recover")
    await lumi.page.get_by_label("Pseudonym").fill(pseudonym)
    await lumi.page.get_by_label("Recovery code").fill(str(code))
    await lumi.page.get_by_label("New password").fill("other words that are long")
    await lumi.page.get_by_role("button", name="Set the new password").click()
    await expect(lumi.page.get_by_role("link", name="Come in to Tuesday circle")).to_be_visible()


async def test_codes_are_shown_though_nothing_else_is_answered(community: Community) -> None:
    """They are told only once; a connection that breaks right afterwards must not take them."""
    meri = await community.visitor()
    await meri.go(community.links["participant"])
    await meri.page.get_by_label("Pseudonym").fill(never_used("Meri"))
    await meri.page.get_by_label("Password").fill(PASSWORD)
    await meri.page.route("**/api/me", lambda route: route.abort())
    await meri.page.get_by_role("button", name="Come in").click()
    await expect(meri.page.locator(".codes li")).to_have_count(8)
    kept = meri.page.get_by_role("button", name="I have kept them")
    await kept.click()
    await expect(meri.page.locator("main").get_by_role("alert")).not_to_be_empty()
    await expect(meri.page.locator(".codes li")).to_have_count(8)
    await meri.page.unroute("**/api/me")
    await kept.click()
    await expect(meri.page.locator("#writing")).to_be_visible()
