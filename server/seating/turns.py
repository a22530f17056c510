"""A turn that goes round a table. Pure; every moment is in microseconds on the room's own clock.

Everybody in the order is offered the turn once before anybody has it again. Whoever does not answer, or is not there,
is skipped and offered it again at the end. Nobody but whoever has it, or is offered it, can be skipped.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from server.errors import ErrorCode, Refusal

SECOND = 1_000_000
MINUTE = 60 * SECOND


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """How long somebody may take to accept a turn, after which it goes on, and to have it, after which nothing does."""

    accept: int = 30 * SECOND
    turn: int = 3 * MINUTE


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """When something happens, and what else bears on it.

    `out`: on a break. `extra`: minutes that somebody has been given. `is_once`: the turn goes round once and rests.
    """

    at: int
    timing: Timing = Timing()
    out: frozenset[str] = frozenset()
    extra: Mapping[str, int] = {}
    is_once: bool = False

    def until(self, who: str, allowed: int) -> int:
        return self.at + allowed + self.extra.get(who, 0) * MINUTE


class Turns(msgspec.Struct, frozen=True, kw_only=True):
    """Where the turn is. It rests where nobody has it and nobody is offered it.

    `until`: by when it must be accepted, or when a turn has been long. `offered_again`: those of `skipped` for whom it
    has come a second time.
    """

    order: tuple[str, ...] = ()
    holder: str | None = None
    offered_to: str | None = None
    since: int = 0
    until: int | None = None
    spoke: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    offered_again: tuple[str, ...] = ()

    @property
    def current(self) -> str | None:
        """Who has the turn or is offered it."""
        return self.holder or self.offered_to

    @property
    def is_resting(self) -> bool:
        return self.current is None


def begin(order: tuple[str, ...], now: Moment) -> Turns:
    """The turn is offered to the first."""
    return _go_on(Turns(order=order), now)


def accept(turns: Turns, who: str, now: Moment) -> Turns:
    """Takes what was offered; where the turn rests, anybody in the order may. Refusals: not_your_turn, on_a_break."""
    is_free = turns.is_resting and who in turns.order
    if not is_free and turns.offered_to != who:
        raise _not_yours(turns)
    if who in now.out:  # they would keep it from everybody, and could not write themselves
        raise Refusal(ErrorCode.ON_A_BREAK)
    return replace(
        turns,
        holder=who,
        offered_to=None,
        since=now.at,
        until=now.until(who, now.timing.turn),
        spoke=_without(turns.spoke, who),
        passed=_without(turns.passed, who),
        skipped=_without(turns.skipped, who),
        offered_again=_without(turns.offered_again, who),
    )


def pass_by(turns: Turns, who: str, now: Moment) -> Turns:
    """Does not want it this time, for which nobody needs a reason. Raises Refusal not_your_turn."""
    if turns.current != who:
        raise _not_yours(turns)
    return _go_on(replace(_unskipped(turns, who), passed=_with(turns.passed, who)), now)


def pass_on(turns: Turns, who: str, now: Moment) -> Turns:
    """Has said what they wanted to. Raises Refusal not_your_turn."""
    if turns.holder != who:
        raise _not_yours(turns)
    return _go_on(replace(turns, spoke=_with(turns.spoke, who)), now)


def force_pass(turns: Turns, now: Moment) -> Turns:
    """Takes the turn on: who has it has had it, who is offered it will be again. Raises Refusal not_now."""
    if turns.holder is not None:
        return pass_on(turns, turns.holder, now)
    return skip(turns, turns.offered_to or "", now)


def skip(turns: Turns, who: str, now: Moment) -> Turns:
    """Goes on without somebody for now, who has the turn or is offered it. Raises Refusal not_now."""
    if turns.current is None or turns.current != who:
        raise Refusal(ErrorCode.NOT_NOW)
    return _go_on(replace(turns, skipped=_with(turns.skipped, who)), now)


def lapse(turns: Turns, now: Moment) -> Turns:
    """Goes on from somebody who has not accepted in time; else nothing changes. A turn that is had never lapses."""
    if turns.offered_to is None or turns.until is None or now.at < turns.until:
        return turns
    return skip(turns, turns.offered_to, now)


def offer(turns: Turns, who: str, now: Moment) -> Turns:
    """Offers the turn to somebody in particular; who was offered it instead stays in line.

    Refusals: not_there (who is not in the order, or on a break), not_now (while somebody has it).
    """
    if who not in turns.order or who in now.out:
        raise Refusal(ErrorCode.NOT_THERE)
    if turns.holder is not None:
        raise Refusal(ErrorCode.NOT_NOW)
    return turns if turns.offered_to == who else _offer(turns, who, now)


def step_out(turns: Turns, who: str, now: Moment) -> Turns:
    """Somebody takes a break: where it was their turn, it goes on and comes back to them. `who` is in `now.out`."""
    return _go_on(turns, now) if turns.current == who else turns


def come_back(turns: Turns, who: str, now: Moment) -> Turns:
    """Somebody is there again: whoever was skipped or on a break will be offered a turn, at once where it rests."""
    turns = replace(turns, offered_again=_without(turns.offered_again, who))
    is_due = who in turns.order and who not in turns.spoke and who not in turns.passed
    return _offer(turns, who, now) if turns.is_resting and is_due and who not in now.out else turns


def reorder(turns: Turns, order: tuple[str, ...], now: Moment) -> Turns:
    """Another order. Who is in it no more has had their turn; who is new to it is offered one."""
    gone = [who for who in turns.order if who not in order]
    is_new = any(who not in turns.order for who in order)
    turns = replace(
        turns,
        order=order,
        **{
            part: tuple(who for who in getattr(turns, part) if who not in gone)
            for part in ("spoke", "passed", "skipped", "offered_again")
        },
    )
    if turns.current in gone or (turns.is_resting and is_new):
        return _go_on(turns, now)
    return turns


def lengthen(turns: Turns, who: str, minutes: int) -> Turns:
    """Gives somebody more time for what they are at; less where `minutes` is below nought."""
    if turns.current != who or turns.until is None:
        return turns
    return replace(turns, until=turns.until + minutes * MINUTE)


def _go_on(turns: Turns, now: Moment) -> Turns:
    turns = replace(turns, holder=None, offered_to=None, until=None, since=now.at)
    who = _next(turns, now.out)
    if who is None and turns.spoke and not now.is_once:
        turns = replace(turns, spoke=(), passed=(), skipped=(), offered_again=())
        who = _next(turns, now.out)
    return turns if who is None else _offer(turns, who, now)


def _next(turns: Turns, out: frozenset[str]) -> str | None:
    """Who has not been offered it; after them, who was skipped once."""
    here = [who for who in turns.order if who not in out and who not in turns.spoke and who not in turns.passed]
    first = [who for who in here if who not in turns.skipped]
    again = [who for who in here if who in turns.skipped and who not in turns.offered_again]
    return next(iter([*first, *again]), None)


def _offer(turns: Turns, who: str, now: Moment) -> Turns:
    again = _with(turns.offered_again, who) if who in turns.skipped else turns.offered_again
    return replace(
        turns,
        offered_to=who,
        since=now.at,
        until=now.until(who, now.timing.accept),
        spoke=_without(turns.spoke, who),
        passed=_without(turns.passed, who),
        offered_again=again,
    )


def _unskipped(turns: Turns, who: str) -> Turns:
    return replace(turns, skipped=_without(turns.skipped, who), offered_again=_without(turns.offered_again, who))


def _not_yours(turns: Turns) -> Refusal:
    return Refusal(ErrorCode.NOT_YOUR_TURN, holder=turns.holder, offered_to=turns.offered_to)


def _with(people: tuple[str, ...], who: str) -> tuple[str, ...]:
    return people if who in people else (*people, who)


def _without(people: tuple[str, ...], who: str) -> tuple[str, ...]:
    return tuple(one for one in people if one != who)
