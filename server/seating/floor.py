"""The floor of a room: how people sit, and who may write. Pure; moments are microseconds on the room's own clock."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec.structs import replace

from server.errors import ErrorCode, Refusal
from server.rooms.roles import Mode as Mode
from server.seating import rounds, turns
from server.seating.hands import lowered
from server.seating.rounds import Round, RoundKind
from server.seating.script import Script
from server.seating.turns import Moment, Timing, Turns


class Writes(StrEnum):
    """What becomes of somebody's words."""

    MESSAGE = "message"
    QUESTION = "question"


class Floor(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `version` moves with whatever two people could decide at once; `mode_version` was the one after the
    last change of the seating. `turns.order` is kept while there are turns or a round.
    """

    version: int = 0
    mode_version: int = 0
    mode: Mode = Mode.SOFA
    slow_seconds: int = 0
    reason: str = ""
    speakers: tuple[str, ...] = ()
    turns: Turns = Turns()
    hands: tuple[str, ...] = ()
    on_break: tuple[str, ...] = ()
    listeners: tuple[str, ...] = ()
    checked_out: tuple[str, ...] = ()
    round: Round | None = None
    script: Script | None = None
    extra_minutes: dict[str, int] = {}

    def moment(self, at: int, timing: Timing) -> Moment:
        """This moment, for the turns of this floor."""
        out, extra = frozenset(self.on_break), self.extra_minutes
        return Moment(at=at, timing=timing, out=out, extra=extra, is_once=self.round is not None)

    def takes_part(self, who: str) -> bool:
        return who in self.turns.order

    def not_yet_heard(self) -> tuple[str, ...]:
        return rounds.not_yet_heard(self.round, self.turns.order) if self.round else ()


class Seating(msgspec.Struct, frozen=True, kw_only=True):
    """How people are to sit from now on."""

    mode: Mode
    reason: str = ""
    slow_seconds: int = 0
    order: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()


def fresh(version: int, mode: Mode, listeners: tuple[str, ...] = ()) -> Floor:
    """The floor of a new sitting; nobody has sat down yet."""
    return Floor(version=version, mode_version=version, mode=mode, listeners=listeners)


def decided(before: Floor, after: Floor) -> Floor:
    """As `after`, with a version of its own, so that whoever decides on what was before hears that it is no more."""
    return replace(after, version=before.version + 1)


def writing(floor: Floor, who: str) -> Writes:
    """What becomes of what somebody writes now, who is not on duty.

    Refusals: on_a_break, listening_only, not_your_turn.
    """
    if who in floor.on_break:
        raise Refusal(ErrorCode.ON_A_BREAK)
    if who in floor.listeners:
        raise Refusal(ErrorCode.LISTENING_ONLY)
    if floor.mode is Mode.ROUND_TABLE and floor.turns.holder != who:
        raise Refusal(ErrorCode.NOT_YOUR_TURN, holder=floor.turns.holder, offered_to=floor.turns.offered_to)
    if floor.mode is Mode.CLASSROOM and who not in floor.speakers:
        return Writes.QUESTION
    return Writes.MESSAGE


def is_overtaken(floor: Floor, seen: int | None) -> bool:
    """Whether somebody wrote before they could know how people sit now."""
    return seen is not None and seen < floor.mode_version


def change_seating(floor: Floor, seating: Seating, moment: Moment) -> Floor:
    """Everybody sits differently from now on; a round goes on, in the new order where it has one."""
    order = seating.order if seating.mode is Mode.ROUND_TABLE or floor.round else ()
    sat = turns.begin(order, moment) if seating.mode is Mode.ROUND_TABLE else Turns(order=order)
    after = replace(
        floor,
        mode=seating.mode,
        reason=seating.reason,
        slow_seconds=seating.slow_seconds if seating.mode is Mode.SOFA else 0,
        speakers=seating.speakers if seating.mode is Mode.CLASSROOM else (),
        turns=sat,
    )
    return replace(decided(floor, after), mode_version=floor.version + 1)


def begin_round(floor: Floor, kind: RoundKind, question: str, moment: Moment, order: tuple[str, ...]) -> Floor:
    """Everybody is asked the same, once. Another round that was going on ends. `order`: who takes part."""
    floor_now = replace(floor, round=Round(kind=kind, question=question))
    moment = replace(moment, is_once=True)
    sat = turns.begin(order, moment) if floor.mode is Mode.ROUND_TABLE else Turns(order=order)
    return decided(floor, replace(floor_now, turns=sat))


def end_round(floor: Floor, moment: Moment) -> Floor:
    """The turn goes round again where there are turns. Raises Refusal not_now where there is no round."""
    if floor.round is None:
        raise Refusal(ErrorCode.NOT_NOW)
    order = floor.turns.order
    moment = replace(moment, is_once=False)
    sat = turns.begin(order, moment) if floor.mode is Mode.ROUND_TABLE else Turns()
    return decided(floor, replace(floor, round=None, turns=sat))


def wrote(floor: Floor, who: str) -> Floor:
    """Somebody has written a message: in a round they are heard."""
    if floor.round is None or not floor.takes_part(who):
        return floor
    heard = rounds.hear(floor.round, who)
    return floor if heard is floor.round else replace(floor, round=heard)


def settle(floor: Floor, sharers: tuple[str, ...], present: frozenset[str], moment: Moment) -> Floor:
    """The floor for those who are in the room now: whoever has left it is nowhere on it, and whoever came takes part.

    `sharers` are asked to take part where there are turns or a round, newcomers last; `present` is everybody in the
    room, whatever their role.
    """
    after = _without_strangers(floor, present)
    if floor.mode is not Mode.ROUND_TABLE and floor.round is None:
        return after
    here = [who for who in floor.turns.order if who in present and who not in floor.listeners]
    order = (*here, *(who for who in sharers if who not in here and who not in floor.listeners))
    if order == floor.turns.order:
        return after
    if floor.mode is not Mode.ROUND_TABLE:
        return replace(after, turns=replace(floor.turns, order=order))
    return decided(floor, replace(after, turns=turns.reorder(floor.turns, order, moment)))


def _without_strangers(floor: Floor, present: frozenset[str]) -> Floor:
    gone = {*floor.speakers, *floor.hands, *floor.on_break, *floor.checked_out, *floor.extra_minutes} - present
    heard = {*floor.round.heard, *floor.round.passed} - present if floor.round else set()
    for who in sorted(gone | heard):
        floor = replace(
            floor,
            speakers=lowered(floor.speakers, who),
            hands=lowered(floor.hands, who),
            on_break=lowered(floor.on_break, who),
            checked_out=lowered(floor.checked_out, who),
            round=rounds.forget(floor.round, who) if floor.round else None,
            extra_minutes={one: minutes for one, minutes in floor.extra_minutes.items() if one != who},
        )
    return floor
