"""Phrases by their stems: one automaton a language, and only words that could matter are stemmed."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from typing import Any

from moderation.detect.literals import Literals, Phrase

_STEMMERS = {"en": "english", "fi": "finnish", "ro": "romanian", "sv": "swedish"}
_MOST_REMEMBERED = 50_000


class Stems:
    """Finds stemmed phrases of one language in a list of words."""

    def __init__(self, language: str, phrases: Iterable[tuple[str, ...]]) -> None:
        self._stemmer = _stemmer(language)
        self._known: dict[str, str] = {}
        self.by_phrase = {phrase: tuple(self._stem(word) for word in phrase) for phrase in phrases}
        # A word that shares no beginning with any stem of ours cannot become one.
        self._beginnings = frozenset(stem[:3] for stems in self.by_phrase.values() for stem in stems)
        self._literals = Literals({f" {' '.join(stems)} ": stems for stems in self.by_phrase.values()})

    def stemmed(self, words: Sequence[str]) -> list[str]:
        """The words, each as its stem where that matters."""
        known, beginnings = self._known, self._beginnings
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        return [(known.get(word) or self._stem(word)) if word[:3] in beginnings else word for word in words]

    def hits(self, stems: Sequence[str]) -> list[tuple[int, Phrase]]:
        """Like Literals.hits, over stems between single spaces."""
        return self._literals.hits(f" {' '.join(stems)} ")

    def _stem(self, word: str) -> str:
        self._known[word] = stem = self._stemmer.stemWord(word) if len(word) <= 40 else word
        return stem


def _stemmer(language: str) -> Any:
    name = _STEMMERS[language]
    module = importlib.import_module(f"snowballstemmer.{name}_stemmer")
    return getattr(module, f"{name.title()}Stemmer")()
