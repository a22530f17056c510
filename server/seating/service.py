"""Use cases of the floor: how people sit, hands, breaks, rounds, the script, checking out.

Every one refuses what `sitting.enter` does; those that carry a version stale_version;
those for people who guide the room, on duty, not_permitted to everybody else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from server.actions.service import ActionKind, record
from server.actor import Actor
from server.errors import ErrorCode, Refusal
from server.protocol.envelope import Command
from server.protocol.text import is_visible, one_line
from server.rooms.roles import Mode
from server.seating import attendance, question_service, script, templates, turning, turns, wire
from server.seating import floor as floors
from server.seating.floor import Floor, Seating
from server.seating.hands import lowered, raised
from server.seating.keeping import Change
from server.seating.sitting import Here, enter, order_of, speakers_of, with_turns
from server.seating.turns import Timing
from server.seating.wire import Happened
from server.storage.lane import UseCase
from server.storage.tx import Tx


def change_seating(tx: Tx, actor: Actor, command: wire.ChangeSeating, timing: Timing) -> None:
    """People sit differently from now on. Refusals: not_permitted, stale_version, not_there."""
    here = _guided(tx, actor, command, timing)
    has_order = command.mode is Mode.ROUND_TABLE or here.floor.round is not None
    seating = Seating(
        mode=command.mode,
        reason=one_line(command.reason),
        slow_seconds=command.slow_seconds,
        order=order_of(here, command.order) if has_order else (),
        speakers=speakers_of(here, command.speakers) if command.mode is Mode.CLASSROOM else (),
    )
    after = floors.change_seating(here.floor, seating, here.moment)
    here.become(after, Change(Happened.SEATING_CHANGED, here.who, reason=seating.reason))
    was, becomes = {"mode": here.floor.mode}, {"mode": command.mode}
    why = seating.reason or None
    record(tx, actor, ActionKind.SEATING_CHANGED, room_id=command.room, reason=why, before=was, after=becomes)


def raise_hand(tx: Tx, actor: Actor, command: wire.RaiseHand, timing: Timing) -> None:
    """Asks to speak. Asked already: nothing changes."""
    here = enter(tx, actor, command.room, timing)
    after = replace(here.floor, hands=raised(here.floor.hands, here.who))
    here.become(after, Change(Happened.HAND_RAISED, here.who))


def lower_hand(tx: Tx, actor: Actor, command: wire.LowerHand, timing: Timing) -> None:
    """Lowers one's own hand or, for those who guide, another's. Lowered already: nothing changes."""
    here = enter(tx, actor, command.room, timing)
    whom = command.participation or here.who
    if whom != here.who:
        here.require_on_duty()
    after = replace(here.floor, hands=lowered(here.floor.hands, whom))
    here.become(after, Change(Happened.HAND_LOWERED, here.who, whom))


def begin_break(tx: Tx, actor: Actor, command: wire.BeginBreak, timing: Timing) -> None:
    """Is away for a moment; a turn that one has goes on, and comes back."""
    here = enter(tx, actor, command.room, timing)
    out = replace(here.floor, on_break=raised(here.floor.on_break, here.who))
    moment = out.moment(here.moment.at, timing)
    after = with_turns(out, turns.step_out(out.turns, here.who, moment))
    here.become(after, Change(Happened.BREAK_BEGAN, here.who))


def end_break(tx: Tx, actor: Actor, command: wire.EndBreak, timing: Timing) -> None:
    """Is back, and will be offered the turn that went by."""
    here = enter(tx, actor, command.room, timing)
    back = replace(here.floor, on_break=lowered(here.floor.on_break, here.who))
    moment = back.moment(here.moment.at, timing)
    after = with_turns(back, turns.come_back(back.turns, here.who, moment))
    here.become(after, Change(Happened.BREAK_ENDED, here.who))


def begin_round(tx: Tx, actor: Actor, command: wire.BeginRound, timing: Timing) -> None:
    """Asks everybody the same, once; a round that was going on ends. Refusals: not_permitted, stale_version, text_empty."""
    here = _guided(tx, actor, command, timing)
    order = here.floor.turns.order or order_of(here, None)
    question = one_line(command.question)
    if not is_visible(question):
        raise Refusal(ErrorCode.TEXT_EMPTY)
    after = floors.begin_round(here.floor, command.kind, question, here.moment, order)
    here.become(after, Change(Happened.ROUND_BEGAN, here.who, reason=question))
    record(tx, actor, ActionKind.ROUND_CHANGED, room_id=command.room, after={"began": command.kind})


def end_round(tx: Tx, actor: Actor, command: wire.EndRound, timing: Timing) -> None:
    """Ends the round, whoever has not been heard. Refusals: not_permitted, stale_version, not_now."""
    here = _guided(tx, actor, command, timing)
    here.become(floors.end_round(here.floor, here.moment), Change(Happened.ROUND_ENDED, here.who))
    record(tx, actor, ActionKind.ROUND_CHANGED, room_id=command.room, after={"began": None})


def check_out(tx: Tx, actor: Actor, command: wire.CheckOut, timing: Timing) -> None:
    """Says that one leaves well. Twice is once."""
    here = enter(tx, actor, command.room, timing)
    attendance.check_out(tx, command.room, here.kept.sitting, here.who)
    after = replace(here.floor, checked_out=raised(here.floor.checked_out, here.who))
    here.become(after, Change(Happened.CHECKED_OUT, here.who))


def begin_script(tx: Tx, actor: Actor, command: wire.BeginScript, timing: Timing) -> None:
    """Goes by a script from its first segment. Refusals: not_permitted, stale_version, not_found."""
    here = _guided(tx, actor, command, timing)
    template = templates.find(tx, command.template, templates.language_of(tx, command.room))
    begun = script.begin(template.name, template.parts(), here.moment.at)
    here.become(_scripted(here, begun), Change(Happened.SCRIPT_BEGAN, here.who))


def next_segment(tx: Tx, actor: Actor, command: wire.NextSegment, timing: Timing) -> None:
    """On to the next segment. Refusals: not_permitted, stale_version, not_now (no script, or no segment after it)."""
    here = _guided(tx, actor, command, timing)
    if here.floor.script is None:
        raise Refusal(ErrorCode.NOT_NOW)
    moved = script.go_on(here.floor.script, here.moment.at)
    here.become(_scripted(here, moved), Change(Happened.SEGMENT_BEGAN, here.who))


def end_script(tx: Tx, actor: Actor, command: wire.EndScript, timing: Timing) -> None:
    """Goes by no script any more. There was none: nothing changes. Refusals: not_permitted, stale_version."""
    here = _guided(tx, actor, command, timing)
    if here.floor.script is not None:
        here.become(_scripted(here, None), Change(Happened.SCRIPT_ENDED, here.who))
    else:
        here.become(here.floor, Change(Happened.SCRIPT_ENDED))


def _guided(tx: Tx, actor: Actor, command: wire.FloorCommand, timing: Timing) -> Here:
    here = enter(tx, actor, command.room, timing)
    here.require_on_duty()
    here.require_version(command.version)
    return here


def _scripted(here: Here, found: script.Script | None) -> Floor:
    return floors.decided(here.floor, replace(here.floor, script=found))


_Timed = Callable[[Tx, Actor, Any, Timing], Any]
_OTHERS: dict[type[Command], _Timed] = {
    wire.LengthenTurn: turning.lengthen,
    wire.ChangeSeating: change_seating,
    wire.RaiseHand: raise_hand,
    wire.LowerHand: lower_hand,
    wire.BeginBreak: begin_break,
    wire.EndBreak: end_break,
    wire.BeginRound: begin_round,
    wire.EndRound: end_round,
    wire.CheckOut: check_out,
    wire.BeginScript: begin_script,
    wire.NextSegment: next_segment,
    wire.EndScript: end_script,
}


def commands(timing: Timing) -> dict[type[Command], UseCase]:
    """The use cases behind the slice's commands, with these times for everybody."""
    with_time = {kind: _timed(use_case, timing) for kind, use_case in _OTHERS.items()}
    return {**turning.commands(timing), **with_time, **question_service.COMMANDS}


def _timed(use_case: _Timed, timing: Timing) -> UseCase:
    return lambda tx, actor, command: use_case(tx, actor, command, timing)


COMMANDS = commands(Timing())
