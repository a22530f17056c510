"""A whole evening at the desk, by keyboard alone, in three languages: report, worry, hold, warning, appeal, side room.

Aino reads English, Petri Finnish; Tammi reads Finnish, Lumi Romanian. What people write stays in their own words.
"""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.evening import Evening, about, at_the_desk, begin_a_warning, choose, press, say, tab_to
from tests.harness.browser import serious_violations

pytestmark = pytest.mark.timeout(240)  # five people at five browsers, every key a journey


async def test_a_report_is_looked_at_and_whom_it_is_about_learns_nothing(evening: Evening) -> None:
    """S10"""
    kuusi, aino, tammi = evening.kuusi, evening.aino, evening.tammi
    await say(tammi, "You always talk too much.")
    await about(kuusi, "You always talk too much.", "Answer Tammi's message", "Ask the team to look")
    await expect(kuusi.page.get_by_text("Nobody is angry if you are mistaken.")).to_be_visible()
    await choose(kuusi.page, "Unkind")
    await press(kuusi.page, "Send to the team")
    await expect(kuusi.page.get_by_role("heading", name="Thank you. The team has it.")).to_be_focused()
    await press(kuusi.page, "Back to the group")
    await expect(aino.page.locator(".desk-line")).to_contain_text("One other case waits.")
    desk = await at_the_desk(aino, "The desk")
    await desk.keyboard.press("t")
    await expect(desk.get_by_text("The words are covered.")).to_be_visible()
    await expect(desk.locator("main")).not_to_contain_text("You always talk too much.")
    await desk.keyboard.press("w")
    await expect(desk.locator(".matter")).to_contain_text("You always talk too much.")
    assert await serious_violations(desk) == []
    await desk.keyboard.press("d")
    await choose(desk, "Nothing against the rules")
    await tab_to(desk, "A sentence to whoever asked, if you like")
    await desk.keyboard.type("It was meant kindly.")
    await press(desk, "Decide and close")
    await expect(desk.locator(".summary")).to_contain_text("Nothing is here.")
    await expect(desk.locator(".cases")).to_be_focused()
    await kuusi.go("/me/reports")
    await expect(kuusi.page.locator("main")).to_contain_text("found nothing against the rules")
    await expect(kuusi.page.locator("main")).to_contain_text("It was meant kindly.")
    await expect(tammi.page.locator(".standing")).to_be_empty()


async def test_a_worry_reaches_a_human_and_two_talk_by_themselves(evening: Evening) -> None:
    """S8: worried in English, answered in Finnish, talked about in Romanian."""
    kuusi, petri, lumi, aino = evening.kuusi, evening.petri, evening.lumi, evening.aino
    await say(lumi, "A fost o zi lungă.")
    await about(kuusi, "A fost o zi lungă.", "Answer Lumi's message", "I am worried about Lumi")
    await press(kuusi.page, "Tell a moderator")
    await expect(kuusi.page.get_by_role("heading", name="Thank you. A moderator has it.")).to_be_focused()
    await expect(lumi.page.locator(".standing")).to_be_empty()
    desk = await at_the_desk(petri, "Päivystys")
    await desk.keyboard.press("t")
    await expect(desk.get_by_text("Täältä ketään ei rangaista.")).to_be_visible()
    await expect(desk.get_by_role("radio")).to_have_count(5)
    await desk.keyboard.press("s")
    await expect(desk.locator(".distress").get_by_text("Olet tarjoutunut juttelemaan.")).to_be_visible()
    await expect(lumi.page.get_by_role("heading", name="din echipă ar vrea să vorbească cu tine")).to_be_visible()
    await press(lumi.page, "Da, hai să vorbim")
    await expect(lumi.page.locator("h1")).to_contain_text("Tu și Petri")
    await tab_to(lumi.page, "Scrie către Petri")
    await lumi.page.keyboard.type("Mulțumesc că întrebi.")
    await lumi.page.keyboard.press("Enter")
    await expect(desk.locator(".distress").get_by_text("Juttelette kahden.")).to_be_visible()
    await press(desk, "Mene sinne")
    await expect(desk.locator(".message")).to_contain_text("Mulțumesc că întrebi.")
    assert await serious_violations(desk) == []
    await press(desk, "Päätä keskustelu")
    await choose(desk, "Nyt rauhallisempi")
    await press(desk, "Kyllä, päätä")
    await expect(lumi.page.get_by_text("Această conversație s-a încheiat.")).to_be_visible()
    await press(desk, "Takaisin päivystykseen")
    await expect(desk.locator(".case-row")).to_have_count(1)
    await desk.keyboard.press("j")
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("radio").first).to_be_visible()
    await desk.keyboard.press("d")
    await choose(desk, "Olemme puhuneet")
    await press(desk, "Päätä ja sulje")
    await kuusi.go("/me/reports")
    await expect(kuusi.page.locator("main")).to_contain_text("We have talked with the person.")
    await expect(aino.page.locator(".standing")).to_be_empty()


