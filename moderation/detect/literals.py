"""Phrases of every pack in one Aho-Corasick automaton."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import ahocorasick

Phrase = tuple[str, ...]
Use = TypeVar("Use")


class Literals(Generic[Use]):
    """Finds known phrases in a line of words. Cost grows with the line, not with the number of phrases."""

    def __init__(self, phrases: Mapping[Phrase, Use]) -> None:
        self._automaton = ahocorasick.Automaton()
        for phrase, use in phrases.items():
            # The spaces around make every match a match of whole words.
            self._automaton.add_word(f" {' '.join(phrase)} ", use)
        self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self._automaton)

    def hits(self, line: str) -> list[tuple[int, Use]]:
        """Every place of every phrase in this line: the offset of its last character, and what it is good for."""
        return list(self._automaton.iter(line)) if len(self._automaton) else []
