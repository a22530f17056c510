"""All rules compiled together: everything they look for, in one pass over each view."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from moderation.detect.literals import Hit, Literals
from moderation.detect.patterns import PatternError, Patterns, compile_pattern
from moderation.detect.stems import Stems
from moderation.detect.together import Meeting, meetings
from moderation.rules.gates import Match
from moderation.rules.lexis import vocabulary_of
from moderation.rules.rule import Rule, RuleError, Status
from moderation.text.plain import phrase_words
from moderation.text.view import View, ends_of
from moderation.text.vocabulary import Vocabulary
from moderation.verdict import Span

Places = dict[int, list[Span]]


@dataclass(slots=True)
class Reading:
    """What one view of a text holds: matches, and by rule the places of excuses and of named groups."""

    view: View
    hits: list[Hit] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    excuses: Places = field(default_factory=lambda: defaultdict(list))
    groups: Places = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class _Uses:
    """What a phrase is good for: which rules it finds, excuses, or names a group for, and which sets it is in."""

    finds: list[int] = field(default_factory=list)
    excuses: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    sets: list[int] = field(default_factory=list)


class RuleBook:
    """Rules ready to be run. Building one costs milliseconds; running it does not change what it finds."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.status in (Status.ACTIVE, Status.SHADOW))
        self._uses: dict[tuple[str, ...], _Uses] = defaultdict(_Uses)
        self._meetings: dict[int, list[Meeting]] = defaultdict(list)
        self._sets: dict[tuple[str, ...], int] = {}
        for number, rule in enumerate(self.rules):
            self._add_phrases(number, rule)
        self._literals = Literals(self._uses)
        self._uses_by_number = [self._uses[phrase] for phrase in self._literals.phrases]
        self._found_by = [(uses.finds, uses.sets) for uses in self._uses_by_number]
        self._stems = self._compile_stems()
        self._pattern_rules = [n for n, rule in enumerate(self.rules) for _ in rule.patterns]
        self._patterns = self._compile_patterns()
        self._vocabularies: dict[str, Vocabulary] = {}

    def vocabulary(self, language: str | None) -> Vocabulary:
        """The words of the rules of this language (English when unknown), built when first asked for."""
        spoken = language or "en"
        if spoken not in self._vocabularies:
            self._vocabularies[spoken] = vocabulary_of(self.rules, spoken)
        return self._vocabularies[spoken]

    def read_literals(self, reading: Reading) -> None:
        """Add what phrases find, alone and together."""
        view, present = reading.view, defaultdict[int, list[tuple[int, int]]](list)
        reading.hits = self._literals.hits(view.line)
        for end, (phrase, length) in reading.hits:
            finds, sets = self._found_by[phrase]
            for rule in finds:
                reading.matches.append(Match(rule, view, view.words_before(end, length)))
            for each in sets:
                present[each].append((end, length))
        for each in present.keys() & self._meetings.keys():
            for meeting in self._meetings[each]:
                if all(other in present for other in meeting.sets):
                    self._meet(meeting, present, reading)

    @staticmethod
    def _meet(meeting: Meeting, present: Mapping[int, Sequence[tuple[int, int]]], reading: Reading) -> None:
        view = reading.view
        places = {each: [view.words_before(*place) for place in present[each]] for each in meeting.sets}
        for words in meetings(meeting, places, view):
            reading.matches.append(Match(meeting.rule, view, words))

    def read_circumstances(self, reading: Reading) -> None:
        """Add where excuses and groups stand for the rules that matched."""
        matched = {match.rule for match in reading.matches}
        for end, (phrase, length) in reading.hits:
            uses = self._uses_by_number[phrase]
            for rule in matched.intersection(uses.excuses):
                reading.excuses[rule].append(reading.view.words_before(end, length))
            for rule in matched.intersection(uses.groups):
                reading.groups[rule].append(reading.view.words_before(end, length))

    def read_stems(self, reading: Reading, language: str | None) -> None:
        """Add what phrases find by their stems, in the language of the message and in English."""
        view = reading.view
        for spoken in {language, "en"} & self._stems.keys():
            stems, rules = self._stems[spoken]
            words = stems.stemmed(view.words)
            hits = stems.hits(words)
            ends = ends_of(words) if hits else []
            for end, (phrase, length) in hits:
                last = bisect_left(ends, end) + 1
                for rule in rules[phrase]:
                    reading.matches.append(Match(rule, view, (last - length, last)))

    def read_patterns(self, reading: Reading) -> None:
        """Add what patterns find."""
        view = reading.view
        for pattern, (start, end) in self._patterns.hits(view.text):
            words = view.words_of(start, end)
            if words[0] < words[1]:
                rule = self._pattern_rules[pattern]
                reading.matches.append(Match(rule, view, words, place=(start, end)))

    def _add_phrases(self, number: int, rule: Rule) -> None:
        for phrase in rule.literals + rule.near:
            self._use(rule, phrase).finds.append(number)
        for phrase in rule.unless:
            self._use(rule, phrase).excuses.append(number)
        for phrase in rule.groups:
            self._use(rule, phrase).groups.append(number)
        for together in rule.together:
            sets = tuple(self._set(rule, phrases) for phrases in together.items)
            meeting = Meeting(number, sets, together.within, together.is_ordered)
            self._meetings[sets[0]].append(meeting)

    def _use(self, rule: Rule, phrase: str) -> _Uses:
        words = tuple(phrase_words(phrase))
        if not words:
            raise RuleError(rule.file, rule.id, f"no word is left of the phrase {phrase!r}")
        return self._uses[words]

    def _set(self, rule: Rule, phrases: tuple[str, ...]) -> int:
        if phrases not in self._sets:
            self._sets[phrases] = number = len(self._sets)
            for phrase in phrases:
                self._use(rule, phrase).sets.append(number)
        return self._sets[phrases]

    def _compile_stems(self) -> dict[str | None, tuple[Stems, list[list[int]]]]:
        by_language: dict[str, dict[tuple[str, ...], list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, rule in enumerate(self.rules):
            for phrase in rule.stems:
                by_language[rule.language][tuple(phrase_words(phrase))].append(number)
        return {language: _stemmed(language, phrases) for language, phrases in by_language.items()}

    def _compile_patterns(self) -> Patterns:
        compiled = []
        for rule in self.rules:
            for pattern in rule.patterns:
                try:
                    compiled.append(compile_pattern(pattern))
                except PatternError as wrong:
                    raise RuleError(rule.file, rule.id, str(wrong)) from wrong
        return Patterns(compiled)


def _stemmed(language: str, phrases: dict[tuple[str, ...], list[int]]) -> tuple[Stems, list[list[int]]]:
    stems = Stems(language, phrases)
    rules: list[list[int]] = [[] for _ in stems.number]
    for phrase, numbers in phrases.items():
        rules[stems.number[stems.by_phrase[phrase]]] += numbers
    return stems, rules
