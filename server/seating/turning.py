"""Use cases of turns: what those who take part do with theirs, and those who guide with everybody's.

Every one refuses what `sitting.enter` does and stale_version, and not_now where nobody
sits at a round table; and, where the row says `guides`, not_permitted to whoever does not guide the room on duty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.protocol.envelope import Command
from server.rooms.roles import Mode
from server.seating import rounds, turns, wire
from server.seating.floor import Floor
from server.seating.hands import lowered
from server.seating.keeping import Change
from server.seating.sitting import Here, enter, order_of, with_turns
from server.seating.turns import Timing
from server.seating.wire import Happened
from server.storage.lane import UseCase
from server.storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Step:
    """What a command does to the floor, and what it is called afterwards. `whom` tells whom it was about."""

    what: Happened
    take: Callable[[Here, Any], Floor]
    guides: bool = False
    whom: Callable[[Here, Any], str | None] = lambda here, command: None


def _accept(here: Here, command: wire.AcceptTurn) -> Floor:
    after = with_turns(here.floor, turns.accept(here.floor.turns, here.who, here.moment))
    return replace(after, hands=lowered(after.hands, here.who))


def _pass(here: Here, command: wire.Pass) -> Floor:
    floor = here.floor
    if floor.mode is Mode.ROUND_TABLE:
        floor = with_turns(floor, turns.pass_by(floor.turns, here.who, here.moment))
    elif floor.round is None or not floor.takes_part(here.who):
        raise Refusal(ErrorCode.NOT_NOW)
    return replace(floor, round=rounds.pass_by(floor.round, here.who)) if floor.round else floor


def _pass_on(here: Here, command: wire.PassOn) -> Floor:
    return with_turns(here.floor, turns.pass_on(here.floor.turns, here.who, here.moment))


def _offer(here: Here, command: wire.OfferTurn) -> Floor:
    return with_turns(here.floor, turns.offer(here.floor.turns, command.participation, here.moment))


def _skip(here: Here, command: wire.SkipTurn) -> Floor:
    if not here.floor.takes_part(command.participation):
        raise Refusal(ErrorCode.NOT_THERE)
    return with_turns(here.floor, turns.skip(here.floor.turns, command.participation, here.moment))


def _force(here: Here, command: wire.ForcePass) -> Floor:
    return with_turns(here.floor, turns.force_pass(here.floor.turns, here.moment))


def _reorder(here: Here, command: wire.Reorder) -> Floor:
    return with_turns(here.floor, turns.reorder(here.floor.turns, order_of(here, command.order), here.moment))


def _named(here: Here, command: Any) -> str | None:
    named: str = command.participation
    return named


def _current(here: Here, command: Any) -> str | None:
    return here.floor.turns.current


STEPS: dict[type[wire.FloorCommand], Step] = {
    wire.AcceptTurn: Step(Happened.TURN_ACCEPTED, _accept),
    wire.Pass: Step(Happened.TURN_PASSED, _pass),
    wire.PassOn: Step(Happened.TURN_PASSED_ON, _pass_on),
    wire.OfferTurn: Step(Happened.TURN_OFFERED, _offer, guides=True, whom=_named),
    wire.SkipTurn: Step(Happened.TURN_SKIPPED, _skip, guides=True, whom=_named),
    wire.ForcePass: Step(Happened.TURN_FORCED_ON, _force, guides=True, whom=_current),
    wire.Reorder: Step(Happened.ORDER_CHANGED, _reorder, guides=True),
}


def commands(timing: Timing) -> dict[type[Command], UseCase]:
    """A use case for each step."""
    return {kind: _use_case(step, timing) for kind, step in STEPS.items()}


def _use_case(step: Step, timing: Timing) -> UseCase:
    def take(tx: Tx, actor: Actor, command: Any) -> None:
        here = enter(tx, actor, command.room, timing)
        if step.guides:
            here.require_on_duty()
        here.require_version(command.version)
        if here.floor.mode is not Mode.ROUND_TABLE and step.take is not _pass:
            raise Refusal(ErrorCode.NOT_NOW)
        whom = step.whom(here, command)
        here.become(step.take(here, command), Change(step.what, here.who, whom))
        if step.guides:
            kind = ActionKind.TURN_FORCED if step.what is Happened.TURN_FORCED_ON else ActionKind.TURN_ORDERED
            record(tx, actor, kind, room_id=command.room, subject=whom, after={"what": step.what})

    return take


def lengthen(tx: Tx, actor: Actor, command: wire.LengthenTurn, timing: Timing) -> None:
    """Gives somebody more time, now and in later turns. Refusals: as above, and not_there."""
    here = enter(tx, actor, command.room, timing)
    here.require_on_duty()
    here.require_version(command.version)
    floor, who = here.floor, command.participation
    if who not in {place.id for place in here.places()}:
        raise Refusal(ErrorCode.NOT_THERE)
    more = command.minutes - floor.extra_minutes.get(who, 0)
    extra = {one: minutes for one, minutes in floor.extra_minutes.items() if one != who}
    after = replace(
        floor,
        extra_minutes=extra | ({who: command.minutes} if command.minutes else {}),
        turns=turns.lengthen(floor.turns, who, more),
    )
    here.become(after, Change(Happened.TIME_LENGTHENED, here.who, who))
