"""Staff of a small house: trained, on duty, present or not; and the look that is taken every second."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from server.actor import ANYONE
from server.hub.presence import LocalPresence, PresenceUnknown
from server.rooms.life import read_life
from server.rooms.lifecycle import Life
from server.rooms.roles import RoomRole
from server.settings import read_settings
from server.staffing import duty, sittings
from server.staffing.bodies import GrantTraining, TrainingCard
from server.staffing.jobs import watch_rooms
from server.staffing.shifts import on_duty
from server.staffing.tables import Skill
from server.staffing.training import grant_training
from server.storage.outbox import Notice
from tests.rooms.cast import House


class Unreachable(LocalPresence):
    """A store that cannot be asked while it `is_down`."""

    is_down = False

    async def people(self, room_id: str) -> set[str]:
        if self.is_down:
            raise PresenceUnknown
        return await super().people(room_id)


@dataclass
class Roster:
    """A house whose rooms are watched."""

    house: House
    presence: Unreachable = field(default_factory=Unreachable)
    alarms: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def services(self) -> Any:
        """What timed work is given."""
        return SimpleNamespace(
            settings=read_settings(**self.settings),
            clock=self.house.clock,
            lane=self.house.lanes,
            readers=self.house.readers,
            hub=SimpleNamespace(presence=self.presence),
            alarm=self.alarms.append,
        )

    async def room(self, name: str = "Tuesday circle", **about: Any) -> str:
        """A room in which nothing has happened yet, of an organisation that is set up."""
        room = await self.house.room(name, is_open=False, **about)
        await self.house.set_up()
        return room

    async def staff(self, name: str, room: str, role: RoomRole = RoomRole.FACILITATOR) -> str:
        """Somebody who guides the room and is trained for it; their participation."""
        place = await self.house.seat(name, room, role)
        await self.train(place, Skill(role))
        return place

    async def train(self, place: str, kind: Skill = Skill.FACILITATOR, days: float = 30) -> TrainingCard:
        until = self.house.clock.now() + timedelta(days=days)
        grant = GrantTraining(participation=place, kind=kind, valid_until=until)
        card: TrainingCard = await self.house.do(grant_training, self.house["Radu"], grant)
        return card

    async def comes(self, room: str, *places: str) -> None:
        for place in places:
            await self.presence.enter((room, place))

    async def goes(self, room: str, *places: str) -> None:
        for place in places:
            await self.presence.leave((room, place))

    async def watch(self, room: str) -> duty.Watch:
        present = None if self.presence.is_down else frozenset(await self.presence.people(room))
        return duty.Watch(present)

    async def on(self, name: str, room: str) -> None:
        await self.house.do(duty.go_on_duty, self.house[name], duty.Duty(room, await self.watch(room)))

    async def off(self, name: str, room: str) -> None:
        await self.house.do(duty.go_off_duty, self.house[name], duty.Duty(room, await self.watch(room)))

    async def leaves(self, name: str, room: str) -> None:
        await self.house.do(duty.leave_room, self.house[name], duty.Duty(room, await self.watch(room)))

    async def over(self, name: str, room: str, to: str, note: str = "") -> None:
        command = duty.HandOver(room, to, await self.watch(room), note)
        await self.house.do(duty.hand_over, self.house[name], command)

    async def open(self, name: str, room: str, version: int | None = None) -> None:
        present = (await self.watch(room)).present
        await self.house.do(sittings.open_room, self.house[name], sittings.OpenRoom(room, version, present))

    async def opened(self, name: str = "Aino", called: str = "Tuesday circle", **about: Any) -> tuple[str, str]:
        """A room that somebody trained is in, on duty, and has opened; and their participation."""
        room = await self.room(called, **about)
        place = await self.staff(name, room)
        await self.comes(room, place)
        await self.on(name, room)
        await self.open(name, room)
        return room, place

    async def left_to(self, name: str) -> tuple[str, str]:
        """A room that Aino opened, paused since she dropped out of it; a moderator who has just come in, and is not on
        duty; and their place."""
        room, aino = await self.opened()
        place = await self.staff(name, room, RoomRole.MODERATOR)
        await self.goes(room, aino)
        await self.passes(62)
        await self.comes(room, place)
        return room, place

    async def passes(self, seconds: int, every: int = 1) -> None:
        """Time goes by, with a look every so often."""
        for _ in range(0, seconds, every):
            self.house.clock.move(timedelta(seconds=every))
            await watch_rooms(self.services)

    async def life(self, room: str) -> Life:
        life: Life = await self.house.read(lambda tx, actor, _: read_life(tx, room), ANYONE)
        return life

    async def state(self, room: str) -> str:
        return str((await self.life(room)).state)

    async def duty(self, room: str) -> set[str]:
        found: set[str] = await self.house.read(lambda tx, actor, _: on_duty(tx, room), ANYONE)
        return found

    async def roster(self, name: str, room: str) -> Any:
        return await self.house.read(duty.read_roster, self.house[name], duty.Duty(room, await self.watch(room)))

    def noticed(self, what: str) -> set[str]:
        """Who was told to look again."""
        names = {actor.account_id: name for name, actor in self.house.people.items()}
        notices = [one for one in self.house.told if isinstance(one, Notice) and one.what == what]
        return {names[one.account_id] for one in notices if one.account_id in names}

    def states(self, room: str) -> list[tuple[str, str | None]]:
        """What people inside were told of the room's life."""
        news = [event for event in self.house.news(room) if event["type"] == "room.state_changed"]
        return [(event["state"], event["reason"]) for event in news]
