"""What the floors wait for that nobody does: turns that nobody accepts, people who are gone, sittings that begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select, text
from sqlmodel import SQLModel

from server.actor import Actor
from server.rooms import log
from server.rooms.life import Life, lives_going_on, read_life
from server.rooms.roles import Mode, RoomRole
from server.seating import attendance, tables, turns
from server.seating.floor import Floor
from server.seating.keeping import Change, Kept, clock_of, keep, read_kept, tell
from server.seating.sitting import settled, with_professionals, with_turns
from server.seating.turns import Moment, Timing
from server.seating.wire import Happened
from server.storage.prepared import Prepared
from server.storage.tx import Tx

_room = SQLModel.metadata.tables["room"]
_participation = SQLModel.metadata.tables["participation"]
_attendance = SQLModel.metadata.tables[str(tables.Attendance.__tablename__)]

_ATTENDED = Prepared(
    select(
        _attendance.c.room_id,
        _attendance.c.sitting,
        _attendance.c.participation_id,
        and_(_attendance.c.vanished_at.is_not(None), _attendance.c.returned_at.is_(None)),
        _attendance.c.checked_out_at.is_not(None),
        _participation.c.role,
    )
    .join(_participation, _attendance.c.participation_id == _participation.c.id)
    .join(_room, _attendance.c.room_id == _room.c.id)
    .where(_participation.c.left_at.is_(None), text("room.state NOT IN ('closed', 'ended')"))
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A room in the middle of a sitting. `attended`: who was seen in it: True where they are noted as
    vanished, None where nobody need be told of them. `is_unsettled`: the floor is not that of those who are in the room now.
    """

    room_id: str
    version: int
    life: Life
    kept: Kept
    is_unsettled: bool
    attended: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class Look:
    """What is known from the last look; who is asked reads again what has moved since."""

    timing: Timing
    known: Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class MoveOn:
    """What was seen of a floor at one version: who is gone whose turn it is, and who is there again."""

    room: str
    version: int
    timing: Timing
    gone: str | None = None
    back: str | None = None


@dataclass(frozen=True, slots=True)
class Noticed:
    """Who was seen in a sitting, and who is gone from it."""

    room: str
    sitting: int
    came: frozenset[str] = frozenset()
    vanished: frozenset[str] = frozenset()


def read_rooms(tx: Tx, actor: Actor, look: Look) -> list[Seen]:
    """Every room in the middle of a sitting."""
    lives = lives_going_on(tx)
    attended = _attended(tx, lives)
    versions = dict(tx.connection.execute(select(_room.c.id, _room.c.version).where(_room.c.id.in_(lives))).all())
    return [
        _seen(tx, look, (room_id, versions[room_id], life), attended.get(room_id, {}))
        for room_id, life in lives.items()
    ]


def move_on(tx: Tx, actor: Actor, command: MoveOn) -> None:
    """Does to a floor what is due, under the lock of its room: of two that want to, the second finds it done."""
    seq, _ = log.take_number(tx, command.room)
    life = read_life(tx, command.room)
    kept = read_kept(tx, command.room, life.sitting)
    moment = kept.floor.moment(clock_of(life, tx), command.timing)
    after, change = (kept.floor, None) if life.is_over else _due(tx, command, kept, moment)
    if change is None or (life.open_since is None and not _is_settling(change)):
        log.give_number_back(tx, command.room)
        return
    keep(tx, command.room, kept, after)
    tell(tx, command.room, seq, after, change)


def note_people(tx: Tx, actor: Actor, command: Noticed) -> None:
    """Notes who came and who vanished. Noted already: nothing changes."""
    log.take_number(tx, command.room)  # holds the room
    log.give_number_back(tx, command.room)
    attendance.came(tx, command.room, command.sitting, command.came)
    for who in command.vanished:
        attendance.vanished(tx, command.room, command.sitting, who)


def begun(tx: Tx, room_id: str, kept: Kept, moment: Moment) -> Floor:
    """The floor of a sitting that begins, with everybody at their places."""
    return settled(tx, room_id, with_professionals(tx, room_id, kept.floor), moment)


def _due(tx: Tx, command: MoveOn, kept: Kept, moment: Moment) -> tuple[Floor, Change | None]:
    """The first thing that is due."""
    floor = kept.floor
    if kept.is_beginning:
        return begun(tx, command.room, kept, moment), Change(Happened.SITTING_BEGAN)
    after = settled(tx, command.room, floor, moment)
    if after != floor:
        return after, Change(Happened.PEOPLE_CHANGED)
    if floor.mode is not Mode.ROUND_TABLE or floor.version != command.version:
        return floor, None
    current = floor.turns.current
    lapsed = with_turns(floor, turns.lapse(floor.turns, moment))
    if lapsed != floor:
        return lapsed, Change(Happened.TURN_SKIPPED, whom=current)
    if command.gone is not None and command.gone == current:
        return with_turns(floor, turns.skip(floor.turns, current, moment)), Change(Happened.TURN_SKIPPED, whom=current)
    if command.back is None:
        return floor, None
    after = with_turns(floor, turns.come_back(floor.turns, command.back, moment))
    return after, None if after == floor else Change(Happened.TURN_OFFERED, whom=command.back)


def _is_settling(change: Change) -> bool:
    return change.what in {Happened.SITTING_BEGAN, Happened.PEOPLE_CHANGED}


def _seen(tx: Tx, look: Look, about: tuple[str, int, Life], attended: Mapping[str, bool | None]) -> Seen:
    room_id, version, life = about
    known = look.known.get(room_id)
    if known is not None and known.version == version and known.life.sitting == life.sitting:
        return Seen(room_id, version, life, known.kept, known.is_unsettled, attended)
    kept = read_kept(tx, room_id, life.sitting)
    moment = kept.floor.moment(clock_of(life, tx), look.timing)
    is_unsettled = kept.is_beginning or settled(tx, room_id, kept.floor, moment) != kept.floor
    return Seen(room_id, version, life, kept, is_unsettled, attended)


def _attended(tx: Tx, lives: Mapping[str, Life]) -> dict[str, dict[str, bool | None]]:
    """Who was seen in the sittings that go on, by room: as in `Seen`."""
    found: dict[str, dict[str, bool | None]] = {}
    for room_id, sitting, who, is_noted, is_well, role in tx.run(_ATTENDED).fetchall():
        life = lives.get(room_id)
        if life is not None and life.sitting == sitting:
            is_told = is_well or role != RoomRole.PARTICIPANT
            found.setdefault(room_id, {})[who] = None if is_told else bool(is_noted)
    return found
