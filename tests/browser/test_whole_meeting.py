"""A whole evening on short timers: five people, a facilitator, a professional (S2 to S7), with a picture of each step."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.visitors import PASSWORD, QUICK, ROOM, Community, Visitor, begin, never_used, train
from tests.harness.browser import OpenPage, serious_violations
from tests.harness.server_process import StartServer

PICTURES = Path(__file__).parents[1] / "artefacts" / "whole_meeting"
PAUSE = 4
SHORT = QUICK | {
    "SOHVA_PAUSE_AFTER_SECONDS": str(PAUSE),
    "SOHVA_END_AFTER_SECONDS": "120",
    "SOHVA_ACCEPT_SECONDS": "60",
}
AGREEMENT = "What is said here stays here. Nobody has to speak."
PEOPLE = ("Kuusi", "Meri", "Lumi", "Tammi", "Onni")
NARROW = {"Kuusi", "Lumi"}


class Evening:
    """The room, whoever sits in it, and a picture after each step."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.people: dict[str, Visitor] = {}
        self.step = 0

    async def picture(self, name: str, *whose: str) -> None:
        self.step += 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        for one in whose:
            await self.people[one].page.screenshot(path=PICTURES / f"{self.step:02}-{name}-{one.lower()}.png")

    async def everybody_reads(self, text: str) -> None:
        for one in PEOPLE:
            await expect(self.people[one].page.locator("main")).to_contain_text(text)

    async def whose_turn(self) -> str:
        """Whom of the five the turn is offered to; the facilitator lets hers go by."""
        for _ in range(60):
            for one in (*PEOPLE, "Aino"):
                page = self.people[one].page
                if not await page.get_by_role("button", name="Take the turn", exact=True).count():
                    continue
                if one in PEOPLE:
                    return one
                await page.get_by_role("button", name="Pass", exact=True).click()
            await self.people[PEOPLE[0]].page.wait_for_timeout(250)
        raise AssertionError("the turn is offered to nobody")


@pytest.mark.timeout(300)
async def test_an_evening_from_the_door_to_the_goodbye(start_server: StartServer, open_page: OpenPage) -> None:
    server = start_server(**SHORT)
    radu = Visitor(await open_page(), server.url)
    await begin(server, radu)
    evening = Evening(await prepared(radu, server, open_page))
    guest_link = await a_guest_is_invited(evening)
    await people_arrive(evening)
    await the_facilitator_opens(evening)
    await the_facilitator_looks_at_the_desk(evening)
    await an_opening_round(evening)
    await turns_go_round(evening)
    await the_facilitator_drops_out(evening)
    await the_guest_speaks(evening, guest_link)
    await goodbye(evening)


async def prepared(radu: Visitor, server: Any, open_page: OpenPage) -> Community:
    room = (await radu.send("POST", "/api/rooms", **ROOM))["id"]
    await radu.send("POST", f"/api/rooms/{room}/agreement", text=AGREEMENT, is_material=True)
    promise = {"influence": "heard", "decision_maker": "Radu", "expectations": "Kindness."}
    await radu.send("PUT", f"/api/rooms/{room}/door", **promise)
    community = Community(server, open_page, radu, room)
    for role in ("participant", "facilitator"):
        made = await radu.send("POST", f"/api/rooms/{room}/invitations", role=role, uses=20)
        community.links[role] = made["path"]
    return community


async def a_guest_is_invited(evening: Evening) -> str:
    """A session that begins in a moment, and a link into it for Dr Ionescu."""
    radu, room = evening.community.organiser, evening.community.room
    starts = datetime.now(UTC) + timedelta(seconds=4)
    about = {"kind": "support_group", "title": "Tuesday", "time_zone": "UTC", "influence": "heard"}
    times = {"starts": starts, "ends": starts + timedelta(minutes=90)}
    wall = {name: at.replace(tzinfo=None).isoformat(timespec="seconds") for name, at in times.items()}
    made = await radu.send("POST", f"/api/rooms/{room}/meetings", decision_maker="Radu", **about, **wall)
    guest = {"display_name": "Dr Ionescu", "profession": "Psychologist", "organisation": "Toivo", "checked": "card"}
    link = await radu.send("POST", f"/api/meetings/{made['meetings'][0]['id']}/professionals", **guest)
    return str(link["path"])


