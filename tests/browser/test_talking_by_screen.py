"""Two people talk, whatever happens to the server between them (S15), and can take back what they said."""

from playwright.async_api import expect

from tests.browser.visitors import PASSWORD, QUICK, Community, Visitor, begin, open_again, settle
from tests.harness.browser import OpenPage
from tests.harness.server_process import StartServer

STORED = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
                         (await caches.keys()).length]"""


async def test_two_people_talk_while_the_server_is_killed_and_started_again(fragile_community: Community) -> None:
    community = fragile_community
    aino = await community.guest("Aino", "facilitator")
    kuusi = await community.guest("Kuusi", width=360, height=740)
    await aino.write("Good evening.")
    await kuusi.sees("Good evening.")
    community.server.kill()
    await expect(kuusi.page.locator("form.composer")).to_contain_text("Your words are safe")
    await write_offline(kuusi, "written while nobody answers")
    await expect(kuusi.page.get_by_text("Not sent yet. We keep trying.")).to_be_visible()
    await write_offline(aino, "and so is this")
    community.server.start()
    for one in (aino, kuusi):
        await expect(one.messages("written while nobody answers")).to_have_count(1, timeout=30_000)
        await expect(one.messages("and so is this")).to_have_count(1, timeout=30_000)
        await one.sees("Good evening.")
    await expect(kuusi.page.get_by_role("region", name="Not sent yet")).to_be_hidden()
    await aino.write("Still here.")
    await kuusi.sees("Still here.")


async def write_offline(visitor: Visitor, text: str) -> None:
    await visitor.page.locator("#writing").fill(text)
    await visitor.page.get_by_role("button", name="Send", exact=True).click()


async def test_a_draft_stays_when_one_looks_elsewhere(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.page.locator("#writing").fill("half a thought")
    await kuusi.page.get_by_text("Menu").click()
    await kuusi.page.get_by_role("link", name="My groups").click()
    await kuusi.page.get_by_role("link", name="Come in to Tuesday circle").click()
    await expect(kuusi.page.locator("#writing")).to_have_value("half a thought")


async def test_nothing_about_the_person_is_kept_in_the_browser(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.write("only for the room")
    await kuusi.sees("only for the room")
    assert await kuusi.page.evaluate(STORED) == [0, 0, 0, 0]


async def test_what_is_taken_back_is_gone_for_everyone(community: Community) -> None:
    aino = await community.guest("Aino", "facilitator")
    kuusi = await community.guest("Kuusi")
    await kuusi.write("I should not have said this")
    await aino.sees("I should not have said this")
    await kuusi.page.get_by_role("button", name="Answer Kuusi's message").click()
    await kuusi.page.get_by_role("button", name="Remove", exact=True).click()
    await kuusi.page.get_by_role("button", name="Yes, remove").click()
    for one in (aino, kuusi):
        await expect(one.page.locator("main")).to_contain_text("Taken back by its author.")
        await expect(one.page.locator("main")).not_to_contain_text("I should not have said this")
    await aino.page.reload()
    await expect(aino.page.locator("main")).to_contain_text("Taken back by its author.")
    await expect(aino.page.locator("main")).not_to_contain_text("I should not have said this")


async def test_who_guides_the_room_says_why_a_message_goes(community: Community) -> None:
    aino = await community.guest("Aino", "facilitator")
    kuusi = await community.guest("Kuusi")
    for words, criticises in (("Nobody here does anything for us", True), ("This was unkind", False)):
        await kuusi.write(words)
        await aino.sees(words)
        await aino.page.get_by_role("button", name="Answer Kuusi's message").last.click()
        await aino.page.get_by_role("button", name="Remove", exact=True).click()
        await aino.page.get_by_label("What was it?").select_option("harassment")
        await aino.page.get_by_label("It criticises the organisation").set_checked(criticises)
        await aino.page.get_by_role("button", name="Yes, remove").click()
        told = "Somebody outside the staff is asked first" if criticises else "It is out of the group"
        await expect(aino.page.get_by_role("heading", name=told)).to_be_visible()
        await aino.page.get_by_role("button", name="Back to the group").click()
    await expect(kuusi.page.get_by_role("log", name="What was said")).not_to_contain_text("This was unkind")
    await kuusi.sees("Nobody here does anything for us")


async def test_an_answer_shows_what_it_answers_and_a_reaction_says_whose_it_is(community: Community) -> None:
    aino = await community.guest("Aino", "facilitator")
    kuusi = await community.guest("Kuusi")
    await aino.write("How was the week?")
    await kuusi.page.get_by_role("button", name=f"Answer {aino.name}'s message").click()
    await kuusi.page.get_by_role("button", name="I am with you").click()
    await expect(aino.page.locator(".reactions")).to_have_text("I am with you: Kuusi")
    await kuusi.page.get_by_role("button", name=f"Answer {aino.name}'s message").click()
    await kuusi.page.get_by_role("button", name="Reply").click()
    await kuusi.write("Long.")
    await expect(aino.page.locator(".quote")).to_contain_text("How was the week?")


async def test_a_reaction_of_somebody_closes_nothing_that_another_has_opened(community: Community) -> None:
    aino, kuusi, meri = [await community.guest(*who) for who in (("Aino", "facilitator"), ("Kuusi",), ("Meri",))]
    await aino.write("It was a hard week.")
    await aino.sees("It was a hard week.")
    await aino.page.get_by_role("button", name=f"Answer {aino.name}'s message").click()
    await aino.page.get_by_role("button", name="Put a note in front").click()
    await aino.page.get_by_label("It speaks of death or loss.").check()
    await aino.page.get_by_role("button", name="Put it there").click()
    await kuusi.page.get_by_role("button", name="Read it").click()
    await kuusi.sees("It was a hard week.")
    await kuusi.page.get_by_role("button", name=f"Answer {aino.name}'s message").click()
    await meri.page.get_by_role("button", name=f"Answer {aino.name}'s message").click()
    await meri.page.get_by_role("button", name="I am with you").click()
    await expect(kuusi.page.locator(".reactions")).to_have_text("I am with you: Meri")
    await kuusi.sees("It was a hard week.")
    await kuusi.page.get_by_role("button", name="I am with you").click()
    await expect(meri.page.locator(".reactions")).to_have_text("I am with you: Meri and Kuusi")
    await meri.page.get_by_role("button", name=f"Answer {aino.name}'s message").click()
    await expect(meri.page.get_by_role("button", name="I am with you")).to_have_attribute("aria-pressed", "true")
    await meri.page.get_by_role("button", name="I am with you").click()
    await expect(kuusi.page.locator(".reactions")).to_have_text("I am with you: Kuusi")


async def test_a_closed_room_says_so_and_keeps_the_draft(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.page.locator("#writing").fill("for later")
    await community.organiser.send("POST", f"/api/rooms/{community.room}/close")
    await expect(kuusi.page.locator("form.composer")).to_contain_text("The group has ended for this time.")
    await expect(kuusi.page.locator("#writing")).to_have_value("for later")
    await open_again(community)
    await kuusi.page.get_by_role("button", name="Send", exact=True).click()
    await kuusi.sees("for later")


async def test_people_keep_their_seats_while_others_come_and_go(community: Community) -> None:
    aino = await community.guest("Aino", "facilitator")
    kuusi = await community.guest("Kuusi")
    seats = aino.page.locator(".seat-map text")
    await expect(seats.nth(2)).to_have_text("Ku")
    lumi = await community.guest("Lumi")
    await expect(seats.nth(3)).to_have_text("Lu")
    await kuusi.send("POST", f"/api/rooms/{community.room}/leave")
    await expect(seats.nth(2)).to_have_text("")
    await expect(seats.nth(3)).to_have_text("Lu")
    await lumi.page.close()
    await expect(aino.page.get_by_role("listitem").filter(has_text="Lumi")).to_contain_text("away")


async def test_whoever_is_taken_out_of_the_group_no_longer_reads_it(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    people = await community.organiser.send("GET", f"/api/rooms/{community.room}/people")
    place = next(one["participation"] for one in people["people"] if one["display_name"] == "Kuusi")
    await community.organiser.send("POST", f"/api/participations/{place}/end")
    await expect(kuusi.page.locator("main")).to_contain_text("You are not in this group, or not any more.")


async def test_earlier_messages_come_on_request_and_in_order(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    member = await kuusi.at_the_socket()
    for number in range(56):
        await member.say(community.room, f"line {number}")
    await member.close()
    await kuusi.page.reload()
    await kuusi.sees("line 55")
    await expect(kuusi.messages("line 0")).to_have_count(0)
    await kuusi.page.get_by_role("button", name="Show earlier messages").click()
    await kuusi.sees("line 0")
    words = await kuusi.page.locator(".message .words").all_text_contents()
    assert words == [f"line {number}" for number in range(56)]


async def test_without_the_network_a_screen_says_so_and_tries_again(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.go("/rooms")
    await expect(kuusi.page.get_by_role("heading", name="My groups")).to_be_visible()
    await kuusi.page.context.set_offline(True)
    await kuusi.page.locator("summary", has_text="Menu").click()
    await kuusi.page.get_by_role("link", name="My account").click()
    await expect(kuusi.page.get_by_role("heading", name="We cannot reach the server")).to_be_visible()
    await kuusi.page.context.set_offline(False)
    await kuusi.page.get_by_role("button", name="Try again").click()
    await expect(kuusi.page.get_by_role("heading", name="My account")).to_be_visible()


async def test_a_login_ended_elsewhere_empties_the_room(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    await kuusi.write("a private thing")
    await kuusi.sees("a private thing")
    await kuusi.send("POST", "/api/password", current_password=PASSWORD, new_password="other words that are long")
    await expect(kuusi.page.locator("#writing")).to_be_visible()
    await kuusi.send("DELETE", "/api/logins/current")
    await expect(kuusi.page.get_by_role("heading", name="Sign in")).to_be_visible()
    await expect(kuusi.page.locator("body")).not_to_contain_text("a private thing")


async def test_help_is_offered_to_whoever_writes_that_life_is_too_heavy(community: Community) -> None:
    """S9: the message is delivered, and its author alone sees support."""
    aino = await community.guest("Aino", "facilitator")
    kuusi = await community.guest("Kuusi", width=360, height=740)
    await kuusi.write("I don't want to be here anymore")
    await aino.sees("I don't want to be here anymore")
    await expect(kuusi.page.get_by_text("You are not in trouble for these words.")).to_be_visible()
    await expect(aino.page.get_by_text("You are not in trouble for these words.")).to_have_count(0)
    await kuusi.page.locator(".support").get_by_role("button", name="I need help now").click()
    await expect(kuusi.page.get_by_role("link", name="09 123 4567")).to_be_in_viewport()


async def test_whoever_writes_too_fast_waits_and_nothing_is_lost(
    start_server: StartServer, open_page: OpenPage
) -> None:
    server = start_server(**{**QUICK, "SOHVA_NEWCOMER_BURST": "2", "SOHVA_NEWCOMER_RATE": "0.5"})
    organiser = Visitor(await open_page(), server.url)
    await begin(server, organiser)
    kuusi = await (await settle(server, open_page, organiser)).guest("Kuusi")
    for words in ("first", "second", "third", "fourth"):
        await kuusi.write(words)
    await expect(kuusi.page.get_by_text("You write faster than the room can read.")).to_be_visible()
    await expect(kuusi.messages("fourth")).to_have_count(1, timeout=15_000)
    shown = await kuusi.page.locator(".message .words").all_text_contents()
    assert shown == ["first", "second", "third", "fourth"]
