"""People at real browsers: what they press and type, told as they would tell it. All of them are made up."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Page, expect

from tests.harness.browser import OpenPage
from tests.harness.member import Member
from tests.harness.server_process import ServerProcess

PASSWORD = "lamp river seven quiet stones"
JOIN = re.compile(r"/join#[\w-]+")
NUMBERS = {
    "area": "Anywhere",
    "name": "Toivo night line",
    "number": "09 123 4567",
    "hours": "18-06",
    "is_made_up": True,
}
LANGUAGES = ["en", "fi", "ro"]
QUICK = {
    "SOHVA_NEWCOMER_RATE": "10",
    "SOHVA_NEWCOMER_BURST": "5000",
    "SOHVA_MESSAGE_RATE": "10",
    "SOHVA_MESSAGE_BURST": "5000",
    "SOHVA_COMMAND_BURST": "5000",
    "SOHVA_HANDSHAKES_PER_MINUTE": "1000",
    "SOHVA_ATTEMPTS_PER_ADDRESS": "10000",
    "SOHVA_PAUSE_AFTER_SECONDS": "86400",
}
"""Settings under which a story can be told without waiting between its lines."""
ROOM = {"name": "Tuesday circle", "purpose": "For a quiet hour.", "language": "en", "capacity": 6}

_numbers = itertools.count(1)
expect.set_options(timeout=15_000)  # a busy machine is not a broken page


def never_used(name: str) -> str:
    """A pseudonym that nobody on any server of these tests has yet."""
    return f"{name} {next(_numbers)}"


@dataclass
class Visitor:
    """Somebody with a tab of their own."""

    page: Page
    url: str
    name: str = ""
    pseudonym: str = ""

    async def go(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def send(self, method: str, path: str, **body: Any) -> Any:
        """Something done without the screen, where a test is about something else. Returns the answer."""
        answer = await self.page.context.request.fetch(self.url + path, method=method, data=body or None)
        assert answer.ok, f"{path}: {answer.status} {await answer.text()}"
        return None if answer.status == 204 else await answer.json()

    async def join(self, link: str, name: str) -> None:
        """Take a seat through a link, without the screen, from a network where few others sign up."""
        self.name = name
        number = next(_numbers)
        # in letters: many figures in a row would be taken for a telephone number
        pseudonym = f"{name} {''.join(chr(ord('a') + int(figure)) for figure in str(number))}"
        self.pseudonym = pseudonym
        who = {"pseudonym": pseudonym, "display_name": name, "password": PASSWORD}
        body = {"secret": link.partition("#")[2], **who}
        address = f"10.{number // 250}.{number % 250}.1"
        answer = await self.page.context.request.post(
            self.url + "/api/invitations/redeem", data=body, headers={"X-Forwarded-For": address}
        )
        assert answer.ok, await answer.text()

    async def sign_up(self, link: str, name: str) -> str:
        """Open the link, fill in the door, keep the codes, go in. Returns the pseudonym, new on this server."""
        pseudonym = never_used(name)
        await self.go(link)
        await self.page.get_by_label("Pseudonym").fill(pseudonym)
        await self.page.get_by_label("Password").fill(PASSWORD)
        await self.page.get_by_role("button", name="Come in").click()
        await self.page.get_by_role("button", name="I have kept them").click()
        return pseudonym

    async def write(self, text: str) -> None:
        await self.page.get_by_label("Write to everyone").fill(text)
        await self.page.get_by_role("button", name="Send", exact=True).click()

    async def at_the_socket(self) -> Member:
        """The same person with a client made by hand."""
        cookies = await self.page.context.cookies()
        return await Member.connect(self.url, "; ".join(f"{one['name']}={one['value']}" for one in cookies))

    async def sees(self, text: str) -> None:
        """The room's log has exactly one message with this text."""
        await expect(self.messages(text)).to_have_count(1)

    def messages(self, text: str) -> Any:
        words = self.page.locator(".message > .said > .words")
        return words.filter(has_text=re.compile(rf"^{re.escape(text)}$"))


@dataclass
class Community:
    """A running server with an organisation, an open room, and links into it."""

    server: ServerProcess
    open_page: OpenPage
    organiser: Visitor
    room: str
    links: dict[str, str] = field(default_factory=dict)
    keeper: Visitor | None = None

    async def visitor(self, **about: Any) -> Visitor:
        return Visitor(await self.open_page(**about), self.server.url)

    async def guest(self, name: str, role: str = "participant", **about: Any) -> Visitor:
        """Somebody new who already sits in the room, looking at it. Names of staff are nobody else's on a server."""
        visitor = await self.visitor(**about)
        await visitor.join(self.links[role], name if role == "participant" else never_used(name))
        await visitor.go(f"/rooms/{self.room}")
        await expect(visitor.page.get_by_label("Write to everyone")).to_be_visible()
        return visitor


async def begin(server: ServerProcess, organiser: Visitor) -> None:
    """The first run, without the screen: an organiser, the organisation, its help numbers."""
    found = JOIN.search(server.command("organiser", "invite"))
    assert found is not None
    who = {"pseudonym": never_used("Radu"), "password": PASSWORD}
    await organiser.send("POST", "/api/invitations/redeem", secret=found[0].partition("#")[2], **who)
    numbers = {language: [NUMBERS] for language in LANGUAGES}
    about = {"name": "Toivo", "languages": LANGUAGES, "default_language": "en", "help": numbers}
    await organiser.send("PUT", "/api/organisation", **about)


async def settle(server: ServerProcess, open_page: OpenPage, organiser: Visitor) -> Community:
    """A new room on the server, open because a keeper is on duty in it, with links into it."""
    room = (await organiser.send("POST", "/api/rooms", **ROOM))["id"]
    community = Community(server, open_page, organiser, room)
    for role in ("participant", "facilitator"):
        invitation = await organiser.send("POST", f"/api/rooms/{room}/invitations", role=role, uses=20)
        community.links[role] = invitation["path"]
    community.keeper = await community.visitor()
    await community.keeper.join(community.links["facilitator"], never_used("Petri"))
    await open_again(community)
    return community


async def open_again(community: Community) -> None:
    """The keeper comes on duty and opens the room, and is then gone from sight; nobody pauses it for that here."""
    keeper, room = community.keeper, community.room
    assert keeper is not None
    await train(community, keeper.name)
    socket = await keeper.at_the_socket()
    await socket.follow(room)
    await keeper.send("POST", f"/api/rooms/{room}/duty")
    await keeper.send("POST", f"/api/rooms/{room}/open")
    await socket.close()


async def train(community: Community, name: str) -> None:
    """The organiser writes down that somebody who guides the room is trained for it."""
    people = (await community.organiser.send("GET", f"/api/rooms/{community.room}/people"))["people"]
    place = next(one["participation"] for one in people if one["display_name"] == name)
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    await community.organiser.send("POST", "/api/trainings", participation=place, kind="facilitator", valid_until=until)
