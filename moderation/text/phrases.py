"""Small fixed sets of phrases, looked for in a few words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence


class Phrases:
    """Phrases separated by | in one text; a look costs one step a word."""

    def __init__(self, text: str) -> None:
        self._by_first: dict[str, list[list[str]]] = defaultdict(list)
        for phrase in text.split("|"):
            words = phrase.split()
            self._by_first[words[0]].append(words)
        self.beginnings = frozenset(self._by_first)
        """The words they begin with: where none of these is, no phrase is."""

    def occur_in(self, words: Sequence[str]) -> bool:
        """True when any of the phrases stands in these words."""
        starts = self._by_first
        return any(
            list(words[index : index + len(phrase)]) == phrase
            for index, word in enumerate(words)
            if word in starts
            for phrase in starts[word]
        )
