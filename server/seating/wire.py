"""What is said on the socket about seating, turns, rounds and the script.

Moments are seconds on the room's own clock, which stands still while the room is paused: it shows `life.open_for`, and
while the room is open as many seconds more as have passed since `life.open_since`. So no timer runs out in a pause.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from server.protocol.envelope import LogEvent, RoomCommand
from server.seating.floor import Mode
from server.seating.rounds import RoundKind

Version = Annotated[int, Meta(ge=0, le=2**53)]
Participation = Annotated[str, Meta(min_length=1, max_length=40)]
People = Annotated[list[Participation], Meta(max_length=500)]
Sentence = Annotated[str, Meta(max_length=200)]


class FloorCommand(RoomCommand, frozen=True, kw_only=True):
    """`version` is that of the floor one saw: where it has moved since, somebody else was first (`stale_version`)."""

    version: Version


class AcceptTurn(FloorCommand, tag="floor.accept", frozen=True, kw_only=True):
    """Take the turn that is offered; where the turn rests, anybody who takes part may."""


class Pass(FloorCommand, tag="floor.pass", frozen=True, kw_only=True):
    """Not this time. Nobody asks why. In a round without turns too."""


class PassOn(FloorCommand, tag="floor.pass_on", frozen=True, kw_only=True):
    """I have said what I wanted to: the turn goes on."""


class OfferTurn(FloorCommand, tag="floor.offer", frozen=True, kw_only=True):
    """Offer the turn to somebody in particular, once nobody has it. For those who guide the room, on duty."""

    participation: Participation


class SkipTurn(FloorCommand, tag="floor.skip", frozen=True, kw_only=True):
    """Go on without whoever has the turn or is offered it; it comes back to them. For those who guide, on duty."""

    participation: Participation


class ForcePass(FloorCommand, tag="floor.force_pass", frozen=True, kw_only=True):
    """Take the turn on. For those who guide the room, on duty."""


class Reorder(FloorCommand, tag="floor.reorder", frozen=True, kw_only=True):
    """Another order. Whoever is left out of it is not left out: they come last. For those who guide, on duty."""

    order: People


class LengthenTurn(FloorCommand, tag="floor.lengthen", frozen=True, kw_only=True):
    """Give somebody `minutes` more for each of their turns and for accepting one: what they have in all, nought for none.

    For those who guide the room, on duty.
    """

    participation: Participation
    minutes: Annotated[int, Meta(ge=0, le=60)]


class RaiseHand(RoomCommand, tag="hand.raise", frozen=True, kw_only=True):
    """Ask to speak."""


class LowerHand(RoomCommand, tag="hand.lower", frozen=True, kw_only=True):
    """Ask no longer; those who guide the room lower others' hands, one at a time."""

    participation: Participation | None = None


class BeginBreak(RoomCommand, tag="break.begin", frozen=True, kw_only=True):
    """Be away for a moment: this is neither leaving nor a sanction. A turn that one has goes on and comes back."""


class EndBreak(RoomCommand, tag="break.end", frozen=True, kw_only=True):
    """Be back."""


class ChangeSeating(FloorCommand, tag="seating.change", frozen=True, kw_only=True):
    """Sit differently from now on, and why, in a sentence that everybody reads. For those who guide, on duty.

    `slow_seconds` (on sofas): how long everybody waits between two of their messages. `order` (at a round table): as in
    `floor.reorder`; it is shuffled where none is given. `speakers` (in a classroom): who writes besides those on duty;
    the professionals in the room where none are given.
    """

    mode: Mode
    reason: Sentence = ""
    slow_seconds: Annotated[int, Meta(ge=0, le=300)] = 0
    order: People | None = None
    speakers: People | None = None


class BeginRound(FloorCommand, tag="round.begin", frozen=True, kw_only=True):
    """Ask everybody the same, once. For those who guide the room, on duty."""

    kind: RoundKind
    question: Annotated[str, Meta(min_length=1, max_length=200)]


class EndRound(FloorCommand, tag="round.end", frozen=True, kw_only=True):
    """The round is over. For those who guide the room, on duty."""


