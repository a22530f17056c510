"""What the people of a group promise each other, by screen (S1, S17): read, accepted, changed, declined, kept."""

import json
from pathlib import Path

from playwright.async_api import expect

from tests.browser.visitors import Community, Visitor, never_used
from tests.harness.browser import serious_violations

FIRST = "What is said here stays here.\n\nNobody writes down what others say."
KINDS = {"material": "The promise is another", "editorial": "It only reads better"}
WIDER = FIRST + "\n\nA professional may be present."


async def publish(organiser: Visitor, text: str, kind: str = "", what: str = "") -> None:
    page = organiser.page
    await page.get_by_label("Text of the agreement").fill(text)
    if kind:
        await page.get_by_label("What is different now, in one sentence").fill(what)
        kinds = page.get_by_role("group", name="What kind of change is it?")
        await kinds.get_by_label(KINDS[kind]).check()
    await page.get_by_role("button", name="Publish the agreement").click()


async def version_is(organiser: Visitor, version: str) -> None:
    await expect(organiser.page.get_by_text(f"Version {version}, from")).to_be_visible()


async def come_in(community: Community, name: str) -> Visitor:
    """Through the door, by reading and promising."""
    guest = await community.visitor(width=360, height=740)
    await guest.go(community.links["participant"])
    await expect(guest.page.get_by_text("Nobody writes down what others say.")).to_be_visible()
    await guest.page.get_by_label("Pseudonym").fill(never_used(name))
    await guest.page.get_by_label("Password").fill("lamp river seven quiet stones")
    await guest.page.get_by_role("button", name="I promise this, and come in").click()
    await guest.page.get_by_role("button", name="I have kept them").click()
    await expect(guest.page.get_by_label("Write to everyone")).to_be_visible()
    return guest


async def test_a_comma_asks_nobody_a_clause_asks_everybody_and_the_receipt_stays(
    community: Community, tmp_path: Path
) -> None:
    radu = community.organiser
    await radu.go(f"/rooms/{community.room}/settings")
    await publish(radu, FIRST)
    await version_is(radu, "1.0")
    kuusi, meri = await come_in(community, "Kuusi"), await come_in(community, "Meri")
    await kuusi.write("good evening")
    await meri.sees("good evening")
    await publish(radu, FIRST.replace("here stays", "here, stays"), "editorial", "A comma.")
    await version_is(radu, "1.0.1")
    await expect(kuusi.page.get_by_text("The agreement of the group is another now.")).to_be_visible()
    await kuusi.page.locator("#writing").fill("half a thought")
    await publish(radu, WIDER, "material", "A professional may be present.")
    await version_is(radu, "2.0")
    for guest in (kuusi, meri):
        await expect(guest.page.get_by_role("listitem")).to_have_text(["A professional may be present."])
        await expect(guest.page.locator(".promise")).to_contain_text("A professional may be present.")
        await expect(guest.messages("good evening")).to_be_hidden()
    await expect(kuusi.page.locator("form.composer")).to_contain_text("once you have accepted the agreement")
    await kuusi.page.get_by_role("button", name="I promise this").click()
    await expect(kuusi.page.get_by_label("Write to everyone")).to_have_value("half a thought")
    await kuusi.page.get_by_role("button", name="Send", exact=True).click()
    await kuusi.sees("half a thought")
    await meri.page.get_by_role("button", name="I do not agree").click()
    await expect(meri.page.get_by_text("Then you leave this group.")).to_be_visible()
    await meri.page.get_by_role("button", name="Yes, give it up").click()
    await expect(meri.page.get_by_role("heading", name="Groups you can ask to join")).to_be_visible()
    await kuusi.go("/me")
    async with kuusi.page.expect_download() as downloading:
        await kuusi.page.get_by_role("button", name="Save the receipt of Tuesday circle, version 1.0").click()
    await (await downloading.value).save_as(tmp_path / "receipt.json")
    receipt = json.loads((tmp_path / "receipt.json").read_text())
    assert (receipt["version"], receipt["group"], receipt["how"]) == ("1.0", "Tuesday circle", "here")
    assert await kuusi.send("POST", "/api/receipts/verify", receipt=receipt) == {"is_genuine": True}
    anybody = await community.visitor(width=360, height=740)
    await anybody.go("/verify")
    for altered, verdict in (
        (receipt, "This receipt is genuine."),
        (receipt | {"display_name": "Radu"}, "was altered"),
    ):
        (tmp_path / "shown.json").write_text(json.dumps(altered))
        await anybody.page.get_by_label("The receipt").set_input_files(tmp_path / "shown.json")
        await anybody.page.get_by_role("button", name="Check it").click()
        await expect(anybody.page.locator("main [role=status]")).to_contain_text(verdict)
    assert community.server.command("receipt", "verify", str(tmp_path / "receipt.json")).startswith("Genuine: Kuusi")


async def test_who_was_inside_before_reads_it_in_the_room_and_a_signature_on_paper_counts(community: Community) -> None:
    radu, kuusi = community.organiser, await community.guest("Kuusi")
    await kuusi.write("hello")
    await radu.go(f"/rooms/{community.room}/settings")
    await publish(radu, FIRST)
    await expect(kuusi.page.get_by_role("heading", name="What we promise each other")).to_be_visible()
    assert await serious_violations(kuusi.page) == []
    await expect(kuusi.page.locator("#writing")).to_be_hidden()
    hers = radu.page.get_by_role("listitem").filter(has_text=kuusi.name)
    await expect(hers.get_by_text("has not accepted the agreement as it is now")).to_be_visible()
    await radu.page.get_by_label("Who has signed").select_option(label=kuusi.name)
    await radu.page.get_by_label("Day of the signature").fill("2026-03-12")
    await radu.page.get_by_role("button", name="Record the signature").click()
    await expect(hers.get_by_text("signed on paper on Thursday 12 March")).to_be_visible()
    await kuusi.page.reload()
    await kuusi.sees("hello")
    await kuusi.go("/me")
    await expect(kuusi.page.locator("main")).to_contain_text("signed on paper on Thursday 12 March")
