"""Phrases of every pack in one Aho-Corasick automaton."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import ahocorasick

Phrase = tuple[str, ...]
Use = TypeVar("Use")


class Literals(Generic[Use]):
    """Finds known phrases in a line of words. Cost grows with the line, not with the number of phrases."""

    def __init__(self, lines: Mapping[str, Use]) -> None:
        """Phrases as words between single spaces, outer ones too: those make every match one of whole words."""
        self._automaton = ahocorasick.Automaton()
        for line, use in lines.items():
            self._automaton.add_word(line, use)
        self._automaton.make_automaton()

    def __len__(self) -> int:
        return len(self._automaton)

    def hits(self, line: str) -> list[tuple[int, Use]]:
        """Every place of every phrase in this line: the offset of its last character, and what it is good for."""
        return list(self._automaton.iter(line)) if len(self._automaton) else []
