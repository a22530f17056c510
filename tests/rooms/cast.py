"""A small cast in a small house: real storage of either engine, a clock that stands still, and what was told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from bench.attended import attend
from moderation import Draft, Verdict
from moderation.reasons import Restriction
from moderation.verdict import Outcome
from server.accounts.service import ChangeRole, NewAccount, create_account, grant_role
from server.actor import ANYONE, OPERATOR, Actor, Role
from server.agreements import rendering as agreements_rendering
from server.clock import FixedClock
from server.errors import ErrorCode, Refusal
from server.hub.source import Standing
from server.messages import rendering as messages_rendering
from server.messages import wire
from server.messages.ahead import look_ahead
from server.messages.pace import Pace
from server.messages.policy import MessagesPolicy
from server.messages.service import commands
from server.organisation.service import save_organisation
from server.organisation.wire import HelpLine, SaveOrganisation
from server.rooms import bodies, invitations, participations, service
from server.rooms import rendering as rooms_rendering
from server.rooms.naming import name_for
from server.rooms.rights import hold_room
from server.rooms.roles import RoomRole
from server.rooms.source import RoomSource
from server.rooms.tables import JoinsBy, Participation
from server.sanctions.tables import Sanction
from server.staffing import duty, sittings
from server.staffing import rendering as staffing_rendering
from server.staffing.bodies import TurnTheRoom
from server.storage.lanes import Lanes
from server.storage.outbox import Effect, Eviction, RoomNews
from server.storage.readers import Readers
from server.storage.tx import Tx
from tests.storage.opened import open_storage

TUESDAY = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
NAMES = ("Kuusi", "Meri", "Lumi", "Tammi", "Aino", "Petri", "Radu")
RENDERERS = {
    **rooms_rendering.RENDERERS,
    **agreements_rendering.RENDERERS,
    **staffing_rendering.RENDERERS,
    **messages_rendering.RENDERERS,
}
NO_LIMIT = Pace(per_second=1_000_000, burst=1_000_000)


def let_all_pass(draft: Draft) -> Verdict:
    return Verdict(Outcome.ALLOW)


def unhurried(**changes: Any) -> MessagesPolicy:
    """No rules and no pace, but for what is given."""
    paces = {"pace": NO_LIMIT, "newcomer_pace": NO_LIMIT, "reaction_pace": NO_LIMIT}
    return MessagesPolicy(**({"screening": let_all_pass} | paces | changes))


@dataclass(repr=False)
class House:
    """Radu organises; everybody else is an account without a role. Use cases run as `house.do(use_case, who, …)`."""

    lanes: Lanes
    readers: Readers
    clock: FixedClock
    told: list[Effect]
    people: dict[str, Actor] = field(default_factory=dict)
    hosts: dict[str, str] = field(default_factory=dict)
    source: RoomSource = field(default_factory=lambda: RoomSource(RENDERERS))
    policy: MessagesPolicy = field(default_factory=unhurried)

    async def do(self, use_case: Callable[..., Any], who: Actor, command: Any = None) -> Any:
        return await self.lanes.run(use_case, who, command, key=getattr(command, "room", who.account_id or ""))

    async def read(self, use_case: Callable[..., Any], who: Actor, command: Any = None) -> Any:
        return await self.readers.run(use_case, who, command)

    async def ask(self, who: Actor, command: Any) -> Any:
        """A command as the socket would bring it."""
        return await self.do(commands(self.policy)[type(command)], who, command)

    async def arrive(self) -> None:
        """Everybody gets an account, and Radu his role."""
        for name in NAMES:
            account_id = await self.do(create_account, ANYONE, NewAccount(f"{name} quietly", "no hash"))
            self.people[name] = Actor(account_id, roles=frozenset({Role.ORGANISER} if name == "Radu" else ()))
        radu = self.people["Radu"].account_id
        assert radu is not None
        await self.do(grant_role, OPERATOR, ChangeRole(radu, Role.ORGANISER))

    async def set_up(self) -> None:
        line = HelpLine(area="Everywhere", name="A made-up line", number="000 111", is_made_up=True)
        languages = {"languages": ["en"], "default_language": "en", "help": {"en": [line]}}
        await self.do(save_organisation, self["Radu"], SaveOrganisation(name="Toivo", **languages))

    async def room(self, name: str = "Tuesday circle", **about: Any) -> str:
        """A room; open where `is_open`, with somebody on duty who came in before anybody else."""
        is_open = about.pop("is_open", True)
        fields = {"purpose": "To talk and to listen.", "language": "en", "capacity": 6} | about
        card = await self.do(service.create_room, self["Radu"], bodies.CreateRoom(name=name, **fields))
        if is_open:
            await self.set_up()
            self.hosts[card.id] = await self.lanes.run(attend, OPERATOR, card.id, key=card.id)
        return str(card.id)

    async def host(self, room: str) -> Actor:
        """Whoever was on duty when the room was made."""
        place = await self.read(lambda tx, actor, _: tx.session.get(Participation, self.hosts[room]), ANYONE)
        return Actor(place.account_id)

    async def reopen(self, room: str) -> None:
        """The host comes back, goes on duty and opens it."""
        host, present = await self.host(room), frozenset({self.hosts[room]})
        await self.do(duty.go_on_duty, host, duty.Duty(room, duty.Watch(present)))
        await self.do(sittings.open_room, host, sittings.OpenRoom(room, None, present))

    async def end(self, room: str) -> None:
        """The sitting is over."""
        await self.do(sittings.end_sitting, self["Radu"], TurnTheRoom(room=room))

    async def link(self, room: str, role: RoomRole = RoomRole.PARTICIPANT, **terms: Any) -> str:
        """The secret of a new invitation."""
        invitation = await self.do(
            invitations.invite, self["Radu"], bodies.CreateInvitation(room=room, role=role, **terms)
        )
        return str(invitation.path).partition("#")[2]

    async def seat(self, name: str, room: str, role: RoomRole = RoomRole.PARTICIPANT, called: str = "") -> str:
        """Somebody of the cast comes in; their participation."""
        await self.let_in(name, room, role, called or name)
        return (await self.standing(name, room)).participation_id

    async def let_in(self, name: str, room: str, role: RoomRole, called: str) -> None:
        """By a link, and a professional as if a meeting went on."""
        if role is RoomRole.PROFESSIONAL:
            await self.lanes.run(visit, self[name], (room, called), key=room)
            return
        secret = await self.link(room, role)
        await self.do(invitations.redeem_invitation, self[name], invitations.Redemption(secret, called))

    async def suspend(self, name: str, room: str) -> None:
        """From now on, for an hour."""
        until = self.clock.now() + timedelta(hours=1)
        given = {"kind": Restriction.SUSPENSION, "starts_at": self.clock.now(), "ends_at": until}
        row = Sanction(account_id=self[name].account_id, room_id=room, sealed_statement=b"", **given)
        await self.lanes.run(lambda tx, actor, _: tx.session.add(row), OPERATOR, key=room)

    async def leave(self, name: str, room: str) -> None:
        await self.do(participations.leave_room, self[name], bodies.OneRoom(room=room))

    async def post(self, name: str, room: str, text: str, **about: Any) -> wire.Posted:
        posted: wire.Posted = await self.ask(self[name], post(room, text, **about))
        return posted

    async def standing(self, name: str, room: str) -> Standing:
        standing: Standing = await self.read(self.source.standing, self[name], room)
        return standing

    async def rendered(self, room: str, after: int = 0, limit: int = 10_000) -> list[dict[str, Any]]:
        """The log as somebody who asks now is told it."""
        events = await self.read(lambda tx, actor, _: self.source.after(tx, room, after, limit), ANYONE)
        return [as_json(event) for event in events]

    async def before(self, room: str, seq: int, limit: int) -> list[dict[str, Any]]:
        events = await self.read(lambda tx, actor, _: self.source.before(tx, room, seq, limit), ANYONE)
        return [as_json(event) for event in events]

    def news(self, room: str) -> list[dict[str, Any]]:
        """The log as those who were there were told it, at the time."""
        news = [one for one in self.told if isinstance(one, RoomNews) and one.room_id == room]
        return [as_json(one.event) for one in sorted(news, key=lambda one: one.seq)]

    def evictions(self) -> list[Eviction]:
        return [one for one in self.told if isinstance(one, Eviction)]

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]


def visit(tx: Tx, actor: Actor, command: tuple[str, str]) -> None:
    room, account_id = hold_room(tx, command[0]), actor.account_id or ""
    name, bare = name_for(tx, room.id, account_id, command[1])
    participations.join(tx, room, participations.Joining(account_id, RoomRole.PROFESSIONAL, name, bare))


def post(room: str, text: str, client_id: str = "", **about: Any) -> wire.PostMessage:
    return wire.PostMessage(id="1", room=room, client_id=client_id or str(uuid4()), text=text, **about)


def as_json(event: Any) -> dict[str, Any]:
    decoded: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(event))
    return decoded


@asynccontextmanager
async def refused(code: ErrorCode) -> AsyncIterator[pytest.ExceptionInfo[Refusal]]:
    """What happens inside is refused with this code."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.code is code


@asynccontextmanager
async def open_house(url: str) -> AsyncIterator[House]:
    async with open_storage(url, TUESDAY, most_lanes=4, look_ahead=look_ahead) as kept:
        house = House(kept.lanes, kept.readers, kept.clock, kept.told)
        await house.arrive()
        yield house


__all__ = ["TUESDAY", "House", "JoinsBy", "as_json", "open_house", "post", "refused", "unhurried"]
