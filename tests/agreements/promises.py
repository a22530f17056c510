"""Rooms whose people promise each other something, told in a line each."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.agreements import accepting, bodies, keeping, service
from server.agreements.receipts import Receipt
from server.rooms import participations
from server.rooms.bodies import OneRoom
from server.rooms.roles import RoomRole
from tests.rooms.cast import House

FIRST = "What is said here stays here."
CORRECTED = "What is said here, stays here."
WIDER = "What is said here stays here. A professional may be present."


async def come_in(house: House, name: str, room: str, role: RoomRole = RoomRole.PARTICIPANT) -> str:
    """Somebody of the cast takes a seat, and has accepted nothing yet; their participation."""
    await house.let_in(name, room, role, name)
    found = await house.read(participations.list_people, house["Radu"], OneRoom(room=room))
    return {one.display_name: str(one.participation) for one in found.people}[name]


async def publish(house: House, room: str, text: str = FIRST, **about: Any) -> bodies.AgreementText:
    fields = {"is_material": True, "what_changed": "A clause."} | about
    published: bodies.AgreementText = await house.do(
        service.publish_agreement, house["Radu"], bodies.Publish(room=room, text=text, **fields)
    )
    return published


async def accept(house: House, name: str, room: str, version: str = "1.0") -> Receipt:
    receipt: Receipt = await house.do(
        accepting.accept_agreement, house[name], bodies.Accept(room=room, version=version)
    )
    return receipt


async def sign_on_paper(house: House, participation: str, day: date) -> Receipt:
    receipt: Receipt = await house.do(
        accepting.record_signature, house["Radu"], bodies.SignedOnPaper(participation=participation, signed_on=day)
    )
    return receipt


async def receipts(house: House, name: str) -> list[Receipt]:
    found: list[Receipt] = (await house.read(keeping.list_receipts, house[name])).receipts
    return found


async def acceptances(house: House, room: str) -> dict[str, bodies.Accepted]:
    found = await house.read(keeping.list_acceptances, house["Radu"], bodies.AgreementOf(room=room))
    return {one.display_name: one for one in found.people}