async def people_arrive(evening: Evening) -> None:
    """Each reads the door and the agreement, and comes in through the link."""
    for name in PEOPLE:
        size = {"width": 360, "height": 740} if name in NARROW else {}
        visitor = evening.people[name] = await evening.community.visitor(**size)
        visitor.name = name
        await visitor.go(evening.community.links["participant"])
        await expect(visitor.page.locator("main")).to_contain_text("The decision is made by: Radu.")
        await expect(visitor.page.locator("main")).to_contain_text(AGREEMENT)
        if name == "Kuusi":
            await evening.picture("the-door", name)
        pseudonym = never_used(name)
        await visitor.page.get_by_label("Pseudonym").fill(pseudonym)
        await visitor.page.get_by_label("Password").fill(PASSWORD)
        await visitor.page.get_by_role("button", name="I promise this, and come in").click()
        await visitor.page.get_by_role("button", name="I have kept them").click()
        await expect(visitor.page.locator("#writing")).to_be_visible()
        evening.people[name].name = pseudonym
    await evening.everybody_reads("The group")
    await evening.picture("closed", "Kuusi", "Meri")


async def the_facilitator_opens(evening: Evening) -> None:
    """S2: a trained facilitator comes on duty and opens; everybody hears it without doing anything."""
    community = evening.community
    aino = evening.people["Aino"] = await community.visitor()
    await aino.join(community.links["facilitator"], never_used("Aino"))
    await aino.send("POST", f"/api/rooms/{community.room}/agreement/accept", version="1.0")
    await train(community, aino.name)
    await aino.go(f"/rooms/{community.room}")
    await aino.page.get_by_role("button", name="Go on duty").click()
    await evening.everybody_reads("You are welcome to wait here.")
    await evening.picture("lobby", "Aino", "Kuusi")
    await aino.page.get_by_role("button", name="Open the group").click()
    await evening.everybody_reads("The group is open. You can write.")
    assert await serious_violations(aino.page) == []


async def the_facilitator_looks_at_the_desk(evening: Evening) -> None:
    """Whoever is on duty is in the room on every screen, also after loading one anew: the group need not wait."""
    page, kuusi = evening.people["Aino"].page, evening.people["Kuusi"].page
    await page.locator(".menu > summary").click()
    await page.get_by_role("link", name="The desk").click()
    await expect(page.get_by_role("heading", name="The desk")).to_be_visible()
    await page.wait_for_timeout(PAUSE * 2000)
    await page.goto(evening.community.server.url + "/me")
    await page.wait_for_timeout(PAUSE * 2000)
    await expect(kuusi.locator("main")).not_to_contain_text("The connection of Aino")  # nor in what was
    await page.goto(f"{evening.community.server.url}/rooms/{evening.community.room}")
    await expect(page.get_by_label("Write to everyone")).to_be_visible()


async def guide(evening: Evening, part: str) -> Any:
    """A part of the facilitator's controls, opened."""
    fold = evening.people["Aino"].page.locator(".guide .part").filter(has=evening.people["Aino"].page.get_by_text(part))
    if await fold.get_attribute("open") is None:
        await fold.locator("summary").click()
    return fold


async def an_opening_round(evening: Evening) -> None:
    fold = await guide(evening, "Rounds")
    await fold.get_by_label("The question").fill("One word for today?")
    await fold.get_by_role("button", name="Ask everyone").click()
    await evening.everybody_reads("One word for today?")
    meri = evening.people["Meri"]
    await expect(meri.page.locator("aside")).to_contain_text("6 of 6 not yet heard")
    await write(meri, "Tired.")
    await expect(meri.page.locator("aside")).to_contain_text("5 of 6 not yet heard")
    await evening.picture("opening-round", "Aino", "Meri", "Kuusi")
    await fold.get_by_role("button", name="End the round").click()
    await evening.everybody_reads("The round is over.")


async def reads_why(visitor: Visitor, words: str) -> None:
    await expect(visitor.page.locator("label.why")).to_contain_text(words)


async def write(visitor: Visitor, text: str) -> None:
    await visitor.page.locator("#writing").fill(text)
    await visitor.page.get_by_role("button", name="Send", exact=True).click()
    await visitor.sees(text)


async def turns_go_round(evening: Evening) -> None:
    """S4, S6: around the table, with the keyboard alone; what somebody had begun to write stays theirs."""
    begun = evening.people["Tammi"].page.locator("#writing")
    await begun.fill("half a thought")
    fold = await guide(evening, "How we sit")
    await fold.get_by_text("Round table").click()
    await fold.get_by_label("Why").fill("So that everyone gets heard.")
    await fold.get_by_role("button", name="Change how we sit").click()
    await evening.everybody_reads("So that everyone gets heard.")
    first = await evening.whose_turn()
    await evening.picture("turn-offered", first, "Aino")
    await evening.people[first].page.keyboard.press("Alt+t")
    await reads_why(evening.people[first], "It is your turn.")
    await expect(begun).to_have_value("half a thought")
    await evening.picture("turn", first, "Aino", next(one for one in NARROW if one != first))
    if first != "Tammi":
        await write(evening.people[first], "I am glad to be here.")
    await evening.people[first].page.keyboard.press("Alt+p")
    second = await evening.whose_turn()
    assert second != first
    await evening.people[second].page.keyboard.press("Alt+p")
    await expect(evening.people[second].page.get_by_role("button", name="Take the turn")).to_have_count(0)
    third = await evening.whose_turn()
    assert third not in {first, second}
    await evening.people[third].page.keyboard.press("Alt+t")
    await reads_why(evening.people[third], "It is your turn.")
    evening.people["holder"] = evening.people[third]


