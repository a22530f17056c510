"""All rules compiled together: everything they look for, in one pass over each view."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern

from moderation.detect.literals import Hit, Literals
from moderation.detect.patterns import PatternError, PatternFilter
from moderation.detect.stems import Stems
from moderation.detect.together import Meeting, meetings
from moderation.rules.gates import Match
from moderation.rules.rule import Rule, RuleError, Status
from moderation.text.plain import phrase_words
from moderation.text.view import View, ends_of
from moderation.verdict import Span

Uses = dict[tuple[str, ...], list[int]]
"""What each phrase is good for: numbers of rules, or of sets of phrases."""
Place = tuple[int, int]
"""Offset in the line just after a phrase, and how many words it has."""
Places = dict[int, list[Span]]


@dataclass(slots=True)
class Reading:
    """What one view of a text holds: matches, and by rule where excuses, tones and named groups stand."""

    view: View
    hits: list[Hit] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    excuses: Places = field(default_factory=lambda: defaultdict(list))
    groups: Places = field(default_factory=lambda: defaultdict(list))
    tones: Places = field(default_factory=lambda: defaultdict(list))


class RuleBook:
    """Rules ready to be run. Building one costs milliseconds; running it does not change what it finds."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.status in (Status.ACTIVE, Status.SHADOW))
        self._finds: Uses = defaultdict(list)
        self._sets: Uses = defaultdict(list)
        self._excuses: Uses = defaultdict(list)
        self._groups: Uses = defaultdict(list)
        self._tones: Uses = defaultdict(list)
        self._meetings: dict[int, list[Meeting]] = defaultdict(list)
        self._set_numbers: dict[tuple[str, ...], int] = {}
        for number, rule in enumerate(self.rules):
            self._add_phrases(number, rule)
        self._literals = Literals({**self._finds, **self._sets, **self._excuses, **self._tones, **self._groups})
        self._stems = self._compile_stems()
        self._pattern_rules = [n for n, rule in enumerate(self.rules) for _ in rule.patterns]
        self._patterns = self._compile_patterns()

    def read_literals(self, reading: Reading) -> None:
        """Add what phrases find, alone and together."""
        view, present = reading.view, defaultdict[int, list[Place]](list)
        reading.hits = self._literals.hits(view.line)
        for end, phrase in reading.hits:
            for rule in self._finds.get(phrase, ()):
                reading.matches.append(Match(rule, view, view.words_before(end, len(phrase))))
            for each in self._sets.get(phrase, ()):
                present[each].append((end, len(phrase)))
        for each in present.keys() & self._meetings.keys():
            for meeting in self._meetings[each]:
                if all(other in present for other in meeting.sets):
                    self._meet(meeting, present, reading)

    @staticmethod
    def _meet(meeting: Meeting, present: Mapping[int, Sequence[Place]], reading: Reading) -> None:
        view = reading.view
        places = {each: [view.words_before(*place) for place in present[each]] for each in meeting.sets}
        for words in meetings(meeting, places, view):
            reading.matches.append(Match(meeting.rule, view, words))

    def read_circumstances(self, reading: Reading) -> None:
        """Add where excuses and groups stand for the rules that matched."""
        matched = {match.rule for match in reading.matches}
        pairs = ((self._excuses, reading.excuses), (self._tones, reading.tones), (self._groups, reading.groups))
        for uses, places in pairs:
            for end, phrase in reading.hits:
                if phrase in uses:
                    for rule in matched.intersection(uses[phrase]):
                        places[rule].append(reading.view.words_before(end, len(phrase)))

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
                    reading.matches.append(Match(rule, view, (last - len(phrase), last)))

    def read_patterns(self, reading: Reading) -> None:
        """Add what patterns find."""
        view = reading.view
        for pattern, (start, end) in self._patterns.hits(view.text):
            words = view.words_of(start, end)
            if words[0] < words[1]:
                rule = self._pattern_rules[pattern]
                reading.matches.append(Match(rule, view, words, place=(start, end)))

    def _add_phrases(self, number: int, rule: Rule) -> None:
        uses = (
            (rule.literals + rule.near, self._finds),
            (rule.unless, self._excuses),
            (rule.unless_anywhere, self._tones),
            (rule.groups, self._groups),
        )
        for phrases, use in uses:
            for phrase in phrases:
                use[_words(rule, phrase)].append(number)
        for together in rule.together:
            sets = tuple(self._set(rule, phrases) for phrases in together.items)
            meeting = Meeting(number, sets, together.within, together.is_ordered)
            self._meetings[sets[0]].append(meeting)

    def _set(self, rule: Rule, phrases: tuple[str, ...]) -> int:
        if phrases not in self._set_numbers:
            self._set_numbers[phrases] = number = len(self._set_numbers)
            for phrase in phrases:
                self._sets[_words(rule, phrase)].append(number)
        return self._set_numbers[phrases]

    def _compile_stems(self) -> dict[str | None, tuple[Stems, Uses]]:
        by_language: dict[str, Uses] = defaultdict(lambda: defaultdict(list))
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


def _stemmed(language: str, phrases: Uses) -> tuple[Stems, Uses]:
    stems = Stems(language, phrases)
    rules: Uses = defaultdict(list)
    for phrase, numbers in phrases.items():
        rules[stems.by_phrase[phrase]] += numbers
    return stems, rules