async def test_a_held_message_is_waiting_until_somebody_posts_it(evening: Evening) -> None:
    """S13: sending contact details anyway holds them for a moderator."""
    kuusi, petri, tammi = evening.kuusi, evening.petri, evening.tammi
    await say(kuusi, "You can call me: 040 123 4567")
    await expect(kuusi.page.get_by_role("button", name="Let a moderator look first")).to_be_visible()
    await press(kuusi.page, "Let a moderator look first")
    await expect(kuusi.page.get_by_role("heading", name="Waiting for a moderator")).to_be_visible()
    await expect(kuusi.page.locator(".held")).to_contain_text("You can call me: 040 123 4567")
    await expect(tammi.page.locator(".message")).to_have_count(0)
    desk = await at_the_desk(petri, "Päivystys")
    await desk.keyboard.press("t")
    await expect(desk.get_by_role("heading", name="Viesti odottaa julkaisua")).to_be_visible()
    await desk.keyboard.press("d")
    await choose(desk, "Julkaise")
    await press(desk, "Päätä ja sulje")
    await expect(tammi.page.locator(".message")).to_have_count(1)
    await expect(kuusi.page.locator(".held")).to_have_count(0)


async def test_a_warning_is_read_an_appeal_is_decided_by_somebody_else(evening: Evening) -> None:
    """S12: given in English, read and appealed in Finnish, not decided by whoever gave it."""
    kuusi, aino, petri, tammi = evening.kuusi, evening.aino, evening.petri, evening.tammi
    await say(tammi, "You always talk too much.")
    await kuusi.sees("You always talk too much.")
    message = str(await kuusi.page.locator(".message").last.get_attribute("id")).removeprefix("m-")
    room = evening.community.room
    await kuusi.send("POST", f"/api/rooms/{room}/reports", message=message, reason="unkind")
    desk = await at_the_desk(aino, "The desk")
    await begin_a_warning(desk, "3")
    await press(desk, "Decide and close")
    await expect(tammi.page.get_by_role("heading", name="Lue tämä, ennen kuin kirjoitat taas")).to_be_visible()
    await expect(tammi.page.locator("#writing")).to_be_hidden()
    assert await serious_violations(tammi.page) == []
    await press(tammi.page, "Pyydä toista katsomaan uudelleen")
    await press(tammi.page, "Pyydä uutta arviota")
    await expect(tammi.page.get_by_text("Joku toinen katsoo sitä.")).to_be_visible()
    await press(tammi.page, "Olen lukenut tämän")
    await expect(tammi.page.locator("#writing")).to_be_visible()
    await expect(desk.locator(".case-row")).to_have_count(1)
    await desk.keyboard.press("t")
    await expect(desk.get_by_text("You are part of this. Somebody else decides.")).to_be_visible()
    await expect(desk.get_by_role("button", name="Take the next one")).to_be_hidden()
    theirs = await at_the_desk(petri, "Päivystys")
    await theirs.keyboard.press("t")
    await expect(theirs.get_by_role("heading", name="Joku pyytää uutta arviota")).to_be_visible()
    await theirs.keyboard.press("d")
    await choose(theirs, "Peru päätös")
    await press(theirs, "Päätä ja sulje")
    await tammi.go("/me/decisions")
    await expect(tammi.page.locator("main")).to_contain_text("Joku toinen katsoi sen ja perui päätöksen.")


async def test_whom_one_does_not_want_to_read_is_covered_and_nobody_is_told(evening: Evening) -> None:
    kuusi, tammi, lumi = evening.kuusi, evening.tammi, evening.lumi
    await say(tammi, "You always talk too much.")
    await about(kuusi, "You always talk too much.", "Answer Tammi's message", "Not see Tammi for a while")
    await press(kuusi.page, "Hide these messages for me")
    await press(kuusi.page, "Back to the group")
    await expect(kuusi.page.locator(".message")).to_contain_text("You have chosen not to see this.")
    await kuusi.page.reload()
    await expect(kuusi.page.locator(".message")).to_contain_text("You have chosen not to see this.")
    await expect(kuusi.page.locator(".message")).not_to_contain_text("You always talk too much.")
    await lumi.sees("You always talk too much.")
    await expect(tammi.page.locator(".standing")).to_be_empty()


