"""What this slice adds to the socket: no commands of its own, and the life of a room in the reply of a follow."""

from __future__ import annotations

from msgspec.structs import asdict

from server.actor import Actor
from server.protocol.envelope import Command
from server.rooms.life import read_life, shown
from server.rooms.wire import You
from server.staffing.shifts import on_duty
from server.staffing.wire import LifeWithDuty
from server.storage.lane import UseCase
from server.storage.tx import Tx

COMMANDS: dict[type[Command], UseCase] = {}


def show_life(tx: Tx, actor: Actor, room_id: str, you: You) -> LifeWithDuty:
    """`life` in the reply of a follow and of a resume."""
    return LifeWithDuty(**asdict(shown(read_life(tx, room_id))), on_duty=sorted(on_duty(tx, room_id)))
