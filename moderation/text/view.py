"""One way of reading a text, with the way back to where each stretch stands in the original."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from moderation.text.alphabet import SHAPES, WORDS
from moderation.verdict import Span

_WORD = re.compile("'*w[w']*")
# A full stop ends a clause only before a space, so that "k.i.l.l", "3.5" and "..." do not.
_CLAUSE_END = re.compile(r"[!?;\n:]|(?<!\.)\.(?!\.)(?=\s)")
_SENTENCE_END = re.compile(r"[!?\n]|(?<!\.)\.(?!\.)(?=\s)")
# Words that turn a sentence round, by language: Swedish "men" is not English men.
_TURNS = {
    "en": frozenset("but however although though because".split()),
    "fi": frozenset("mutta vaikka koska".split()),
    "ro": frozenset("dar insa desi".split()),
    "sv": frozenset("men fast eftersom".split()),
}
_NO_TURN_AFTER = frozenset({"nothing", "anything", "last", "all"})


class View:
    """Text as the detectors read it: `words` of it, `line` of the words between single spaces.

    Positions of words and clauses are found only when something asks: most messages match nothing.
    """

    __slots__ = (
        "_ends",
        "_line_ends",
        "_spans",
        "_starts",
        "_turns",
        "guesses",
        "language",
        "line",
        "name",
        "text",
        "words",
    )

    def __init__(
        self,
        name: str,
        text: str,
        starts: Sequence[int] | None = None,
        ends: Sequence[int] | None = None,
    ) -> None:
        self.name = name
        self.text = text
        self.words: list[str] = text.translate(WORDS).split()
        self.line = f" {' '.join(self.words)} "
        self.language: str | None = None
        self.guesses: tuple[Span, ...] = ()
        """Stretches of `text` that are not certain: what a misspelt word was taken to mean."""
        self._starts = starts
        self._ends = ends
        self._turns: list[int] | None = None
        self._spans: list[Span] | None = None
        self._line_ends: list[int] | None = None

    def original(self, start: int, end: int) -> Span:
        """Where a stretch of this view stands in the text as typed."""
        if self._starts is None or self._ends is None:
            return start, end
        return self._starts[start], self._ends[end - 1]

    def origins(self, start: int, end: int) -> tuple[Sequence[int], Sequence[int]]:
        """For each character of a stretch of this view, where its origin begins and where it ends."""
        if self._starts is None or self._ends is None:
            return range(start, end), range(start + 1, end + 1)
        return self._starts[start:end], self._ends[start:end]

    def spans(self) -> list[Span]:
        """The place of each word in `text`."""
        if self._spans is None:
            self._spans = [match.span() for match in _WORD.finditer(self.text.translate(SHAPES))]
        return self._spans

    def words_before(self, line_offset: int, length: int) -> Span:
        """The range of the `length` words that end just before this offset of `line`."""
        if self._line_ends is None:
            self._line_ends = ends_of(self.words)
        last = bisect_left(self._line_ends, line_offset) + 1
        return last - length, last

    def words_of(self, start: int, end: int) -> Span:
        """The half-open range of words touched by a stretch of `text`."""
        spans = self.spans()
        first = bisect_right(spans, start, key=lambda span: span[1])
        return first, max(first, bisect_left(spans, end, key=lambda span: span[0]))

    def original_of_words(self, first: int, last: int) -> Span:
        """Where the words first…last-1 stand in the text as typed."""
        spans = self.spans()
        return self.original(spans[first][0], spans[last - 1][1])

    def clause(self, first: int, last: int, reach: int = 25) -> Span:
        """The range of words of the clause around first…last-1, at most `reach` words to each side."""
        if self._turns is None:
            self._turns = self._turning_points()
        before, after = bisect_right(self._turns, first), bisect_left(self._turns, last)
        low = self._turns[before - 1] if before else 0
        high = self._turns[after] if after < len(self._turns) else len(self.words)
        return max(low, first - reach, 0), min(high, last + reach, len(self.words))

    def _turning_points(self) -> list[int]:
        """The first word of each clause but the first, in order."""
        spans = self.spans()
        ends = (bisect_left(spans, (match.end(), 0)) for match in _CLAUSE_END.finditer(self.text))
        known = _TURNS[self.language or "en"]
        turns = [
            index
            for index, word in enumerate(self.words)
            if word in known and index and self.words[index - 1] not in _NO_TURN_AFTER
        ]
        return sorted({*turns, *ends})

    def sentence_start(self, first: int, reach: int = 16) -> int:
        """The first word of the sentence in which this word stands, at most `reach` words back."""
        low = first
        while low > 0 and first - low < reach and not _SENTENCE_END.search(self.gap(low)):
            low -= 1
        return low

    def gap(self, index: int) -> str:
        """What is written between word index-1 and word index."""
        spans = self.spans()
        return self.text[spans[index - 1][1] : spans[index][0]]


def ends_of(words: Sequence[str]) -> list[int]:
    """Offset of the space after each word, in a line of these words between single spaces."""
    return list(accumulate([len(word) + 1 for word in words]))
