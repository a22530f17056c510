"""What stands beside the room for one person alone stays as they left it: an appeal half written, a talk of two."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.evening import Evening, about, at_the_desk, press, say, tab_to
from tests.browser.test_for_everyone import SMALL_TARGETS
from tests.browser.visitors import Visitor
from tests.harness.browser import serious_violations

pytestmark = pytest.mark.timeout(240)


async def place_of(visitor: Visitor) -> str:
    rooms = (await visitor.send("GET", "/api/rooms"))["rooms"]
    return str(rooms[0]["my"]["participation"])


async def take(visitor: Visitor, kind: str) -> dict[str, Any]:
    """The first case of a kind at somebody's desk, now theirs."""
    cases: list[dict[str, Any]] = (await visitor.send("GET", "/api/desk"))["cases"]
    one = next(case for case in cases if case["kind"] == kind)
    return {**one, **await visitor.send("POST", f"/api/cases/{one['case']}/claim", version=one["version"])}


async def mute(evening: Evening, whom: Visitor) -> None:
    """Aino decides on what Kuusi reported: reading only for a day."""
    await evening.kuusi.send(
        "POST", f"/api/rooms/{evening.community.room}/reports", participation=await place_of(whom), reason="unkind"
    )
    case = await take(evening.aino, "report")
    step = {"kind": "mute", "reason": "harassment", "ground": "3", "hours": 24}
    await evening.aino.send(
        "POST", f"/api/cases/{case['case']}/decide", version=case["version"], outcome="sanctioned", sanction=step
    )


async def test_an_appeal_half_written_stays_when_something_else_comes(evening: Evening) -> None:
    """Tammi is muted, writes an appeal, and is offered a talk meanwhile."""
    tammi, kuusi, aino = evening.tammi, evening.kuusi, evening.aino
    await mute(evening, tammi)
    banner = tammi.page.locator(".sanction")
    await expect(banner.get_by_role("heading", name="Voit lukea mutta et kirjoittaa")).to_be_visible()
    await expect(tammi.page.locator("#writing")).to_be_hidden()
    assert await serious_violations(tammi.page) == []
    await press(tammi.page, "Pyydä toista katsomaan uudelleen")
    await tab_to(tammi.page, "Mitä heidän olisi hyvä tietää?")
    await tammi.page.keyboard.type("Se oli vitsi, jo")
    room = evening.community.room
    await kuusi.send("POST", f"/api/rooms/{room}/worries", participation=await place_of(tammi), note="")
    case = await take(aino, "distress")
    await aino.send("POST", f"/api/cases/{case['case']}/side-room")
    await expect(tammi.page.locator(".offer")).to_be_visible()
    await expect(tammi.page.locator("#said")).to_contain_text("haluaisi jutella")
    await tammi.page.keyboard.type("nka Kuusi tuntee.")
    await expect(tammi.page.get_by_label("Mitä heidän olisi hyvä tietää?")).to_have_value(
        "Se oli vitsi, jonka Kuusi tuntee."
    )
    await press(tammi.page, "Pyydä uutta arviota")
    await expect(tammi.page.get_by_text("Joku toinen katsoo sitä.")).to_be_visible()


async def test_an_appealed_mute_is_made_shorter(evening: Evening) -> None:
    """Petri has fewer hours do; Tammi reads until when."""
    tammi, petri = evening.tammi, evening.petri
    await mute(evening, tammi)
    sanction = (await tammi.send("GET", "/api/sanctions"))["sanctions"][0]
    await tammi.send("POST", f"/api/sanctions/{sanction['sanction']}/appeal", words="Se oli vitsi.")
    desk = await at_the_desk(petri, "Päivystys")
    await desk.keyboard.press("t")
    await expect(desk.get_by_role("radio").first).to_be_visible()
    await desk.keyboard.press("w")
    await expect(desk.locator(".covered")).to_contain_text("Se oli vitsi.")
    await desk.keyboard.press("d")
    await desk.keyboard.press("ArrowDown")
    await tab_to(desk, "Kuinka monta tuntia kaikkiaan, antohetkestä lukien?")
    await desk.keyboard.press("Control+a")
    await desk.keyboard.type("2")
    assert await serious_violations(desk) == []
    await press(desk, "Päätä ja sulje")
    await expect(desk.locator(".case-row")).to_have_count(0)
    await expect(tammi.page.locator(".sanction")).to_contain_text("Joku toinen katsoi sen ja muutti päätöstä.")


