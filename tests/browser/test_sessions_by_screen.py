"""Sessions by screen (S8): changed without losing what is typed, who was there, seats offered to those who need one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Locator, expect

from tests.browser.visitors import Community, Visitor
from tests.harness.browser import serious_violations

SOON = timedelta(seconds=6)  # a busy machine must still plan it ahead of its beginning


async def plan(community: Community, ahead: timedelta = timedelta(days=2), **about: Any) -> str:
    """A session of an hour, planned without the screen. Returns its id."""
    starts = (datetime.now(UTC) + ahead).replace(tzinfo=None)
    wall = {"starts": starts.isoformat(), "ends": (starts + timedelta(hours=1)).isoformat(), "time_zone": "UTC"}
    words = {
        "kind": "workshop",
        "title": "Sleeping better",
        "capacity": 3,
        "influence": "heard",
        "decision_maker": "Radu",
    }
    made = await community.organiser.send("POST", f"/api/rooms/{community.room}/meetings", **wall | words | about)
    return str(made["meetings"][0]["id"])


async def sign_up(visitor: Visitor, meeting: str) -> None:
    await visitor.send("POST", f"/api/meetings/{meeting}/registration", listens=False)


async def look(visitor: Visitor, community: Community) -> None:
    await visitor.go(f"/rooms/{community.room}/meetings")
    await expect(visitor.page.get_by_role("heading", name="Sleeping better")).to_be_visible()


async def change(radu: Visitor, community: Community) -> Locator:
    """The organiser opens the form to change the session."""
    await look(radu, community)
    await radu.page.get_by_role("button", name="Organise Sleeping better").press("Enter")
    await expect(radu.page.get_by_role("heading", name="Organise")).to_be_focused()
    await radu.page.locator("summary", has_text="Change this session").press("Enter")
    return radu.page.locator("form").filter(has=radu.page.get_by_text("Those who signed up are told"))


async def save(fields: Locator) -> None:
    await fields.get_by_role("button", name="Save").press("Enter")


async def test_a_session_is_changed_and_those_who_signed_up_are_told(community: Community) -> None:
    radu, kuusi = community.organiser, await community.guest("Kuusi")
    meeting = await plan(community)
    await sign_up(kuusi, meeting)
    await kuusi.go("/meetings")
    await expect(kuusi.page.get_by_role("heading", name="Sleeping better")).to_be_visible()
    fields = await change(radu, community)
    assert await serious_violations(radu.page) == []
    await fields.get_by_label("Name").fill("Sleeping well")
    await fields.get_by_label("Begins").fill("2027-03-02T18:30")
    await fields.get_by_label("Minutes").fill("45")
    await save(fields)
    changed = radu.page.get_by_role("heading", name="Sleeping well")
    await expect(changed).to_be_focused()
    await expect(radu.page.locator("#said")).to_have_text("It is saved.")
    await expect(radu.page.locator("main")).to_contain_text("Tuesday 2 March, 18:30–19:15")
    await expect(kuusi.page.locator("main")).to_contain_text("Something changed: Sleeping well")
    found = await kuusi.send("GET", f"/api/meetings/{meeting}")
    assert (found["starts_at"][:16], found["capacity"], found["about"]) == ("2027-03-02T18:30", 3, "")


async def test_a_refused_change_says_why_and_keeps_what_was_typed(community: Community) -> None:
    radu = community.organiser
    meeting = await plan(community)
    for name in ("Kuusi", "Meri"):
        await sign_up(await community.guest(name), meeting)
    fields = await change(radu, community)
    await save(fields)
    await expect(radu.page.get_by_text("Nothing is different yet.")).to_be_visible()
    await fields.get_by_label("Name").fill("Sleeping well")
    await fields.get_by_label("seats").fill("1")
    await save(fields)
    await expect(fields.get_by_role("alert")).to_have_text("More people have signed up than there would be seats.")
    await expect(fields.get_by_label("Name")).to_have_value("Sleeping well")


async def test_whoever_was_a_moment_later_reads_what_it_is_now_and_takes_nothing_back(community: Community) -> None:
    radu = community.organiser
    meeting = await plan(community)
    fields = await change(radu, community)
    await fields.get_by_label("What it is about").fill("Small steps.")
    await radu.send("PATCH", f"/api/meetings/{meeting}", version=1, capacity=5)
    await save(fields)
    await expect(fields.get_by_role("alert")).to_have_text(
        "Somebody else was a moment earlier. Look at how things are now."
    )
    await expect(radu.page.get_by_text("seats: 5. What you typed is still here.")).to_be_visible()
    await save(fields)
    await expect(radu.page.get_by_text("Small steps.")).to_be_visible()
    found = await radu.send("GET", f"/api/meetings/{meeting}")
    assert (found["about"], found["capacity"]) == ("Small steps.", 5)


async def test_the_rest_of_a_series_is_called_off_after_a_question(community: Community) -> None:
    """What was before stays; who signed up for a later one is told."""
    radu, kuusi = community.organiser, await community.guest("Kuusi")
    await plan(community, series={"every_weeks": 1, "count": 3})
    path = f"/api/rooms/{community.room}/meetings"
    await sign_up(kuusi, (await radu.send("GET", path))["meetings"][2]["id"])
    await radu.go(f"/rooms/{community.room}/meetings")
    await radu.page.get_by_role("button", name="Organise Sleeping better").nth(1).press("Enter")
    await radu.page.get_by_role("button", name="Call off this one and all that follow").press("Enter")
    await expect(radu.page.get_by_text("all later ones of the series are called off")).to_be_visible()
    assert await serious_violations(radu.page) == []
    await radu.page.get_by_role("button", name="Yes, call them all off").press("Enter")
    await expect(radu.page.locator(".cancelled")).to_have_count(2)
    assert [one["is_cancelled"] for one in (await radu.send("GET", path))["meetings"]] == [False, True, True]
    reminders = (await kuusi.send("GET", "/api/reminders"))["reminders"]
    assert [one["kind"] for one in reminders] == ["cancelled"]


async def test_who_guides_the_room_writes_down_who_was_there(community: Community) -> None:
    aino, kuusi = await community.guest("Aino", "facilitator"), await community.guest("Kuusi")
    meeting = await plan(community, SOON)
    await sign_up(kuusi, meeting)
    await kuusi.page.close()  # whoever sits in the room is seen by the server
    await aino.page.wait_for_timeout(SOON.total_seconds() * 1000)
    await look(aino, community)
    await aino.page.get_by_role("button", name="Who comes to Sleeping better").press("Enter")
    box = aino.page.get_by_role("group", name="Who was there?").get_by_label("Kuusi")
    await box.check()
    assert await serious_violations(aino.page) == []
    await aino.page.get_by_role("button", name="Save").press("Enter")
    await expect(aino.page.get_by_text("It is saved.")).to_be_visible()
    people = (await aino.send("GET", f"/api/meetings/{meeting}/registrations"))["people"]
    assert [one["state"] for one in people] == ["attended"]


async def test_a_seat_is_offered_to_those_who_need_one(community: Community) -> None:
    radu, kuusi, aino = (
        community.organiser,
        await community.guest("Kuusi"),
        await community.guest("Aino", "facilitator"),
    )
    await plan(community)
    for one, is_offered in ((kuusi, True), (radu, False), (aino, False)):
        await look(one, community)
        await expect(one.page.get_by_role("button", name="Sign up for Sleeping better")).to_have_count(int(is_offered))
        await expect(one.page.get_by_text("You do not need a seat.")).to_have_count(int(not is_offered))


async def test_news_waits_until_hands_are_off_the_form(community: Community) -> None:
    kuusi = await community.guest("Kuusi")
    meeting = await plan(community)
    await sign_up(kuusi, meeting)
    await kuusi.go("/meetings")
    address = kuusi.page.get_by_label("Mail address")
    await address.fill("kuusi@")
    await community.organiser.send("PATCH", f"/api/meetings/{meeting}", version=1, title="Sleeping well")
    await expect(kuusi.page.get_by_text("Something here has changed meanwhile.")).to_be_visible()
    await expect(address).to_have_value("kuusi@")
    await kuusi.page.get_by_role("button", name="Show it").click()
    await expect(kuusi.page.get_by_role("heading", name="Sleeping well")).to_be_visible()
