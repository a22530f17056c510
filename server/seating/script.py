"""The script of a session: segments with a timer that all share. Pure. Being late is shown and ends nothing."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from server.errors import ErrorCode, Refusal
from server.seating.turns import MINUTE


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    minutes: int


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """A script that is going on: which segment, and since when, in microseconds on the room's own clock."""

    name: str
    segments: tuple[Segment, ...]
    current: int = 0
    since: int = 0

    @property
    def until(self) -> int:
        """When the current segment has lasted as long as was meant."""
        return self.since + self.segments[self.current].minutes * MINUTE


def begin(name: str, segments: tuple[Segment, ...], at: int) -> Script:
    return Script(name=name, segments=segments, since=at)


def go_on(script: Script, at: int) -> Script:
    """On to the next segment. Raises Refusal not_now in the last one."""
    if script.current + 1 >= len(script.segments):
        raise Refusal(ErrorCode.NOT_NOW)
    return replace(script, current=script.current + 1, since=at)
