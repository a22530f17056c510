"""The floor as everybody in the room sees it."""

from __future__ import annotations

from server.seating.floor import Floor
from server.seating.turns import SECOND, Turns
from server.seating.wire import ShownFloor, ShownRound, ShownScript, ShownSegment


def floor_shown(floor: Floor) -> ShownFloor:
    """Moments in seconds on the room's own clock."""
    turns, round_ = floor.turns, floor.round
    is_had = turns.holder is not None
    return ShownFloor(
        version=floor.version,
        mode_version=floor.mode_version,
        mode=floor.mode,
        slow_seconds=floor.slow_seconds,
        reason=floor.reason,
        order=list(turns.order),
        holder=turns.holder,
        offered_to=turns.offered_to,
        accept_by=None if is_had else _until(turns),
        turn_since=turns.since / SECOND if is_had else None,
        turn_until=_until(turns) if is_had else None,
        spoke=list(turns.spoke),
        passed=list(turns.passed),
        skipped=list(turns.skipped),
        heard=list(round_.heard) if round_ else [],
        not_yet_heard=list(floor.not_yet_heard()),
        round_passed=list(round_.passed) if round_ else [],
        checked_out=list(floor.checked_out),
        hands=list(floor.hands),
        on_break=list(floor.on_break),
        listeners=list(floor.listeners),
        speakers=list(floor.speakers),
        round=ShownRound(kind=round_.kind, question=round_.question) if round_ else None,
        script=_script(floor),
        extra_minutes=floor.extra_minutes,
    )


def _until(turns: Turns) -> float | None:
    return None if turns.until is None else turns.until / SECOND


def _script(floor: Floor) -> ShownScript | None:
    if floor.script is None:
        return None
    segments = [ShownSegment(title=one.title, minutes=one.minutes) for one in floor.script.segments]
    until = floor.script.until / SECOND
    return ShownScript(name=floor.script.name, segments=segments, current=floor.script.current, segment_until=until)