async def test_somebody_else_goes_on_with_the_person_and_the_words_keep_their_authors(evening: Evening) -> None:
    """Aino hands the talk with Lumi to Petri, who sees who had said what. Lumi's half sentence stays."""
    aino, petri, lumi = evening.aino, evening.petri, evening.lumi
    room = evening.community.room
    await evening.kuusi.send("POST", f"/api/rooms/{room}/worries", participation=await place_of(lumi), note="")
    case = await take(aino, "distress")
    side = (await aino.send("POST", f"/api/cases/{case['case']}/side-room"))["side_room"]
    await expect(lumi.page.locator(".offer")).to_be_visible()
    await press(lumi.page, "Da, hai să vorbim")
    await expect(lumi.page.locator("h1")).to_contain_text("Tu și Aino")
    async with aino.page.expect_request(f"**/api/cases/{case['case']}/claim"):  # who listens keeps the case
        await aino.go(f"/side-rooms/{side}")
    await expect(aino.page.locator("#writing")).to_be_visible()
    await tab_to(aino.page, "Write to Lumi")
    await aino.page.keyboard.type("I am here.")
    await aino.page.keyboard.press("Enter")
    await expect(lumi.page.locator(".message")).to_contain_text("I am here.")
    assert await aino.page.evaluate(SMALL_TARGETS) == []
    await tab_to(lumi.page, "Scrie către Aino")
    await lumi.page.keyboard.type("Nu știu cum")
    await press(aino.page, "Let somebody else go on")
    await expect(aino.page.get_by_label("Who goes on?")).to_be_visible()
    await tab_to(aino.page, "Who goes on?")
    await aino.page.keyboard.type(petri.name)
    await press(aino.page, "Let somebody else go on")
    await expect(aino.page.locator("#said")).to_have_text("Handed over. Somebody else goes on with Lumi.")
    await expect(lumi.page.locator("h1")).to_have_text(f"Tu și {petri.name}")
    await expect(lumi.page.get_by_label(f"Scrie către {petri.name}")).to_have_value("Nu știu cum")
    desk = await at_the_desk(petri, "Päivystys")
    await desk.keyboard.press("j")
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".distress").get_by_text("Juttelette kahden.")).to_be_visible()
    await press(desk, "Mene sinne")
    await expect(desk.locator(".message .name")).to_have_text(aino.name)
    await tab_to(desk, "Kirjoita: Lumi")
    await desk.keyboard.type("Hyvää iltaa.")
    await desk.keyboard.press("Enter")
    await lumi.page.reload()
    await expect(lumi.page.locator(".message .name")).to_have_text([aino.name, petri.name])
    assert await serious_violations(lumi.page) == []


async def test_whoever_has_read_a_warning_writes_on(evening: Evening) -> None:
    """The keyboard is where one writes, once one may."""
    tammi = evening.tammi
    await evening.kuusi.send(
        "POST", f"/api/rooms/{evening.community.room}/reports", participation=await place_of(tammi), reason="unkind"
    )
    case = await take(evening.aino, "report")
    step = {"kind": "warning", "reason": "harassment", "ground": "3"}
    await evening.aino.send(
        "POST", f"/api/cases/{case['case']}/decide", version=case["version"], outcome="sanctioned", sanction=step
    )
    await press(tammi.page, "Olen lukenut tämän")
    await expect(tammi.page.locator("#writing")).to_be_focused()
    await say(tammi, "Anteeksi.")
    await evening.kuusi.sees("Anteeksi.")


async def test_whoever_worries_without_a_connection_is_told_and_can_press_again(evening: Evening) -> None:
    """The form has not been fetched yet when the connection goes."""
    kuusi, lumi = evening.kuusi, evening.lumi
    await say(lumi, "A fost o zi lungă.")
    await kuusi.sees("A fost o zi lungă.")
    await kuusi.page.context.set_offline(True)
    await about(kuusi, "A fost o zi lungă.", "Answer Lumi's message", "I am worried about Lumi")
    await expect(kuusi.page.locator(".sheet h2")).to_have_text("We cannot reach the server")
    await kuusi.page.context.set_offline(False)
    await press(kuusi.page, "Try again")
    await press(kuusi.page, "Tell a moderator")
    await expect(kuusi.page.get_by_role("heading", name="Thank you. A moderator has it.")).to_be_focused()
