"""One way of reading a text, with the way back to where each stretch stands in the original."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, compress
from operator import sub

from moderation.text.alphabet import SHAPES, WORDS
from moderation.verdict import Span

# A full stop ends a clause only before a space, so that "k.i.l.l", "3.5" and "..." do not.
_CLAUSE_END = re.compile(r"[!?;\n:]|(?<!\.)\.(?!\.)(?=\s)")
_CLAUSE_SIGNS, _SENTENCE_SIGNS = "!?;\n:.", "!?\n."
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
    """Text as the detectors read it: its `words`, the `line` of them, and the way back to the original.

    Positions of words and clauses are found only when something asks: most messages match nothing.
    """

    __slots__ = (
        "_original",
        "_sentences",
        "_spans",
        "_turns",
        "_word_at",
        "guesses",
        "kinds",
        "language",
        "line",
        "name",
        "quoted",
        "text",
        "words",
    )

    def __init__(self, name: str, text: str, original: Callable[[int, int], Span] | None = None) -> None:
        self.name = name
        self.text = text
        self.words: list[str] = WORDS.read(text).split()
        self.kinds = frozenset(self.words)
        """The different words."""
        self.line = f" {' '.join(self.words)} "
        """The words between single spaces."""
        self.language: str | None = None
        self.guesses: tuple[Span, ...] = ()
        """Stretches of `text` that are not certain: what a misspelt word was taken to mean."""
        self.quoted: list[Span] | None = None
        """Stretches of `text` between quotation marks, once somebody has looked for them."""
        self._original = original
        self._turns: list[int] | None = None
        self._spans: list[Span] | None = None
        self._word_at: dict[int, int] | None = None
        self._sentences: list[int] | None = None

    def original(self, start: int, end: int) -> Span:
        """Where a stretch of this view stands in the text as typed."""
        return (start, end) if self._original is None else self._original(start, end)

    def spans(self) -> list[Span]:
        """The place of each word in `text`."""
        if self._spans is None:
            runs = SHAPES.read(self.text).split(" ")
            lengths = list(map(len, runs))
            ends = list(accumulate(map((1).__add__, lengths), initial=-1))[1:]
            self._spans = list(compress(zip(map(sub, ends, lengths), ends, strict=True), ["w" in run for run in runs]))
        return self._spans

    def word_at(self) -> dict[int, int]:
        """For the offset in `line` of the space after each word, how many words there are before it."""
        if self._word_at is None:
            self._word_at = dict(zip(ends_of(self.words), range(1, len(self.words) + 1), strict=True))
        return self._word_at

    def words_before(self, line_offset: int, length: int) -> Span:
        """The range of the `length` words that end just before this offset of `line`."""
        last = self.word_at()[line_offset]
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
        turns = {bisect_left(spans, (end, 0)) for end in _ends_in(self.text, _CLAUSE_SIGNS, _CLAUSE_END)}
        known = _TURNS[self.language or "en"]
        if not known.isdisjoint(self.kinds):
            turns.update(
                index
                for index, word in enumerate(self.words)
                if word in known and index and self.words[index - 1] not in _NO_TURN_AFTER
            )
        return sorted(turns)

    def sentence_start(self, first: int, reach: int = 16) -> int:
        """The first word of the sentence in which this word stands, at most `reach` words back."""
        if self._sentences is None:
            spans = self.spans()
            ends = _ends_in(self.text, _SENTENCE_SIGNS, _SENTENCE_END)
            self._sentences = [bisect_left(spans, (end, 0)) for end in ends]
        before = bisect_right(self._sentences, first)
        return max(self._sentences[before - 1] if before else 0, first - reach, 0)


def _ends_in(text: str, signs: str, end: re.Pattern[str]) -> list[int]:
    """Where each clause or sentence ends; a text without any of the signs is not searched."""
    return [match.end() for match in end.finditer(text)] if any(sign in text for sign in signs) else []


def ends_of(words: Sequence[str]) -> list[int]:
    """Offset of the space after each word, in a line of these words between single spaces."""
    return list(accumulate(map((1).__add__, map(len, words))))
