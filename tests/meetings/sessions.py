"""Meetings that are planned and come to, told in a line each. In November, Helsinki is two hours ahead of UTC."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import func, select

from server.actor import ANYONE, OPERATOR, Actor
from server.meetings import bodies, planning, professionals, registering, reminders, running, visiting
from server.meetings import professional_bodies as invited
from server.storage.tx import Tx
from tests.rooms.cast import House

FIRST = datetime(2026, 12, 1, 18, 0)  # on the wall in Helsinki: a Tuesday
HELSINKI = "Europe/Helsinki"


def plan_of(room: str, **about: Any) -> bodies.PlanMeeting:
    """The Tuesday workshop, from six to half past seven."""
    fields: dict[str, Any] = {
        "kind": "workshop",
        "title": "Sleep, and what helps",
        "starts": FIRST,
        "ends": about.get("starts", FIRST) + timedelta(minutes=90),
        "time_zone": HELSINKI,
        "capacity": 8,
        "influence": "co_decide",
        "decision_maker": "Radu",
    }
    return bodies.PlanMeeting(room=room, **fields | about)


async def plan(house: House, room: str, **about: Any) -> list[bodies.MeetingCard]:
    planned: bodies.Meetings = await house.do(planning.plan_meeting, house["Radu"], plan_of(room, **about))
    return planned.meetings


async def plan_one(house: House, room: str, **about: Any) -> bodies.MeetingCard:
    (card,) = await plan(house, room, **about)
    return card


async def sign_up(house: House, name: str, meeting: str, **how: Any) -> bodies.MeetingCard:
    command = bodies.Register(meeting=meeting, **how)
    card: bodies.MeetingCard = await house.do(registering.register, house[name], command)
    return card


async def withdraw(house: House, name: str, meeting: str) -> bodies.MeetingCard:
    card: bodies.MeetingCard = await house.do(registering.withdraw, house[name], bodies.OneMeeting(meeting=meeting))
    return card


async def see(house: House, name: str, meeting: str) -> bodies.MeetingCard:
    card: bodies.MeetingCard = await house.read(planning.read_meeting, house[name], bodies.OneMeeting(meeting=meeting))
    return card


async def change(house: House, meeting: bodies.MeetingCard, **about: Any) -> bodies.MeetingCard:
    command = bodies.ChangeMeeting(**{"meeting": meeting.id, "version": meeting.version} | about)
    card: bodies.MeetingCard = await house.do(planning.change_meeting, house["Radu"], command)
    return card


async def cancel(house: House, meeting: bodies.MeetingCard, **about: Any) -> None:
    command = bodies.CancelMeeting(meeting=meeting.id, version=meeting.version, **about)
    await house.do(planning.cancel_meeting, house["Radu"], command)


async def coming(house: House, meeting: str) -> dict[str, tuple[str, int | None]]:
    """By name: where their registration stands, and their place in line."""
    one = bodies.OneMeeting(meeting=meeting)
    found: bodies.Registrations = await house.read(registering.list_registrations, house["Radu"], one)
    return {person.display_name: (person.state.value, person.place) for person in found.people}


async def told(house: House, name: str) -> list[str]:
    """What somebody was told and has not put away, the oldest first."""
    found: bodies.Reminders = await house.read(reminders.list_reminders, house[name])
    return [one.kind.value for one in reversed(found.reminders)]


async def invite(house: House, meeting: str, **about: Any) -> invited.NewProfessional:
    fields: dict[str, Any] = {
        "display_name": "Dr Ionescu",
        "profession": "Psychologist",
        "organisation": "Toivo",
        "checked": "Seen in the register on Monday.",
    }
    made: invited.NewProfessional = await house.do(
        professionals.invite_professional, house["Radu"], invited.InviteProfessional(meeting=meeting, **fields | about)
    )
    return made


def secret_of(made: invited.NewProfessional) -> str:
    return made.path.partition("#")[2]


async def use(house: House, name: str, made: invited.NewProfessional) -> invited.LinkUsed:
    arrived: professionals.Arrived = await house.do(
        professionals.use_link, house[name], professionals.LinkUse(secret_of(made))
    )
    return arrived.used


async def time_passes(house: House, until: datetime) -> None:
    """The clock moves, and the timed work of the meetings is done, as the jobs do it."""
    house.clock.move(until - house.clock.now())
    await tick(house)


async def tick(house: House) -> None:
    due: running.Due = await house.read(running.find_due, OPERATOR)
    for meeting in due.told:
        await house.do(running.tell, OPERATOR, meeting)
    for room in sorted(due.seated):
        await house.do(running.seat, OPERATOR, room)
    for meeting in due.settled:
        await house.do(running.settle, OPERATOR, meeting)
    for visit in await house.read(visiting.visits_due, OPERATOR):
        await house.do(visiting.turn_visit, OPERATOR, visit)


async def count(house: House, *tables: type) -> list[int]:
    """How many rows there are."""

    def counted(tx: Tx, actor: Actor, table: type) -> int:
        return tx.session.exec(select(func.count()).select_from(table)).one()

    return [await house.read(counted, ANYONE, table) for table in tables]
