"""An open room with a host on duty and three who came to share, who act on its floor by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from server.actor import ANYONE, OPERATOR, Actor
from server.messages.service import commands as message_commands
from server.rooms.roles import RoomRole
from server.rooms.source import RoomSource
from server.seating import floors, wire
from server.seating.rendering import RENDERERS as SEATING
from server.seating.service import commands
from server.seating.turns import Timing
from server.seating.watching import Look, MoveOn, Seen, move_on, read_rooms
from server.storage.outbox import Notice
from tests.rooms.cast import RENDERERS, House, post

SHARERS = ("Kuusi", "Meri", "Lumi")


@dataclass(repr=False)
class Circle:
    """`places` has everybody's participation by name; the host's name is Host."""

    house: House
    room: str
    places: dict[str, str]
    actors: dict[str, Actor]
    timing: Timing = field(default_factory=Timing)

    async def floor(self) -> wire.ShownFloor:
        shown: wire.ShownFloor = await self.house.read(
            lambda tx, a, _: floors.show_floor(tx, a, self.room, None), ANYONE
        )
        return shown

    async def do(self, name: str, kind: type[Any], /, **fields: Any) -> Any:
        """A command by somebody who sees the floor as it is, unless another version is given."""
        if issubclass(kind, wire.FloorCommand) and "version" not in fields:
            fields["version"] = (await self.floor()).version
        command = kind(id="1", room=self.room, **fields)
        use_cases = {**message_commands(self.house.policy), **commands(self.timing)}
        return await self.house.do(use_cases[kind], self.actors[name], command)

    async def sit(self, mode: str, **about: Any) -> None:
        await self.do("Host", wire.ChangeSeating, mode=wire.Mode(mode), **about)

    async def table(self, *names: str) -> None:
        """A round table in this order."""
        await self.sit("round_table", order=[self.places[name] for name in names])

    async def say(self, name: str, text: str, **about: Any) -> Any:
        use_case = message_commands(self.house.policy)
        command = post(self.room, text, **about)
        return await self.house.do(use_case[type(command)], self.actors[name], command)

    async def see(self) -> Seen:
        """The room as the timed work sees it."""
        rooms: list[Seen] = await self.house.read(read_rooms, OPERATOR, Look(self.timing, {}))
        return next(one for one in rooms if one.room_id == self.room)

    async def move_on(self, **about: Any) -> None:
        """What the timed work does when something is due."""
        version = about.pop("version", None)
        version = (await self.floor()).version if version is None else version
        await self.house.do(move_on, OPERATOR, MoveOn(self.room, version, self.timing, **about))

    async def arrive(self, name: str, role: RoomRole = RoomRole.PARTICIPANT, called: str = "") -> str:
        self.places[name] = await self.house.seat(name, self.room, role, called)
        self.actors[name] = self.house[name]
        return self.places[name]

    def names(self, people: Any) -> list[str]:
        """Participations by the names of the cast."""
        called = {who: name for name, who in self.places.items()}
        return [called[who] for who in people]

    def name(self, who: str | None) -> str | None:
        return None if who is None else self.names([who])[0]

    def wait(self, seconds: float) -> None:
        self.house.clock.move(timedelta(seconds=seconds))

    def notices(self, what: str) -> list[str]:
        """Who was told to look again, by name."""
        called = {actor.account_id: name for name, actor in self.actors.items()}
        told = [one for one in self.house.told if isinstance(one, Notice) and one.what == what]
        return [called[one.account_id] for one in told]

    def whats(self) -> list[str]:
        """What the room was told of its floor."""
        return [one["what"] for one in self.changes()]

    def changes(self) -> list[dict[str, Any]]:
        return [one for one in self.house.news(self.room) if one["type"] == "floor.changed"]


async def gather(house: House, *names: str) -> Circle:
    """A circle of these, or of the first three."""
    house.source = RoomSource({**RENDERERS, **SEATING})
    room = await house.room(capacity=12)
    circle = Circle(house, room, {"Host": house.hosts[room]}, {"Host": await house.host(room)})
    for name in names or SHARERS:
        await circle.arrive(name)
    return circle
