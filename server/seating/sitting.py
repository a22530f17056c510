"""Where a command about the floor stands: in a room, in the middle of a sitting, by somebody who is there."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.rooms import log, standing
from server.rooms.agreeing import Place, places_in, require_agreed
from server.rooms.life import life_of
from server.rooms.lifecycle import refusal
from server.rooms.roles import GUIDES, Mode, RoomRole
from server.rooms.standing import Ground, Seat
from server.sanctions.binding import require_may_enter
from server.seating import floor as floors
from server.seating.floor import Floor
from server.seating.keeping import Change, Kept, clock_of, keep, kept_floor, tell
from server.seating.turns import Moment, Timing, Turns
from server.staffing.shifts import on_duty
from server.storage.tx import Tx

_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Here:
    """A command in a held room, under the number that the room will give to what comes of it."""

    tx: Tx
    room_id: str
    seq: int
    seat: Seat
    kept: Kept
    moment: Moment

    @property
    def floor(self) -> Floor:
        return self.kept.floor

    @property
    def who(self) -> str:
        return self.seat.person.participation

    def require_version(self, seen: int) -> None:
        """Raises Refusal stale_version where somebody else was first."""
        if seen != self.floor.version:
            raise Refusal(ErrorCode.STALE_VERSION, version=self.floor.version)

    def require_on_duty(self) -> None:
        """Raises Refusal not_permitted for all but those who guide this room and are on duty."""
        if not (self.seat.guides and self.who in on_duty(self.tx, self.room_id)):
            raise Refusal(ErrorCode.NOT_PERMITTED)

    def become(self, floor: Floor, change: Change) -> None:
        """The floor is another now, which everybody hears; where it is not, nothing has happened."""
        if floor == self.floor:
            log.give_number_back(self.tx, self.room_id)
            return
        keep(self.tx, self.room_id, self.kept, floor)
        tell(self.tx, self.room_id, self.seq, floor, change)

    def places(self) -> list[Place]:
        return places_in(self.tx, self.room_id)


def take_number(tx: Tx, actor: Actor, room_id: str) -> tuple[int, Ground, Seat]:
    """As `standing.take_number`, for whoever may be in the room now. Refusals: suspended, excluded, agreement_required."""
    seq, ground, seat = standing.take_number(tx, actor, room_id)
    require_may_enter(tx, actor.account_id or "", room_id)
    require_agreed(seat.agreed, ground.agreement)
    return seq, ground, seat


def enter(tx: Tx, actor: Actor, room_id: str, timing: Timing) -> Here:
    """Refusals: not_in_room, suspended, excluded, agreement_required; room_closed or room_ended where no sitting goes on."""
    seq, ground, seat = take_number(tx, actor, room_id)
    life = life_of(tx, ground)
    if life.is_over:
        raise refusal(life, tx.now)
    kept = kept_floor(tx, ground)
    if kept.is_beginning:  # whoever was quicker than the timed work finds the professionals speaking, too
        kept = dataclasses.replace(kept, floor=with_professionals(tx, room_id, kept.floor))
    return Here(tx, room_id, seq, seat, kept, kept.floor.moment(clock_of(life, tx), timing))


def order_of(here: Here, given: Sequence[str] | None) -> tuple[str, ...]:
    """Who takes part, in the order given, then whoever was left out of it; shuffled where none is given.

    Those who came to share take part, and who is on duty to guide; others where they are named. Raises Refusal
    not_there for whoever is not in the room, or listens.
    """
    places = [place for place in here.places() if place.id not in here.floor.listeners]
    if not {*(given or ())} <= {place.id for place in places}:
        raise Refusal(ErrorCode.NOT_THERE)
    if given:
        return tuple(dict.fromkeys([*given, *sharers_of(places)]))
    guides = {place.id for place in places if place.role in GUIDES} & on_duty(here.tx, here.room_id)
    return shuffled([*sharers_of(places), *sorted(guides)])


def speakers_of(here: Here, given: Sequence[str] | None) -> tuple[str, ...]:
    """Who writes in a classroom: the professionals where nobody is named. Raises Refusal not_there."""
    places = here.places()
    if not {*(given or ())} <= {place.id for place in places}:
        raise Refusal(ErrorCode.NOT_THERE)
    if given is None:
        return professionals_of(places)
    return tuple(dict.fromkeys(given))


def with_professionals(tx: Tx, room_id: str, floor: Floor) -> Floor:
    """A classroom in which the professionals write; any other floor as it is."""
    if floor.mode is not Mode.CLASSROOM:
        return floor
    return replace(floor, speakers=professionals_of(places_in(tx, room_id)))


def professionals_of(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(place.id for place in places if place.role is RoomRole.PROFESSIONAL)


def sharers_of(places: Sequence[Place]) -> list[str]:
    return [place.id for place in places if place.role is RoomRole.PARTICIPANT]


def shuffled(people: Sequence[str]) -> tuple[str, ...]:
    """In an order that nobody has chosen."""
    return tuple(_chance.sample(people, len(people)))


def settled(tx: Tx, room_id: str, floor: Floor, moment: Moment) -> Floor:
    """The floor for those who are in the room now."""
    places = places_in(tx, room_id)
    sharers = tuple(sharers_of(places))
    if not floor.turns.order:
        sharers = shuffled(sharers)
    return floors.settle(floor, sharers, frozenset(place.id for place in places), moment)


def with_turns(floor: Floor, turns: Turns) -> Floor:
    """A floor whose turn has moved; nothing is decided where it has not."""
    return floor if turns == floor.turns else floors.decided(floor, replace(floor, turns=turns))
