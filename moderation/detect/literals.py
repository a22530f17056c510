"""Phrases of every pack and of the organisation in one Aho-Corasick automaton."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick

Hit = tuple[int, tuple[int, int]]
"""Offset of the last character in the line; number of the phrase and how many words it has."""


class Literals:
    """Finds known phrases in a line of words. Cost grows with the line, not with the number of phrases."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self.phrases = tuple(dict.fromkeys(phrases))
        self.number = {phrase: index for index, phrase in enumerate(self.phrases)}
        self._automaton = ahocorasick.Automaton()
        for phrase, index in self.number.items():
            # The spaces around make every match a match of whole words.
            self._automaton.add_word(f" {' '.join(phrase)} ", (index, len(phrase)))
        self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self.phrases)

    def hits(self, line: str) -> list[Hit]:
        """Every place of every phrase in this line."""
        return list(self._automaton.iter(line)) if self.phrases else []
