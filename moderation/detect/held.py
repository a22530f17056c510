"""Which of many pieces of words a text holds, word by word: what a word holds is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from functools import reduce
from operator import itemgetter, or_

import ahocorasick

_BITS = itemgetter(1)
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 20_000, 30


class Held:
    """Pieces of words, each with the bits that stand for it; a space in a piece is the edge of a word.

    `spelled` tells how a word is written where pieces are looked for in it, if it is written otherwise there.
    """

    def __init__(self, pieces: Mapping[str, int], spelled: Callable[[str], str] = str) -> None:
        self._words = _Words(pieces, spelled)

    def bits_in(self, words: Set[str]) -> int:
        """The bits of all pieces in these words: those of hundreds of rules are put together at once."""
        known = self._words
        return reduce(or_, map(known.__getitem__, words - known.empty), 0)


class _Words(dict[str, int]):
    """For each word met, the bits of what it holds; long ones are not remembered, and not very many."""

    def __init__(self, pieces: Mapping[str, int], spelled: Callable[[str], str]) -> None:
        super().__init__()
        self.empty: set[str] = set()
        """Those that hold nothing: taken away all at once."""
        self._kinds: dict[int, int] = {}
        self._spelled = spelled
        self._pieces = ahocorasick.Automaton()
        # Never met, so that there is something to look for.
        self._pieces.add_word("  ", 0)
        for each, bits in pieces.items():
            self._pieces.add_word(each, bits)
        self._pieces.make_automaton()

    def __missing__(self, word: str) -> int:
        found: int = reduce(or_, map(_BITS, self._pieces.iter(f" {self._spelled(word)} ")), 0)
        if len(word) <= _LONGEST_REMEMBERED:
            if len(self) + len(self.empty) >= _MOST_REMEMBERED:
                self.clear()
                self.empty.clear()
                self._kinds.clear()
            if found:
                self[word] = self._kinds.setdefault(found, found)
            else:
                self.empty.add(word)
        return found
