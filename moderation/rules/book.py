"""All rules compiled together: everything they look for, in one pass over each view."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from sys import intern

from moderation.detect.literals import Literals, Phrase
from moderation.detect.patterns import PatternError, PatternFilter
from moderation.detect.stems import Stems
from moderation.detect.together import MOST_PLACES, Meeting, meetings
from moderation.rules.gates import Match
from moderation.rules.rule import Rule, RuleError, Status
from moderation.rules.use import EXCUSES, FINDS, GROUPS, SETS, TONES, Use, Uses
from moderation.text.language import SMALL_WORDS
from moderation.text.plain import phrase_words
from moderation.text.view import View, ends_of
from moderation.verdict import Span

Places = dict[int, list[Span]]
Rules = dict[Phrase, list[int]]
_SMALL = frozenset[str]().union(*SMALL_WORDS.values())
_USE = itemgetter(1)
_MOST_MATCHES = 24
"""Of one rule in one view. Who is found so often is found; the finding then goes on to the end of the text."""


@dataclass(slots=True)
class Reading:
    """What one view of a text holds: matches, and by rule where excuses, tones and named groups stand."""

    view: View
    hits: list[tuple[int, Use]] = field(default_factory=list)
    uses: Collection[Use] = ()
    matches: list[Match] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    excuses: Places = field(default_factory=dict)
    groups: Places = field(default_factory=dict)
    tones: Places = field(default_factory=dict)

    def may_add(self, rule: int) -> bool:
        """True unless there are very many matches of this rule already."""
        return self.counts.get(rule, 0) < _MOST_MATCHES

    def add(self, rule: int, words: Span, place: Span | None = None) -> None:
        """Add a match of this rule, unless there are very many already."""
        if self.may_add(rule):
            self.counts[rule] = self.counts.get(rule, 0) + 1
            self.matches.append(Match(rule, self.view, words, place))


class RuleBook:
    """Rules ready to be run. Building one costs milliseconds; running it does not change what it finds."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.status in (Status.ACTIVE, Status.SHADOW))
        self._uses = Uses()
        self._meetings: dict[int, list[Meeting]] = defaultdict(list)
        self._set_numbers: dict[tuple[str, ...], int] = {}
        for number, rule in enumerate(self.rules):
            self._add_phrases(number, rule)
        self._literals = Literals(self._uses.by_phrase())
        self._starts = frozenset(self._meetings)
        self._stems = self._compile_stems()
        self._pattern_rules = [n for n, rule in enumerate(self.rules) for _ in rule.patterns]
        self._patterns = self._compile_patterns()

    def read_literals(self, reading: Reading) -> None:
        """Add what phrases find, alone and together."""
        reading.hits = hits = self._literals.hits(reading.view.line)
        if not hits:
            return
        reading.uses = uses = dict.fromkeys(map(_USE, hits))
        present: set[int] = set()
        present.update(*[use.sets for use in uses])
        if any(use.finds for use in uses):
            self._find(reading)
        if not present.isdisjoint(self._starts):
            self._meet(present, reading)

    @staticmethod
    def _find(reading: Reading) -> None:
        for end, use in reading.hits:
            for rule in use.finds:
                if reading.may_add(rule):
                    reading.add(rule, reading.view.words_before(end, use.length))

    def _meet(self, present: set[int], reading: Reading) -> None:
        due = [
            meeting
            for each in sorted(present & self._starts)
            for meeting in self._meetings[each]
            if meeting.needed <= present
        ]
        if not due:
            return
        places = self._places(due, reading)
        for meeting in due:
            if reading.may_add(meeting.rule):
                for words in meetings(meeting, places, reading.view):
                    reading.add(meeting.rule, words)

    @staticmethod
    def _places(due: Sequence[Meeting], reading: Reading) -> Places:
        """Where in the view the phrases of the sets of these meetings stand, in reading order.

        A meeting looks at the first MOST_PLACES of its first set alone: when each has so many, the rest is left.
        """
        wanted = frozenset[int]().union(*[meeting.needed for meeting in due])
        word_at = reading.view.word_at()
        places: Places = defaultdict(list)
        ends: dict[Use, list[int]] = {use: [] for use in reading.uses if not use.sets.isdisjoint(wanted)}
        reach = max(meeting.within for meeting in due) + max(use.length for use in ends)
        anchors = dict.fromkeys([meeting.sets[0] for meeting in due], MOST_PLACES)
        missing, horizon = len(anchors), len(reading.view.words)
        for end, use in reading.hits:
            if use in ends:
                last = word_at[end]
                if last > horizon:
                    break
                ends[use].append(last)
                for each in use.sets & anchors.keys() if missing else ():
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
        around = {use for use in reading.uses if not use.around.isdisjoint(matched)}
        if not around:
            return
        kinds = (("excuses", reading.excuses), ("tones", reading.tones), ("groups", reading.groups))
        for end, use in reading.hits:
            if use in around:
                words = reading.view.words_before(end, use.length)
                for kind, places in kinds:
                    for rule in matched & getattr(use, kind):
                        places.setdefault(rule, []).append(words)

    def read_stems(self, reading: Reading, language: str | None) -> None:
        """Add what phrases find by their stems, in the language of the message and in English."""
        if not self._stems:
            return
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
        for pattern, (start, end) in self._patterns.hits(view.text):
            rule = self._pattern_rules[pattern]
            if reading.may_add(rule):
                words = view.words_of(start, end)
                if words[0] < words[1]:
                    reading.add(rule, words, (start, end))

    def _add_phrases(self, number: int, rule: Rule) -> None:
        kinds = (
            (FINDS, rule.literals + rule.near),
            (EXCUSES, rule.unless),
            (TONES, rule.unless_anywhere),
            (GROUPS, rule.groups),
        )
        for kind, phrases in kinds:
            for phrase in phrases:
                self._uses.add(_words(rule, phrase), kind, number)
        for together in rule.together:
            sets = tuple(self._set(rule, phrases) for phrases in together.items)
            meeting = Meeting(number, sets, together.within, together.is_ordered, frozenset(sets))
            # Looked for only where its rarest set is met: "i" and "you" are in every other message.
            rarest = min(zip(map(_commonness, together.items), sets, strict=True))[1]
            self._meetings[rarest].append(meeting)

    def _set(self, rule: Rule, phrases: tuple[str, ...]) -> int:
        if phrases not in self._set_numbers:
            self._set_numbers[phrases] = number = len(self._set_numbers)
            for phrase in phrases:
                self._uses.add(_words(rule, phrase), SETS, number)
        return self._set_numbers[phrases]

    def _compile_stems(self) -> dict[str | None, tuple[Stems, Rules]]:
        by_language: dict[str, Rules] = defaultdict(lambda: defaultdict(list))
        for number, rule in enumerate(self.rules):
            for phrase in rule.stems:
                by_language[rule.language][tuple(phrase_words(phrase))].append(number)
        return {language: _stemmed(language, phrases) for language, phrases in by_language.items()}

    def _compile_patterns(self) -> PatternFilter:
        patterns = PatternFilter()
        for rule in self.rules:
            for pattern in rule.patterns:
                try:
                    patterns.add(pattern, rule.lists)
                except PatternError as wrong:
                    raise RuleError(rule.file, rule.id, str(wrong)) from wrong
        patterns.close()
        return patterns


def _words(rule: Rule, phrase: str) -> tuple[str, ...]:
    # Interned: the same few words stand in thousands of phrases.
    words = tuple(map(intern, phrase_words(phrase)))
    if not words:
        raise RuleError(rule.file, rule.id, f"no word is left of the phrase {phrase!r}")
    return words


def _commonness(phrases: tuple[str, ...]) -> int:
    return sum(phrase in _SMALL for phrase in phrases)


def _stemmed(language: str, phrases: Rules) -> tuple[Stems, Rules]:
    stems = Stems(language, phrases)
    rules: Rules = defaultdict(list)
    for phrase, numbers in phrases.items():
        rules[stems.by_phrase[phrase]] += numbers
    return stems, rules
