"""Reports and the work at the desk, told in a line each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from server.accounts.service import ChangeRole, grant_role
from server.actor import OPERATOR, Actor, Role
from server.review import bodies, claiming, closing, jobs, listing, reporting, viewing
from server.review.tables import ReportReason
from server.rooms import bodies as rooms_bodies
from server.rooms import participations
from server.rooms.roles import RoomRole
from server.storage.outbox import Notice
from tests.rooms.cast import House


async def report(house: House, name: str, room: str, **about: Any) -> bodies.Receipt:
    fields = {"reason": ReportReason.UNKIND} | about
    receipt: bodies.Receipt = await house.do(reporting.send_report, house[name], bodies.SendReport(room=room, **fields))
    return receipt


async def my_reports(house: House, name: str) -> list[bodies.MyReport]:
    found: bodies.MyReports = await house.read(reporting.list_my_reports, house[name])
    return found.reports


async def desk(house: House, who: str | Actor, page: int = 1) -> bodies.Desk:
    actor = house[who] if isinstance(who, str) else who
    found: bodies.Desk = await house.read(listing.see_desk, actor, bodies.DeskOf(page=page))
    return found


async def only_case(house: House, who: str | Actor) -> bodies.DeskCase:
    (case,) = (await desk(house, who)).cases
    return case


async def claim(house: House, name: str, case: bodies.DeskCase) -> bodies.Claimed:
    claimed: bodies.Claimed = await house.do(
        claiming.claim_case, house[name], bodies.AtVersion(case=case.case, version=case.version)
    )
    return claimed


async def decide(house: House, name: str, claimed: bodies.Claimed, **about: Any) -> bodies.Moved:
    fields = {"outcome": "no_breach"} | about
    command = bodies.Decide(case=claimed.case, version=claimed.version, **fields)
    moved: bodies.Moved = await house.do(closing.decide_case, house[name], command)
    return moved


async def opened(house: House, name: str, case: str) -> bodies.CaseShown:
    shown: bodies.CaseShown = await house.do(viewing.open_the_case, house[name], bodies.OneCase(case=case))
    return shown


async def log_of(house: House, name: str, case: str) -> list[bodies.Line]:
    found: bodies.CaseLog = await house.read(viewing.read_log, house[name], bodies.OneCase(case=case))
    return found.lines


async def make(house: House, name: str, role: Role) -> None:
    """Gives somebody of the cast a role across rooms."""
    actor = house[name]
    await house.do(grant_role, OPERATOR, ChangeRole(str(actor.account_id), role))
    house.people[name] = Actor(actor.account_id, roles=actor.roles | {role})


async def demote(house: House, participation: str) -> None:
    change = rooms_bodies.ChangeRole(participation=participation, role=RoomRole.PARTICIPANT)
    await house.do(participations.change_role, house["Radu"], change)


async def watch(house: House) -> None:
    """What the clock does at the desk."""
    await jobs.give_back(Running(house))
    await jobs.reach(Running(house))


class Running:
    """The house as its timed work sees it."""

    def __init__(self, house: House) -> None:
        self.lane, self.readers = house.lanes, house.readers


def hour(house: House, hours: float = 1) -> None:
    house.clock.move(timedelta(hours=hours))


def told(house: House, name: str) -> list[str]:
    """What the clients of somebody were asked to look at again."""
    account = house[name].account_id
    return [one.what for one in house.told if isinstance(one, Notice) and one.account_id == account]
