"""Phrases of every pack in one Aho-Corasick automaton."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick

Phrase = tuple[str, ...]
Hit = tuple[int, Phrase]
"""Offset of the last character in the line, and the phrase that ends there."""


class Literals:
    """Finds known phrases in a line of words. Cost grows with the line, not with the number of phrases."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._automaton = ahocorasick.Automaton()
        for phrase in phrases:
            # The spaces around make every match a match of whole words.
            self._automaton.add_word(f" {' '.join(phrase)} ", phrase)
        self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self._automaton)

    def hits(self, line: str) -> list[Hit]:
        """Every place of every phrase in this line."""
        return list(self._automaton.iter(line)) if len(self._automaton) else []
