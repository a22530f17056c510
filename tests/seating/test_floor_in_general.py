"""Ten thousand steps of a floor, against a plain account of who may write and who has been heard."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from server.errors import ErrorCode, Refusal
from server.seating import floor as floors
from server.seating import turns
from server.seating.floor import Floor, Mode, Seating, Writes
from server.seating.hands import lowered, raised
from server.seating.rounds import RoundKind
from server.seating.turns import Moment, Timing

PEOPLE = [f"person {letter}" for letter in "abcdef"]
someone = st.sampled_from(PEOPLE)
some = st.lists(someone, unique=True)


class Room(RuleBasedStateMachine):
    """The model: who is here, who listens, who is out, who has been heard, and the seating as it was last changed."""

    def __init__(self) -> None:
        super().__init__()
        self.floor = Floor()
        self.here, self.out, self.listens = set(PEOPLE), set[str](), set[str]()
        self.heard: set[str] | None = None
        self.mode, self.speakers = Mode.SOFA, set[str]()
        self.changed_at = 0

    def now(self) -> Moment:
        return self.floor.moment(0, Timing())

    def sharers(self) -> tuple[str, ...]:
        return tuple(who for who in PEOPLE if who in self.here and who not in self.listens)

    def became(self, after: Floor) -> None:
        assert after.version in {self.floor.version, self.floor.version + 1}
        if after.turns.current != self.floor.turns.current:
            assert after.version > self.floor.version, "whoever decides on the turn that was must hear of it"
        self.floor = after

    @rule(mode=st.sampled_from(Mode), speakers=some)
    def sit(self, mode: Mode, speakers: list[str]) -> None:
        self.mode = mode
        speaking = tuple(who for who in speakers if who in self.here)
        self.speakers = set(speaking) if mode is Mode.CLASSROOM else set()
        seating = Seating(mode=mode, order=self.sharers(), speakers=speaking)
        self.became(floors.change_seating(self.floor, seating, self.now()))
        self.changed_at = self.floor.version

    @rule()
    def ask(self) -> None:
        self.heard = set()
        self.became(floors.begin_round(self.floor, RoundKind.OPENING, "How are you?", self.now(), self.sharers()))

    @rule()
    def stop_asking(self) -> None:
        if self.heard is not None:
            self.heard = None
            self.became(floors.end_round(self.floor, self.now()))

    @rule(who=someone)
    def turn(self, who: str) -> None:
        for step in (turns.accept, turns.pass_on, turns.pass_by):
            try:
                moved = step(self.floor.turns, who, self.now())
            except Refusal:
                continue
            if self.mode is Mode.ROUND_TABLE:
                self.became(floors.decided(self.floor, replace(self.floor, turns=moved)))
            return

    @rule(who=someone)
    def go_out(self, who: str) -> None:
        if who in self.here:
            self.out.add(who)
            floor = replace(self.floor, on_break=raised(self.floor.on_break, who))
            moved = turns.step_out(floor.turns, who, floor.moment(0, Timing()))
            floor = replace(floor, turns=moved)
            self.became(floor if moved == self.floor.turns else floors.decided(self.floor, floor))

    @rule(who=someone)
    def come_in(self, who: str) -> None:
        self.out.discard(who)
        self.floor = replace(self.floor, on_break=lowered(self.floor.on_break, who))

    @rule(who=someone, is_there=st.booleans(), listens=st.booleans())
    def be_or_not(self, who: str, is_there: bool, listens: bool) -> None:
        (self.here.add if is_there else self.here.discard)(who)
        (self.listens.add if listens else self.listens.discard)(who)
        if not is_there:
            self.out.discard(who)
            self.speakers.discard(who)
            self.heard = None if self.heard is None else self.heard - {who}
        floor = replace(self.floor, listeners=tuple(sorted(self.listens)))
        settled = floors.settle(floor, self.sharers(), frozenset(self.here), self.now())
        self.became(settled)
        assert floors.settle(settled, self.sharers(), frozenset(self.here), self.now()) == settled

    @rule(who=someone)
    def write(self, who: str) -> None:
        if who not in self.here:
            return
        try:
            found: Writes | ErrorCode = floors.writing(self.floor, who)
        except Refusal as refusal:
            found = refusal.code
        assert found == self.expected(who)
        if found is Writes.MESSAGE:
            self.became(floors.wrote(self.floor, who))
            if self.heard is not None and self.floor.takes_part(who):
                self.heard.add(who)

    def expected(self, who: str) -> Writes | ErrorCode:
        if who in self.out:
            return ErrorCode.ON_A_BREAK
        if who in self.listens:
            return ErrorCode.LISTENING_ONLY
        if self.mode is Mode.ROUND_TABLE:
            return Writes.MESSAGE if self.floor.turns.holder == who else ErrorCode.NOT_YOUR_TURN
        return Writes.QUESTION if self.mode is Mode.CLASSROOM and who not in self.speakers else Writes.MESSAGE

    @invariant()
    def nobody_is_on_the_floor_who_is_not_in_the_room(self) -> None:
        assert not any(who in str(replace(self.floor, listeners=())) for who in set(PEOPLE) - self.here)

    @invariant()
    def nobody_on_a_break_has_the_turn(self) -> None:
        assert self.floor.turns.current not in self.out

    @invariant()
    def seating_and_the_heard_are_those_of_the_model(self) -> None:
        assert (self.floor.mode, self.floor.mode_version) == (self.mode, self.changed_at)
        assert (self.floor.round is None) == (self.heard is None)
        if self.floor.round is not None and self.heard is not None:
            assert set(self.floor.round.heard) == self.heard


Room.TestCase.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
test_floor_holds_what_it_promises = Room.TestCase