async def the_facilitator_drops_out(evening: Evening) -> None:
    """S3: the room waits, and goes on where it was."""
    aino, holder = evening.people["Aino"], evening.people["holder"]
    address = aino.page.url
    await aino.page.goto("about:blank")
    await evening.everybody_reads("The connection of Aino")
    await evening.picture("paused", "Meri", "Kuusi")
    await aino.page.goto(address)
    await reads_why(holder, "It is your turn.")
    await evening.picture("back", "Aino", "Meri")


async def the_guest_speaks(evening: Evening, link: str) -> None:
    """S5: in rows; a question waits, is let through without its asker's name, supported and answered."""
    guest = evening.people["Dr Ionescu"] = await evening.community.visitor()
    await guest.go(link)
    await expect(guest.page.locator("main")).to_contain_text("You are invited as Dr Ionescu, Psychologist, Toivo.")
    await guest.page.get_by_label("Pseudonym").fill(never_used("Ionescu"))
    await guest.page.get_by_label("Password").fill(PASSWORD)
    await guest.page.get_by_role("button", name="I promise this, and come in").click()
    await guest.page.get_by_role("button", name="I have kept them").click()
    await expect(guest.page.locator("#writing")).to_be_visible()
    await evening.everybody_reads("Guest: Dr Ionescu, Psychologist, Toivo.")
    fold = await guide(evening, "How we sit")
    await fold.get_by_text("Rows").click()
    await fold.get_by_role("button", name="Change how we sit").click()
    kuusi, meri, aino = (evening.people[one] for one in ("Kuusi", "Meri", "Aino"))
    await kuusi.page.locator("#writing").fill("How long until one sleeps better?")
    await kuusi.page.get_by_role("button", name="Ask", exact=True).click()
    await expect(kuusi.page.get_by_text("Your question waits.")).to_be_visible()
    await expect(meri.page.get_by_text("How long until one sleeps better?")).to_have_count(0)
    await expect(aino.page.locator(".guide")).to_contain_text("How long until one sleeps better?")
    await evening.picture("a-question-waits", "Kuusi", "Aino", "Meri")
    await aino.page.get_by_role("button", name="Let the question of Kuusi", exact=False).first.click()
    question = meri.page.locator(".question").filter(has_text="How long until one sleeps better?")
    await expect(question).to_contain_text("Somebody")
    await question.get_by_role("button", name="I would like to know too").click()
    await expect(guest.page.locator(".question")).to_contain_text("Would like to know too: Meri")
    await write(guest, "A few weeks, for most.")
    await aino.page.get_by_role("button", name="It is answered").click()
    await expect(question).to_contain_text("was answered")
    await evening.picture("rows", "Kuusi", "Aino", "Meri")


async def goodbye(evening: Evening) -> None:
    """S7: a closing round, checking out, the end; the words that one could not send stay."""
    aino = evening.people["Aino"]
    fold = await guide(evening, "How we sit")
    await fold.get_by_text("Sofas").click()
    await fold.get_by_role("button", name="Change how we sit").click()
    await aino.page.get_by_role("button", name="Begin to close").click()
    fold = await guide(evening, "Rounds")
    await fold.get_by_label("Which round").select_option("closing")
    await fold.get_by_label("The question").fill("What do you take home?")
    await fold.get_by_role("button", name="Ask everyone").click()
    for one in PEOPLE:
        await evening.people[one].page.get_by_role("button", name="I am leaving well").click()
    await expect(aino.page.locator("aside")).to_contain_text("has said goodbye")
    await evening.picture("closing", "Aino", "Kuusi")
    await aino.page.get_by_role("button", name="End for this time").click()
    await aino.page.get_by_role("button", name="Yes, end").click()
    await evening.everybody_reads("The group has ended for this time.")
    await expect(evening.people["Tammi"].page.locator("#writing")).to_have_value("half a thought")
    await evening.picture("ended", "Kuusi", "Meri")
