"""Where the words of a text stand, and where its clauses begin, found as far as somebody asks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from moderation.text.alphabet import SHAPES
from moderation.verdict import Span

_STRETCH, _WORDS_AHEAD = 512, 64


class Places:
    """The start and end of each word of a text, read stretch by stretch: most questions are about its beginning."""

    __slots__ = ("_at", "ends", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._at = 0
        """All words that begin before this are known."""

    def of_words(self, first: int, last: int) -> Span:
        """From where the first of these words begins to where the word before the last ends."""
        while len(self.ends) < last and self._at < len(self.text):
            self._read_on()
        return self.starts[first], self.ends[last - 1]

    def words_of(self, start: int, end: int) -> Span:
        """The half-open range of words touched by a stretch of the text."""
        self.read_until(end)
        first = bisect_right(self.ends, start)
        return first, max(first, bisect_left(self.starts, end))

    def read_until(self, end: int) -> None:
        """Find all words that begin before this."""
        while self._at < min(end, len(self.text)):
            self._read_on()

    def _read_on(self) -> None:
        shapes = self._next_shapes()
        starts, ends, at = self.starts, self.ends, self._at
        for run in shapes.split(" "):
            if "w" in run:
                starts.append(at)
                ends.append(at + len(run))
            at += len(run) + 1
        self._at += len(shapes)

    def _next_shapes(self) -> str:
        """The shapes of the next stretch, cut where no word is."""
        size = _STRETCH
        while self._at + size < len(self.text):
            shapes = SHAPES.read(self.text[self._at : self._at + size])
            cut = shapes.rfind(" ") + 1
            if cut:
                return shapes[:cut]
            size *= 4
        return SHAPES.read(self.text[self._at :])


class Turns:
    """The first word of each clause or sentence but the first, by the signs before it or by words that turn."""

    __slots__ = ("_at", "_end", "_firsts", "_places", "_read", "_turning", "_words")

    def __init__(
        self, places: Places, words: Sequence[str], end: re.Pattern[str] | None, turning: frozenset[str] = frozenset()
    ) -> None:
        """`end` matches the one character that ends a clause, None where there is none; `turning` words begin one."""
        self._places = places
        self._words = words
        self._end = end
        self._turning = turning
        self._firsts: list[int] = []
        self._read = self._at = 0

    def until(self, word: int) -> list[int]:
        """In order, and none missing up to this word; some later ones too."""
        if self._read <= word and self._read < len(self._words):
            self._read_on(min(word + _WORDS_AHEAD, len(self._words)))
        return self._firsts

    def _read_on(self, goal: int) -> None:
        found = {
            index
            for index in (range(max(1, self._read), goal) if self._turning else ())
            if self._words[index] in self._turning and self._words[index - 1] not in _NO_TURN_AFTER
        }
        if self._end is not None:
            limit = self._places.of_words(goal - 1, goal)[0]
            # One character further: what comes after a full stop tells whether it is one.
            ends = [each.end() for each in self._end.finditer(self._places.text, self._at, limit + 1)]
            found.update(bisect_left(self._places.starts, end) for end in ends if end <= limit)
            self._at = limit
        self._firsts += sorted(found)
        self._read = goal


_NO_TURN_AFTER = frozenset({"nothing", "anything", "last", "all"})
