"""What is done with duty, trainings, roles and rooms stands in the log of actions, with who did it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from server.actor import ANYONE, OPERATOR
from server.rooms import bodies, participations, service
from server.rooms.roles import RoomRole
from server.staffing import sittings
from server.staffing.bodies import TurnTheRoom
from tests.rooms.cast import House


async def recorded(house: House, room: str) -> list[tuple[Any, ...]]:
    """(kind, who acted) of every line about a room."""
    query = text("SELECT kind, actor FROM action WHERE room_id = :room ORDER BY n")

    def read(tx: Any, actor: Any, command: None) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in tx.connection.execute(query, {"room": room})]

    found: list[tuple[Any, ...]] = await house.read(read, ANYONE)
    return found


async def test_rooms_roles_and_sittings_are_in_the_log_with_who_changed_them(house: House) -> None:
    room = await house.room()
    kuusi, host, radu = await house.seat("Kuusi", room), await house.host(room), house["Radu"]
    assert await recorded(house, room) == []
    await house.do(service.update_room, radu, bodies.UpdateRoom(room=room, purpose="To listen."))
    await house.do(participations.change_role, radu, bodies.ChangeRole(participation=kuusi, role=RoomRole.FACILITATOR))
    await house.do(sittings.end_sitting, host, TurnTheRoom(room=room))
    await house.do(participations.end_participation, OPERATOR, bodies.OneParticipation(participation=kuusi))
    await house.reopen(room)
    assert await recorded(house, room) == [
        ("room.changed", radu.account_id),
        ("role.changed", radu.account_id),
        ("room.state_changed", host.account_id),
        ("role.changed", None),
        ("duty.started", host.account_id),
        ("room.state_changed", host.account_id),
    ]
