"""All rules compiled together: everything they look for, in one pass over each view."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import attrgetter, itemgetter, or_

from moderation.detect.complete import Complete
from moderation.detect.literals import Literals, Phrase
from moderation.detect.patterns import Needs, PatternFilter
from moderation.detect.stems import Stems
from moderation.detect.together import MOST_PLACES, Meeting, meetings
from moderation.rules.gates import Match
from moderation.rules.plan import Plan, plan_of, stems_of
from moderation.rules.rule import Rule, Status
from moderation.rules.use import Parts, Use
from moderation.text.view import View, ends_of
from moderation.verdict import Span

Places = dict[int, list[Span]]
Rules = dict[Phrase, list[int]]
_USE, _MEETS = itemgetter(1), attrgetter("meets")
_MOST_MATCHES = 24
"""Of one rule in one view. Who is found so often is found; the finding then goes on to the end of the text."""


@dataclass(slots=True)
class Reading:
    """What one view of a text holds: matches, and by rule where excuses, tones and named groups stand."""

    view: View
    hits: list[tuple[int, Use]] | None = None
    """None until somebody has looked."""
    uses: Collection[Use] = ()
    matches: list[Match] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    excuses: Places = field(default_factory=dict)
    groups: Places = field(default_factory=dict)
    tones: Places = field(default_factory=dict)
    around: set[int] = field(default_factory=set)
    """Rules for which those three have been read."""

    def leave_out(self, rules: Iterable[int]) -> None:
        """Look for no match of these rules."""
        self.counts = dict.fromkeys(rules, _MOST_MATCHES)

    def may_add(self, rule: int) -> bool:
        """True unless there are very many matches of this rule already."""
        return self.counts.get(rule, 0) < _MOST_MATCHES

    def add(self, rule: int, words: Span, place: Span | None = None) -> None:
        """Add a match of this rule, unless there are very many already."""
        if self.may_add(rule):
            self.counts[rule] = self.counts.get(rule, 0) + 1
            self.matches.append(Match(rule, self.view, words, place))


class RuleBook:
    """Rules ready to be run; running them does not change what they find.

    `plan` is what `plan_of` made of the same rules in force before; without one each phrase and pattern is checked.
    """

    def __init__(self, rules: Iterable[Rule], plan: Plan | None = None) -> None:
        self.rules = in_force(rules)
        plan = plan_of(self.rules) if plan is None else plan
        # Looked for only where the rarest set of one is met, and in the order of these sets.
        self._meetings = [
            Meeting(number, sets, within, is_ordered, frozenset(sets))
            for _, number, sets, within, is_ordered in sorted(plan["meetings"], key=itemgetter(0))
        ]
        self._due = Complete([meeting.sets for meeting in self._meetings])
        uses = [_use(parts, self._due.bits) for parts in plan["uses"]]
        self._finders = frozenset(use for use in uses if use.finds)
        rarest = frozenset(each for each, *_ in plan["meetings"])
        self._starters = frozenset(use for use in uses if not use.sets.isdisjoint(rarest))
        self._literals = Literals({line: uses[number] for line, number in plan["lines"].items()})
        self._stems: dict[str | None, tuple[Stems, Rules]] = {
            language: _stemmed(language, phrases) for language, phrases in stems_of(self.rules).items()
        }
        self.has_stems = bool(self._stems)
        self._pattern_rules = [n for n, rule in enumerate(self.rules) for _ in rule.patterns]
        self.has_patterns = bool(self._pattern_rules)
        self._patterns = self._patterns_of(plan["needs"])

    def look(self, reading: Reading) -> None:
        """Look up which phrases of the rules the view holds, and where."""
        if reading.hits is None:
            reading.hits = self._literals.hits(reading.view.line)
            reading.uses = dict.fromkeys(map(_USE, reading.hits))

    def read_literals(self, reading: Reading) -> None:
        """Add what phrases find, alone and together."""
        self.look(reading)
        uses = reading.uses
        if not self._finders.isdisjoint(uses):
            self._find(reading)
        if not self._starters.isdisjoint(uses):
            self._meet(reading)

    def _find(self, reading: Reading) -> None:
        finding = {use for use in self._finders.intersection(reading.uses) if any(map(reading.may_add, use.finds))}
        for end, use in reading.hits or () if finding else ():
            if use in finding:
                words = reading.view.words_before(end, use.length)
                for rule in use.finds:
                    reading.add(rule, words)
                if not any(map(reading.may_add, use.finds)):
                    finding.remove(use)
                    if not finding:
                        break

    def _meet(self, reading: Reading) -> None:
        numbers = self._due.numbers(reduce(or_, map(_MEETS, reading.uses)))
        due = [meeting for meeting in map(self._meetings.__getitem__, numbers) if reading.may_add(meeting.rule)]
        if not due:
            return
        places = self._places(due, reading)
        for meeting in due:
            if reading.may_add(meeting.rule):
                for words in meetings(meeting, places, reading.view):
                    reading.add(meeting.rule, words)
                    if not reading.may_add(meeting.rule):
                        break

    @staticmethod
    def _places(due: Sequence[Meeting], reading: Reading) -> Places:
        """Where in the view the phrases of the sets of these meetings stand, in reading order.

        A meeting looks at the first MOST_PLACES of its first set alone: when each has so many, the rest is left.
        """
        wanted = frozenset[int]().union(*[meeting.needed for meeting in due])
        words_to = reading.view.words_to
        places: Places = defaultdict(list)
        ends: dict[Use, list[int]] = {use: [] for use in reading.uses if not use.sets.isdisjoint(wanted)}
        reach = max(meeting.within for meeting in due) + max(use.length for use in ends)
        anchors = dict.fromkeys([meeting.sets[0] for meeting in due], MOST_PLACES)
        anchors_of = {use: tuple(use.sets & anchors.keys()) for use in ends}
        missing, horizon = len(anchors), len(reading.view.words)
        for end, use in reading.hits or ():
            if use in ends:
                last = words_to(end)
                if last > horizon:
                    break
                ends[use].append(last)
                for each in anchors_of[use] if missing else ():
                    anchors[each] -= 1
                    missing -= anchors[each] == 0
                if not missing:
                    horizon = min(horizon, last + reach)
        for use, lasts in ends.items():
            words = [(last - use.length, last) for last in lasts]
            for each in use.sets & wanted:
                places[each] += words
        for found in places.values():
            found.sort()
        return places

    def read_circumstances(self, reading: Reading, matched: frozenset[int]) -> None:
        """Add where excuses, tones and groups stand for the rules that matched in some view."""
        matched -= reading.around
        reading.around |= matched
        around = [use for use in reading.uses if not use.around.isdisjoint(matched)]
        kinds = (("excuses", reading.excuses), ("tones", reading.tones), ("groups", reading.groups))
        found = {
            use: [places.setdefault(rule, []) for kind, places in kinds for rule in matched & getattr(use, kind)]
            for use in around
        }
        for end, use in reading.hits or () if found else ():
            if use in found:
                words = reading.view.words_before(end, use.length)
                for spans in found[use]:
                    spans.append(words)

    def read_stems(self, reading: Reading, language: str | None) -> None:
        """Add what phrases find by their stems, in the language of the message and in English."""
        view = reading.view
        for spoken in {language, "en"} & self._stems.keys():
            stems, rules = self._stems[spoken]
            words = stems.stemmed(view.words)
            hits = stems.hits(words)
            ends = ends_of(words) if hits else []
            for end, phrase in hits:
                last = bisect_left(ends, end) + 1
                for rule in rules[phrase]:
                    reading.add(rule, (last - len(phrase), last))

    def read_patterns(self, reading: Reading) -> None:
        """Add what patterns find."""
        view = reading.view

        def is_full(pattern: int) -> bool:
            return not reading.may_add(self._pattern_rules[pattern])

        for pattern, (start, end) in self._patterns.hits(view.text, is_full, view.others, view.kinds):
            words = view.words_of(start, end)
            if words[0] < words[1]:
                reading.add(self._pattern_rules[pattern], words, (start, end))

    def _patterns_of(self, needs: Sequence[Needs]) -> PatternFilter:
        patterns = PatternFilter()
        written = ((pattern, rule.lists) for rule in self.rules for pattern in rule.patterns)
        for (pattern, lists), need in zip(written, needs, strict=True):
            patterns.add(pattern, lists, need)
        patterns.close()
        return patterns


def in_force(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those that are run: active ones, and those that are tried without effect."""
    return tuple(rule for rule in rules if rule.status in (Status.ACTIVE, Status.SHADOW))


def _use(parts: Parts, meets: Mapping[int, int]) -> Use:
    _, _, sets, *_ = parts
    return Use(*parts, meets=reduce(or_, (meets[each] for each in sets if each in meets), 0))


def _stemmed(language: str, phrases: Mapping[Phrase, list[int]]) -> tuple[Stems, Rules]:
    stems = Stems(language, phrases)
    rules: Rules = defaultdict(list)
    for phrase, numbers in phrases.items():
        rules[stems.by_phrase[phrase]] += numbers
    return stems, rules