class CheckOut(RoomCommand, tag="checkout.done", frozen=True, kw_only=True):
    """I am leaving well: nobody needs to worry where I am."""


class BeginScript(FloorCommand, tag="script.begin", frozen=True, kw_only=True):
    """Go by a script, from the templates of the organisation. For those who guide the room, on duty."""

    template: Annotated[str, Meta(min_length=1, max_length=40)]


class NextSegment(FloorCommand, tag="script.next", frozen=True, kw_only=True):
    """On to the next segment of the script. For those who guide the room, on duty."""


class EndScript(FloorCommand, tag="script.end", frozen=True, kw_only=True):
    """Go by no script any more. For those who guide the room, on duty."""


class Happened(StrEnum):
    """What has changed on the floor."""

    SEATING_CHANGED = "seating_changed"
    SITTING_BEGAN = "sitting_began"
    PEOPLE_CHANGED = "people_changed"
    TURN_OFFERED = "turn_offered"
    TURN_ACCEPTED = "turn_accepted"
    TURN_PASSED = "turn_passed"
    TURN_PASSED_ON = "turn_passed_on"
    TURN_SKIPPED = "turn_skipped"
    TURN_FORCED_ON = "turn_forced_on"
    ORDER_CHANGED = "order_changed"
    TIME_LENGTHENED = "time_lengthened"
    HAND_RAISED = "hand_raised"
    HAND_LOWERED = "hand_lowered"
    BREAK_BEGAN = "break_began"
    BREAK_ENDED = "break_ended"
    ROUND_BEGAN = "round_began"
    ROUND_ENDED = "round_ended"
    HEARD = "heard"
    CHECKED_OUT = "checked_out"
    SCRIPT_BEGAN = "script_began"
    SEGMENT_BEGAN = "segment_began"
    SCRIPT_ENDED = "script_ended"
    LISTENING_CHANGED = "listening_changed"


class ShownRound(msgspec.Struct, frozen=True, kw_only=True):
    """The round that is going on, and its question."""

    kind: RoundKind
    question: str


class ShownSegment(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the session, and how many minutes it is meant to take."""

    title: str
    minutes: int


class ShownScript(msgspec.Struct, frozen=True, kw_only=True):
    """The script, which segment it is at (counted from 0), and when that has lasted as long as was meant.

    Beyond `segment_until` the segment is late, which ends nothing.
    """

    name: str
    segments: list[ShownSegment]
    current: int
    segment_until: float


class ShownFloor(msgspec.Struct, frozen=True, kw_only=True):
    """The floor as everybody in the room sees it; people are participations.

    `accept_by`: when a turn that nobody accepts goes on. `turn_until`: when a turn has been long; it ends by nobody but
    people. `skipped` are offered a turn again. `order`, `passed` and `skipped` are of the turns at a round table;
    `heard`, `not_yet_heard` and `round_passed` of a round. `listeners` have come to listen. Moments are seconds on the
    room's own clock.
    """

    version: int
    mode_version: int
    mode: Mode
    slow_seconds: int
    reason: str
    order: list[str]
    holder: str | None
    offered_to: str | None
    accept_by: float | None
    turn_since: float | None
    turn_until: float | None
    spoke: list[str]
    passed: list[str]
    skipped: list[str]
    heard: list[str]
    not_yet_heard: list[str]
    round_passed: list[str]
    checked_out: list[str]
    hands: list[str]
    on_break: list[str]
    listeners: list[str]
    speakers: list[str]
    round: ShownRound | None
    script: ShownScript | None
    extra_minutes: dict[str, int]


class FloorChanged(LogEvent, tag="floor.changed", frozen=True, kw_only=True):
    """Something has changed on the floor: what, by whom (null: by itself, in time), and whom it is about.

    `floor` is all of it as it is when this is told. Of several that are read together only the last one has it, and
    older pages tell what happened, not how things stand.
    """

    what: Happened
    by: str | None
    whom: str | None
    reason: str
    floor: ShownFloor | None