async def test_an_author_puts_a_note_in_front_and_others_open_it_by_choice(evening: Evening) -> None:
    kuusi, lumi = evening.kuusi, evening.lumi
    await say(kuusi, "My grandmother died on Sunday.")
    await about(kuusi, "My grandmother died on Sunday.", "Answer Kuusi's message", "Put a note in front")
    await choose(kuusi.page, "It speaks of death or loss.")
    await press(kuusi.page, "Put it there")
    await expect(lumi.page.locator(".message")).to_contain_text("Vorbește despre moarte sau pierdere.")
    await expect(lumi.page.locator(".message")).not_to_contain_text("My grandmother died on Sunday.")
    await lumi.page.locator(".message").focus()
    await press(lumi.page, "Citește")
    await lumi.sees("My grandmother died on Sunday.")


async def test_a_note_is_kept_while_a_decision_is_half_written(evening: Evening) -> None:
    """From a choice, too, a letter leads on; what is written is words, and how things are is said in one breath."""
    kuusi, aino = evening.kuusi, evening.aino
    await say(evening.tammi, "You always talk too much.")
    await about(kuusi, "You always talk too much.", "Answer Tammi's message", "Ask the team to look")
    await choose(kuusi.page, "Unkind")
    await press(kuusi.page, "Send to the team")
    desk = await at_the_desk(aino, "The desk")
    await desk.keyboard.press("t")
    await expect(desk.get_by_role("radio").first).to_be_visible()
    await desk.keyboard.press("d")
    await choose(desk, "Remove the message")
    await desk.keyboard.press("n")
    await expect(desk.get_by_label("Only the desk reads it")).to_be_focused()
    await desk.keyboard.type("I have read it here, and there.")
    await press(desk, "Keep the note")
    await expect(desk.locator("#said")).to_have_text("The note is kept.")
    await expect(desk.locator(".notes")).to_contain_text("I have read it here, and there.")
    await expect(desk.get_by_role("radio", name="Remove the message")).to_be_checked()
    await desk.keyboard.press("r")
    await expect(desk.locator("#said")).to_have_text("Back on the list. One other case waits.")


async def test_a_deed_is_said_with_its_news_though_its_answer_comes_late(evening: Evening) -> None:
    """The desk hears of the change before the answer is there, and waits for it."""
    await say(evening.tammi, "You always talk too much.")
    await about(evening.kuusi, "You always talk too much.", "Answer Tammi's message", "Ask the team to look")
    await choose(evening.kuusi.page, "Unkind")
    await press(evening.kuusi.page, "Send to the team")
    desk = await at_the_desk(evening.aino, "The desk")
    await desk.keyboard.press("t")
    await expect(desk.get_by_role("radio").first).to_be_visible()
    answered = asyncio.Event()

    async def late(route: Route) -> None:
        response = await route.fetch()
        answered.set()
        await asyncio.sleep(1)
        await route.fulfill(response=response)

    await desk.route("**/release", late)
    await desk.keyboard.press("r")
    await asyncio.wait_for(answered.wait(), 15)
    await expect(desk.locator("#said")).to_have_text("Back on the list. One other case waits.")


async def test_whoever_was_second_reads_who_was_first_on_a_phone_too(evening: Evening) -> None:
    kuusi, aino, petri = evening.kuusi, evening.aino, evening.petri
    await aino.page.set_viewport_size({"width": 360, "height": 740})
    await say(evening.tammi, "You always talk too much.")
    await about(kuusi, "You always talk too much.", "Answer Tammi's message", "Ask the team to look")
    await choose(kuusi.page, "Unkind")
    await press(kuusi.page, "Send to the team")
    desk = await at_the_desk(aino, "The desk")
    await desk.keyboard.press("j")
    await desk.keyboard.press("Enter")

    async def petri_first(route: Route) -> None:
        case = (await petri.send("GET", "/api/desk"))["cases"][0]
        await petri.send("POST", f"/api/cases/{case['case']}/claim", version=case["version"])
        await route.continue_()

    await desk.route("**/claim", petri_first)
    await press(desk, "Take it")
    await expect(desk.locator(".problem", has_text="was a moment faster")).to_contain_text(petri.name)
    await expect(desk.get_by_text(f"{petri.name} has it. If they stop")).to_be_visible()
