"""Timed work: how busy each room is, and a suggestion to its desk where that is far more than usual."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from moderation.raid import Minute, Tempo, after
from server.actions.service import SERVER, ActionKind, record
from server.actor import OPERATOR, Actor
from server.errors import Refusal
from server.rooms.guiding import accounts_in
from server.rooms.tempo import count_since, moved_rooms
from server.sanctions.cautions import RoomTempo, raided_rooms
from server.storage.tx import Tx
from server.web.services import Job, Services

log = structlog.get_logger(__name__)

EVERY = timedelta(seconds=15)
_MINUTE = timedelta(minutes=1)


def find_moved(tx: Tx, actor: Actor, command: None) -> set[str]:
    """The rooms where something has happened in the last minute, and those that were raided."""
    return moved_rooms(tx, tx.now - _MINUTE) | raided_rooms(tx)


def look_at_tempo(tx: Tx, actor: Actor, room_id: str) -> None:
    """Counts the last minute of a room, and tells its desk where that begins or ends to be far more than usual."""
    row = tx.session.get(RoomTempo, room_id) or RoomTempo(room_id=room_id, counted_at=tx.now - _MINUTE)
    minute = Minute(*count_since(tx, room_id, tx.now - _MINUTE))
    was = Tempo(row.usual_joins, row.usual_messages, row.minutes, row.raided_at is not None)
    now = after(was, minute)
    if tx.now - row.counted_at >= _MINUTE:  # the windows overlap: the usual is learnt from whole minutes alone
        row.usual_joins, row.usual_messages, row.minutes = now.usual_joins, now.usual_messages, now.minutes
        row.counted_at = tx.now
    if now.is_raided != was.is_raided:
        row.raided_at = tx.now if now.is_raided else None
        _tell(tx, room_id, minute, is_raided=now.is_raided)
    tx.session.add(row)


def _tell(tx: Tx, room_id: str, minute: Minute, *, is_raided: bool) -> None:
    kind = ActionKind.RAID_SUSPECTED if is_raided else ActionKind.RAID_OVER
    record(tx, SERVER, kind, room_id=room_id, after={"joins": minute.joins, "messages": minute.messages})
    for account_id in sorted(accounts_in(tx, room_id)):
        tx.outbox.notice(account_id, "raid")


async def _work(services: Services) -> None:
    """Each room by itself: one that somebody holds up keeps no other from being looked at."""
    rooms = sorted(await services.readers.run(find_moved, OPERATOR))
    looks = (services.lane.run(look_at_tempo, OPERATOR, room_id, key=room_id) for room_id in rooms)
    for refusal in await asyncio.gather(*looks, return_exceptions=True):
        if isinstance(refusal, Refusal):
            log.warning("tempo not looked at", code=refusal.code)


JOBS: list[Job] = [Job("raids", EVERY.total_seconds(), _work)]
