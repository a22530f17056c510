"""People who sit in a room together over the wire, and know of its floor what they were told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.flows.duty import Doors
from tests.flows.stage import Visitor, newcomer
from tests.harness.member import Member

HASTY: dict[str, Any] = {
    "accept_seconds": 5,
    "vanished_after_seconds": 5,
    "newcomer_rate": 1_000,
    "newcomer_burst": 1_000,
}


@dataclass
class Person:
    """Somebody at a socket who follows the room."""

    visitor: Visitor
    member: Member
    room: str
    place: str
    first: dict[str, Any]

    @property
    def floor(self) -> dict[str, Any]:
        """The floor as they know it."""
        told = self.events("floor.changed")
        floor: dict[str, Any] = told[-1]["floor"] if told else self.first
        return floor

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        return [event for event in self.member.log.get(self.room, []) if event["type"] in kinds]

    def texts(self) -> list[str]:
        return [event["message"]["text"] for event in self.events("message.posted")]

    async def act(self, command: str, **fields: Any) -> dict[str, Any]:
        """A command about the floor as they know it, unless another version is given."""
        kind = command.partition(".")[0]
        version = {"version": self.floor["version"]} if kind in {"floor", "seating", "round", "script"} else {}
        return await self.member.ask(command, room=self.room, **version | fields)

    async def say(self, text: str, **fields: Any) -> dict[str, Any]:
        return await self.member.say(self.room, text, **{"floor": self.floor["version"]} | fields)

    async def until(self, **floor: Any) -> None:
        """Waits until they are told of a floor on which this is so."""
        await self.member.until(lambda: all(self.floor[name] == value for name, value in floor.items()))

    async def reconnect(self) -> None:
        self.member = await self.visitor.connect()
        self.first = (await self.member.follow(self.room))["floor"]


async def sit_down(doors: Doors, room: str, name: str, role: str = "participant") -> Person:
    """A new person in a room; whoever guides comes by the staff's door, is trained, on duty, and has opened it."""
    guides = role == "facilitator"
    visitor = await newcomer(doors.staff if guides else doors.others, doors.radu, room, name, role)
    member = await visitor.connect()
    followed = await member.follow(room)
    person = Person(visitor, member, room, followed["you"]["participation"], followed["floor"])
    if guides:
        await doors.train(person.place, role)
        await visitor.ask("POST", f"/api/rooms/{room}/duty", {}, status=204)
        await visitor.ask("POST", f"/api/rooms/{room}/open", {})
    return person


async def everybody(doors: Doors, *names: str) -> dict[str, Person]:
    """Aino, on duty in an open room, and these."""
    room = await doors.room()
    people = {"Aino": await sit_down(doors, room, "Aino", "facilitator")}
    for name in names:
        people[name] = await sit_down(doors, room, name)
    return people
