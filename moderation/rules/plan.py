"""What a book is made of, as plain values: worked out from rules once, and kept from one start to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypedDict

from moderation.detect.patterns import Needs, PatternError, PatternFilter
from moderation.rules.rule import Rule, RuleError
from moderation.rules.use import EXCUSES, FINDS, GROUPS, KINDS, SETS, TONES, Parts, parts_of
from moderation.text.language import SMALL_WORDS
from moderation.text.plain import phrase_words

_SMALL = frozenset[str]().union(*SMALL_WORDS.values())


class Plan(TypedDict):
    """The phrases of rules with what they are good for, where they meet, and what patterns need."""

    lines: dict[str, int]
    """Each phrase, its words between single spaces, with the number of its use."""
    uses: list[Parts]
    meetings: list[tuple[int, int, tuple[int, ...], int, bool]]
    """For each meeting its rarest set, its rule, its sets, within how many words, and whether in order."""
    needs: list[Needs]
    """For each pattern of each rule, in order, what a text must hold for it to match."""


def plan_of(rules: Sequence[Rule]) -> Plan:
    """The plan for a book of these rules. Raises RuleError for a phrase or pattern that cannot be used."""
    gathering = _Gathering()
    for number, rule in enumerate(rules):
        gathering.add(number, rule)
    numbers: dict[tuple[int, ...], int] = {}
    lines = {line: numbers.setdefault(tuple(use), len(numbers)) for line, use in gathering.uses.items()}
    return Plan(
        lines=lines, uses=[parts_of(*use) for use in numbers], meetings=gathering.meetings, needs=_needs_of(rules)
    )


class _Gathering:
    def __init__(self) -> None:
        self.uses: dict[str, list[int]] = {}
        self.meetings: list[tuple[int, int, tuple[int, ...], int, bool]] = []
        self._sets: dict[tuple[str, ...], int] = {}

    def add(self, number: int, rule: Rule) -> None:
        kinds = (
            (FINDS, rule.literals + rule.near),
            (EXCUSES, rule.unless),
            (TONES, rule.unless_anywhere),
            (GROUPS, rule.groups),
        )
        for kind, phrases in kinds:
            self._note(rule, phrases, number * KINDS + kind)
        for together in rule.together:
            sets = tuple(self._set(rule, phrases) for phrases in together.items)
            # Looked for only where its rarest set is met: "i" and "you" are in every other message.
            rarest = min(zip(map(_commonness, together.items), sets, strict=True))[1]
            self.meetings.append((rarest, number, sets, together.within, together.is_ordered))

    def _set(self, rule: Rule, phrases: tuple[str, ...]) -> int:
        if phrases not in self._sets:
            self._sets[phrases] = number = len(self._sets)
            self._note(rule, phrases, number * KINDS + SETS)
        return self._sets[phrases]

    def _note(self, rule: Rule, phrases: Sequence[str], mark: int) -> None:
        for phrase in phrases:
            words = phrase_words(phrase)
            if not words:
                raise RuleError(rule.file, rule.id, f"no word is left of the phrase {phrase!r}")
            self.uses.setdefault(f" {' '.join(words)} ", [len(words)]).append(mark)


def _commonness(phrases: tuple[str, ...]) -> int:
    return sum(phrase in _SMALL for phrase in phrases)


def _needs_of(rules: Sequence[Rule]) -> list[Needs]:
    patterns = PatternFilter()
    for rule in rules:
        for pattern in rule.patterns:
            try:
                patterns.add(pattern, rule.lists)
            except PatternError as wrong:
                raise RuleError(rule.file, rule.id, str(wrong)) from wrong
    return patterns.needs


def stems_of(rules: Sequence[Rule]) -> dict[str, dict[tuple[str, ...], list[int]]]:
    """By language, the phrases that are looked for by their stems, with the numbers of their rules."""
    by_language: dict[str, dict[tuple[str, ...], list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, rule in enumerate(rules):
        for phrase in rule.stems:
            by_language[rule.language][tuple(phrase_words(phrase))].append(number)
    return by_language
