"""Timed work of this slice: every second, what the floors wait for. Nothing is written where nothing is due."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from server.actor import OPERATOR
from server.hub.presence import PresenceUnknown
from server.rooms.lifecycle import elapsed
from server.seating.turns import MINUTE, SECOND, Timing
from server.seating.watching import Look, MoveOn, Noticed, Seen, move_on, note_people, read_rooms
from server.settings import Settings
from server.web.services import Job, Services
from server.web.watching import look_at_each

_BLINK = timedelta(seconds=5)
"""How long whoever is offered a turn may be gone before it goes on: a phone that comes back does so within it."""

_BREAK = 10
"""How many times as long whoever takes a break may be gone before anybody is told."""


def timing_of(settings: Settings) -> Timing:
    """How long turns are, as the operator wants it."""
    return Timing(accept=settings.accept_seconds * SECOND, turn=settings.turn_minutes * MINUTE)


@dataclass
class Watcher:
    """What one process remembers between two looks: who is gone since when, by the wall's clock and by the room's."""

    known: dict[str, Seen] = field(default_factory=dict)
    gone: dict[str, dict[str, tuple[datetime, timedelta]]] = field(default_factory=dict)

    async def look(self, services: Services) -> None:
        timing = timing_of(services.settings)
        rooms: list[Seen] = await services.readers.run(read_rooms, OPERATOR, Look(timing, self.known))
        self.known = {room.room_id: room for room in rooms}
        self.gone = {room_id: gone for room_id, gone in self.gone.items() if room_id in self.known}
        await look_at_each(services, "floor", (self._look_at(services, room, timing) for room in rooms))

    async def _look_at(self, services: Services, room: Seen, timing: Timing) -> None:
        present = await self._present(services, room.room_id)
        now = services.clock.now()
        back = self._compare(room, present, now) if present is not None else None
        move = MoveOn(room.room_id, room.kept.floor.version, timing, self._gone(room, services, now), back)
        if room.is_unsettled or move.gone or move.back or _has_lapsed(room, now):
            await services.lane.run(move_on, OPERATOR, move, key=room.room_id)
        noticed = self._noticed(room, present or frozenset(), services, now)
        if noticed.came or noticed.vanished:
            await services.lane.run(note_people, OPERATOR, noticed, key=room.room_id)

    async def _present(self, services: Services, room_id: str) -> frozenset[str] | None:
        """Who is there; None, and nobody has been gone for any time, where that is not known."""
        try:
            return frozenset(await services.hub.presence.people(room_id))
        except PresenceUnknown:
            self.gone.pop(room_id, None)
            return None

    def _compare(self, room: Seen, present: frozenset[str], now: datetime) -> str | None:
        """Notes who is gone; somebody whose turn went by and who is there again."""
        before, turns = self.gone.get(room.room_id, {}), room.kept.floor.turns
        looked_for = {*room.attended, *turns.order} - present
        clock = elapsed(room.life, now)
        self.gone[room.room_id] = {who: before.get(who, (now, clock)) for who in looked_for}
        back = [who for who in turns.skipped if who in before and who in present]
        return back[0] if back else None

    def _gone(self, room: Seen, services: Services, now: datetime) -> str | None:
        """Whoever has the turn, or is offered it, and has been gone for too long on the room's own clock."""
        turns = room.kept.floor.turns
        current = turns.current
        since = self.gone.get(room.room_id, {}).get(current or "")
        if current is None or since is None:
            return None
        most = timedelta(seconds=services.settings.vanished_after_seconds) if turns.holder else _BLINK
        return current if elapsed(room.life, now) - since[1] >= most else None

    def _noticed(self, room: Seen, present: frozenset[str], services: Services, now: datetime) -> Noticed:
        if room.life.open_since is None and not room.life.open_for:
            return Noticed(room.room_id, room.life.sitting)
        most = timedelta(seconds=services.settings.vanished_after_seconds)
        vanished = {
            who
            for who, (since, _) in self.gone.get(room.room_id, {}).items()
            if room.attended.get(who) is False
            and now - since >= most * (_BREAK if who in room.kept.floor.on_break else 1)
        }
        came = {who for who in present if room.attended.get(who, True)}
        return Noticed(room.room_id, room.life.sitting, frozenset(came), frozenset(vanished))


def _has_lapsed(room: Seen, now: datetime) -> bool:
    turns = room.kept.floor.turns
    if turns.offered_to is None or turns.until is None or room.life.open_since is None:
        return False
    return elapsed(room.life, now) >= timedelta(microseconds=turns.until)


_watchers: WeakKeyDictionary[object, Watcher] = WeakKeyDictionary()


async def watch_floors(services: Services) -> None:
    """Turns go on, sittings begin, those who vanish are noticed."""
    await _watchers.setdefault(services.hub, Watcher()).look(services)


JOBS: list[Job] = [Job("watch floors", 1.0, watch_floors)]
