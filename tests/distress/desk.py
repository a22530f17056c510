"""What people do around a distress case, told in a line each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from moderation.case import CaseOutcome
from server.actor import ANYONE
from server.distress import bodies, clock, contacts, worries
from server.distress.clock import Call, Ended
from server.distress.tables import Alert, CallResult, ContactKind, Escalation
from server.review import claiming, closing, listing
from server.review.bodies import AtVersion, Decide, DeskCase, DeskOf
from server.review.tables import Case
from server.rooms.roles import RoomRole
from server.storage.outbox import Notice
from tests.rooms.cast import House

FIRST = "https://1.1.1.1/first"
SECOND = "https://1.1.1.1/second"


async def looked_after(house: House) -> tuple[str, str]:
    """A room of Aino's and Petri's in which Lumi and Meri are; and Lumi's participation."""
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    await house.seat("Petri", room, RoomRole.MODERATOR)
    lumi = await house.seat("Lumi", room)
    await house.seat("Meri", room)
    return room, lumi


async def worry(house: House, name: str, room: str, about: str, **more: Any) -> bodies.WorryReceipt:
    receipt: bodies.WorryReceipt = await house.do(
        worries.say_worried, house[name], bodies.Worried(room=room, participation=about, **more)
    )
    return receipt


async def my_worries(house: House, name: str) -> list[bodies.WorryReceipt]:
    found: list[bodies.WorryReceipt] = (await house.read(worries.list_worries, house[name])).worries
    return found


async def desk(house: House, name: str) -> list[DeskCase]:
    found: list[DeskCase] = (await house.read(listing.see_desk, house[name], DeskOf())).cases
    return found


async def claim(house: House, name: str, case: DeskCase) -> int:
    """The case's version from then on."""
    claimed = await house.do(claiming.claim_case, house[name], AtVersion(case=case.case, version=case.version))
    return int(claimed.version)


async def end(house: House, name: str, case: str, version: int, outcome: CaseOutcome = CaseOutcome.TALKED) -> None:
    await house.do(closing.decide_case, house[name], Decide(case=case, version=version, outcome=outcome))


async def on_call(house: House, *addresses: str, languages: tuple[str, ...] = ()) -> bodies.OnCall:
    people = [
        bodies.ContactToCall(kind=ContactKind.WEBHOOK, address=address, languages=list(languages))
        for address in addresses
    ]
    saved: bodies.OnCall = await house.do(contacts.save_on_call, house["Radu"], bodies.SaveOnCall(contacts=people))
    return saved


async def ring(house: House, after: float = 0) -> list[Call]:
    """The calls that are due some seconds later, taken."""
    house.clock.move(timedelta(seconds=after))
    due = await house.read(clock.find_due, ANYONE)
    calls = [await house.lanes.run(clock.take_step, ANYONE, step, key="distress") for step in due]
    return [call for call in calls if call is not None]


def whom(call: Call) -> str:
    """Where a call goes, nowhere where there is nobody."""
    return call.called.address if call.called else ""


async def answered(house: House, call: Call, result: CallResult = CallResult.REACHED) -> None:
    await house.lanes.run(clock.end_step, ANYONE, Ended(call.step, result), key="distress")


async def steps(house: House) -> list[Escalation]:
    ordered = select(Escalation).order_by(col(Escalation.case_id), col(Escalation.step))
    return list(await house.read(lambda tx, actor, _: _loose(tx, ordered), ANYONE))


async def cases(house: House) -> list[Case]:
    return list(await house.read(lambda tx, actor, _: _loose(tx, select(Case).order_by(col(Case.opened_at))), ANYONE))


async def alerts(house: House) -> list[Alert]:
    return list(await house.read(lambda tx, actor, _: _loose(tx, select(Alert).order_by(col(Alert.at))), ANYONE))


def _loose(tx: Any, found: Any) -> list[Any]:
    rows = tx.session.exec(found).all()
    tx.session.expunge_all()
    return list(rows)


def notices(house: House, name: str) -> list[str]:
    """What an account was told to look at, since the last time somebody asked."""
    mine = [one for one in house.told if isinstance(one, Notice) and one.account_id == house[name].account_id]
    for one in mine:
        house.told.remove(one)
    return [one.what for one in mine]
