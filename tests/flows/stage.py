"""A served house that starts empty, and visitors with a browser's cookies who come in by its real doors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
from sqlmodel import select

from bench.attended import attend
from server.actor import OPERATOR, Actor
from server.app import House
from server.clock import Clock
from server.rooms.invitations import InviteOrganiser, invite_organiser
from server.rooms.rendering import tell_change
from server.rooms.roles import RoomRole
from server.rooms.tables import Participation
from server.storage.tx import Tx
from tests.harness.member import Member
from tests.hub.house import serve_settings, settings_for

PASSWORD = "nine grey stones in the river"
NUMBER = {"area": "Everywhere", "name": "A made-up line", "number": "000 111", "is_made_up": True}
TOIVO = {"name": "Toivo", "languages": ["en"], "default_language": "en", "help": {"en": [NUMBER]}}


@dataclass
class Visitor:
    """A browser. `members` are its open sockets."""

    url: str
    http: httpx2.AsyncClient
    house: House | None = None
    members: list[Member] = field(default_factory=list)

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None, **expected: int) -> Any:
        """The answer's body; the status must be the expected one (2xx where none is given)."""
        response = await self.http.request(method, path, **({} if body is None else {"json": body}))
        if "status" in expected:
            assert response.status_code == expected["status"], response.text
        else:
            assert response.is_success, (path, response.text)
        return response.json() if response.content else None

    async def refused(self, method: str, path: str, body: dict[str, Any] | None = None) -> str:
        """The code of the refusal."""
        response = await self.http.request(method, path, **({} if body is None else {"json": body}))
        assert not response.is_success, response.text
        return str(response.json()["error"]["code"])

    async def come_in(self, secret: str, pseudonym: str) -> dict[str, Any]:
        """Uses an invitation as a new person."""
        body = {"secret": secret, "pseudonym": pseudonym, "password": PASSWORD, "language": "en"}
        entered: dict[str, Any] = await self.ask("POST", "/api/invitations/redeem", body, status=201)
        return entered

    async def connect(self) -> Member:
        cookie = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        member = await Member.connect(self.url, cookie)
        self.members.append(member)
        return member


@dataclass
class Stage:
    """The house at one address. Radu has set the organisation up.

    Where there are two processes this is the one that staff come to, and `others` the one for everybody else.
    """

    house: House
    url: str
    visitors: list[Visitor] = field(default_factory=list)
    others: Stage | None = None

    def visitor(self, *, is_staff: bool = False) -> Visitor:
        if self.others is not None and not is_staff:
            return self.others.visitor()
        http = httpx2.AsyncClient(base_url=self.url, headers={"origin": self.url}, trust_env=False)
        self.visitors.append(Visitor(self.url, http, self.house))
        return self.visitors[-1]

    def returning(self, visitor: Visitor) -> Visitor:
        """Somebody who was here before, at this address."""
        there = replace(self, others=None).visitor()
        there.http.cookies = visitor.http.cookies
        return there

    async def organiser(self, pseudonym: str = "Radu") -> Visitor:
        made = await self.house.services.lane.run(invite_organiser, OPERATOR, InviteOrganiser())
        radu = self.visitor(is_staff=True)
        await radu.come_in(made.path.partition("#")[2], pseudonym)
        await radu.ask("PUT", "/api/organisation", TOIVO)
        return radu

    async def close(self) -> None:
        for visitor in self.visitors:
            for member in visitor.members:
                await member.close()
            await visitor.http.aclose()


async def open_room(radu: Visitor, name: str = "Tuesday circle", **about: Any) -> str:
    """A room that is open because somebody is on duty, who came before anybody else and is at no socket."""
    fields = {"name": name, "purpose": "To talk and to listen.", "language": "en", "capacity": 6} | about
    room = (await radu.ask("POST", "/api/rooms", fields, status=201))["id"]
    assert radu.house is not None
    await radu.house.services.lane.run(attend, OPERATOR, room, key=room)
    return str(room)


async def link(radu: Visitor, room: str, role: str = "participant", **terms: Any) -> str:
    """The secret of a new invitation."""
    made = await radu.ask("POST", f"/api/rooms/{room}/invitations", {"role": role, **terms}, status=201)
    return str(made["path"]).partition("#")[2]


async def newcomer(stage: Stage, radu: Visitor, room: str, pseudonym: str, role: str = "participant") -> Visitor:
    """A new person, in the room; a professional as if a session went on."""
    visitor, is_guest = stage.visitor(is_staff=role in {"facilitator", "moderator"}), role == "professional"
    await visitor.come_in(await link(radu, room, "participant" if is_guest else role), pseudonym)
    if is_guest:
        await stage.house.services.lane.run(count_as_professional, OPERATOR, (room, pseudonym), key=room)
    return visitor


def count_as_professional(tx: Tx, actor: Actor, command: tuple[str, str]) -> None:
    room, name = command
    here = select(Participation).where(Participation.room_id == room, Participation.display_name == name)
    place = tx.session.exec(here).one()
    place.role = RoomRole.PROFESSIONAL
    tell_change(tx, room, "participation.changed", place.id)


@asynccontextmanager
async def open_stage(database_url: str, folder: Path, clock: Clock | None = None, **given: Any) -> AsyncIterator[Stage]:
    """An empty house, or one that is there already."""
    async with serve_settings(settings_for(database_url, folder, **given), clock) as (house, _):
        stage = Stage(house, house.settings.public_url)
        try:
            yield stage
        finally:
            await stage.close()


@asynccontextmanager
async def open_two_stages(
    database_url: str, redis_url: str, folder: Path, clock: Clock | None = None, **given: Any
) -> AsyncIterator[tuple[Stage, Stage]]:
    """One house at two processes: staff come to the first, everybody else to the second."""
    given = {"redis_url": redis_url, **given}
    async with open_stage(database_url, folder, clock, **given) as staff:
        async with open_stage(database_url, folder, clock, **given) as others:
            staff.others = others
            yield staff, others
