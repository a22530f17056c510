"""Which words the rules of a language are made of, and how grave the gravest rule of each is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from moderation.rules.rule import Rule
from moderation.text.language import SMALL_WORDS
from moderation.text.plain import phrase_words
from moderation.text.vocabulary import Vocabulary

_ENDING_GROUP = re.compile(r"(?<=[^\W\d_])\(\?:[^()]*\)\??")
_MACRO = re.compile(r"\{\w+\}|\\p?\w|\[[^\]]*\]|\(\?")
_WORD = re.compile(r"[^\W\d_]{3,}(?:'[a-z]+)?")
_GRAVE = 4


def vocabulary_of(rules: Iterable[Rule], language: str) -> Vocabulary:
    """The vocabulary in which disguised words of a message in this language are looked for."""
    weights: dict[str, int] = {}
    for rule in rules:
        for word in _words_for(rule, language):
            if not word.isascii() or word.isalpha():
                weights[word] = max(weights.get(word, 0), rule.severity)
    return Vocabulary(weights, SMALL_WORDS[language], ordinary_words(language))


@cache
def ordinary_words(language: str) -> frozenset[str]:
    """Common words that look like a misspelling of a word of some rule, and are none."""
    folder = files("moderation").joinpath("lexicons", "ordinary")
    source = folder.joinpath(f"{language}.txt")
    return frozenset(source.read_text("utf-8").split()) if source.is_file() else frozenset()


def _words_for(rule: Rule, language: str) -> Iterator[str]:
    if rule.language == language:
        yield from _all_words(rule)
    elif rule.language == "en" and rule.severity >= _GRAVE:
        for phrase in rule.literals + rule.near:
            words = phrase_words(phrase)
            if len(words) == 1 and len(words[0]) >= 5:
                yield words[0]


def _all_words(rule: Rule) -> Iterator[str]:
    phrases = [*rule.literals, *rule.stems, *rule.near]
    phrases += [phrase for together in rule.together for item in together.items for phrase in item]
    for phrase in phrases:
        yield from phrase_words(phrase)
    for pattern in rule.patterns:
        for word in _WORD.findall(_MACRO.sub(" ", _ENDING_GROUP.sub(" ", pattern))):
            yield from phrase_words(word)
