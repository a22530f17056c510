"""Which words the rules of a language are made of, and how grave the gravest rule of each is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from moderation.rules.rule import Rule
from moderation.text.language import SMALL_WORDS
from moderation.text.plain import phrase_words
from moderation.text.vocabulary import Vocabulary

_ENDING_GROUP = re.compile(r"(?<=[^\W\d_])\(\?:[^()]*\)\??")
_MACRO = re.compile(r"\{\w+\}|\\p?\w|\[[^\]]*\]|\(\?")
_WORD = re.compile(r"[^\W\d_]{3,}(?:'[a-z]+)?")
_COMPOUNDING = frozenset({"fi", "sv"})
_GRAVE, _SERIOUS, _SHORTEST = 4, 3, 4


def vocabulary_of(rules: Iterable[Rule], own: Sequence[Rule], language: str) -> Vocabulary:
    """The vocabulary in which disguised words of a message in this language are looked for.

    An organisation's own rules may hold thousands of words: those are found behind look-alikes, and behind
    misspellings only when they are in a `near` list.
    """
    known = set(SMALL_WORDS[language])
    targets: dict[str, int] = {}
    alone: set[str] = set()
    for rule in rules:
        alone.update((*rule.literals, *rule.near))
        if rule.language == language:
            known.update(_known_words(rule))
        for word in _single_words(rule):
            if _is_target(word, rule, language):
                targets[word] = max(targets.get(word, 0), rule.severity)
    for rule in own:
        alone.update((*rule.literals, *rule.near))
        targets |= dict.fromkeys(_grave_words(rule), rule.severity)
    own_words = {word for rule in own for word in _known_words(rule)}
    small = SMALL_WORDS[language] if language in _COMPOUNDING else None
    return Vocabulary(known, targets, ordinary_words(language), small, own_words, alone)


@cache
def ordinary_words(language: str) -> frozenset[str]:
    """Common words that look like a misspelling of a word of some rule, and are none."""
    source = Path(__file__).parents[1].joinpath("lexicons", "ordinary", f"{language}.txt")
    return frozenset(source.read_text("utf-8").split()) if source.is_file() else frozenset()


def _is_target(word: str, rule: Rule, language: str) -> bool:
    if rule.language == language:
        return rule.severity >= _SERIOUS and len(word) >= _SHORTEST
    return rule.language == "en" and rule.severity >= _GRAVE and len(word) > _SHORTEST and word in _grave_words(rule)


def _grave_words(rule: Rule) -> frozenset[str]:
    return frozenset(word for phrase in rule.near for word in phrase_words(phrase))


def _phrases(rule: Rule) -> Iterator[str]:
    yield from (*rule.literals, *rule.stems, *rule.near)
    for phrases in rule.lists.values():
        yield from phrases
    for together in rule.together:
        for item in together.items:
            yield from item


def _single_words(rule: Rule) -> Iterator[str]:
    for phrase in _phrases(rule):
        if " " not in phrase:
            yield from phrase_words(phrase)


def _known_words(rule: Rule) -> Iterator[str]:
    for phrase in _phrases(rule):
        yield from phrase_words(phrase)
    for pattern in rule.patterns:
        for word in _WORD.findall(_MACRO.sub(" ", _ENDING_GROUP.sub(" ", pattern))):
            yield from phrase_words(word)
