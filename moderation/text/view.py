"""One way of reading a text, with the way back to where each stretch stands in the original."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence, Set
from itertools import accumulate

from moderation.text.alphabet import WORDS, beyond_ascii
from moderation.text.places import Places, Turns
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
_NONE = frozenset[str]()
_REACH = 25


class View:
    """Text as the detectors read it: its `words`, the `line` of them, and the way back to the original.

    Positions of words and clauses are found only when something asks: most messages match nothing.
    """

    __slots__ = (
        "_clause_of",
        "_clauses",
        "_held",
        "_original",
        "_places",
        "_sentences",
        "_counted",
        "guesses",
        "kinds",
        "language",
        "line",
        "name",
        "others",
        "others_typed",
        "read_from",
        "quoted",
        "text",
        "words",
    )

    def __init__(
        self,
        name: str,
        text: str,
        original: Callable[[int, int], Span] | None = None,
        others: Set[str] | None = None,
    ) -> None:
        self.name = name
        self.text = text
        self.others = beyond_ascii(text) if others is None and not text.isascii() else others
        """The characters of `text` beyond ASCII; None where there is none, unless somebody has looked for them."""
        self.others_typed: Set[str] | None = None
        """The same of the text as typed."""
        self.read_from: View | None = None
        """The view that this one was made from."""
        self.words: list[str] = WORDS.read(text, self.others).split()
        self.kinds = frozenset(self.words)
        """The different words."""
        self.line = f" {' '.join(self.words)} "
        """The words between single spaces."""
        self.language: str | None = None
        self.guesses: tuple[Span, ...] = ()
        """Stretches of `text` that are not certain: what a misspelt word was taken to mean."""
        self.quoted: list[Span] | None = None
        """Stretches of `text` between quotation marks, once somebody has looked for them."""
        self._held: dict[frozenset[str], bool] = {}
        self._original = original
        self._places = Places(text)
        self._counted = 0, 0
        """The offset in `line` that was asked for last, and the words before it: most are asked for in order."""
        self._clause_of: dict[Span, Span] = {}
        self._clauses: Turns | None = None
        self._sentences: Turns | None = None

    def holds_any(self, words: frozenset[str]) -> bool:
        """True when one of these is among the words."""
        if words not in self._held:
            self._held[words] = not words.isdisjoint(self.kinds)
        return self._held[words]

    def original(self, start: int, end: int) -> Span:
        """Where a stretch of this view stands in the text as typed."""
        return (start, end) if self._original is None else self._original(start, end)

    def original_end(self) -> int:
        """Where the last character stands in the text as typed."""
        return self.original(0, len(self.text))[1] if self.read_from is None else self.read_from.original_end()

    def spans(self) -> list[Span]:
        """The place of each word in `text`."""
        self._places.read_until(len(self.text))
        return list(zip(self._places.starts, self._places.ends, strict=True))

    def words_to(self, line_offset: int) -> int:
        """How many words there are before this offset of `line`, at which one of them has ended."""
        at, words = self._counted
        if line_offset < at:
            at = words = 0
        words += self.line.count(" ", at, line_offset)
        self._counted = line_offset, words
        return words

    def words_before(self, line_offset: int, length: int) -> Span:
        """The range of the `length` words that end just before this offset of `line`."""
        last = self.words_to(line_offset)
        return last - length, last

    def words_of(self, start: int, end: int) -> Span:
        """The half-open range of words touched by a stretch of `text`."""
        return self._places.words_of(start, end)

    def place_of_words(self, first: int, last: int) -> Span:
        """Where the words first…last-1 stand in `text`."""
        return self._places.of_words(first, last)

    def original_of_words(self, first: int, last: int) -> Span:
        """Where the words first…last-1 stand in the text as typed."""
        return self.original(*self._places.of_words(first, last))

    def clause(self, first: int, last: int) -> Span:
        """The range of words of the clause around first…last-1, at most 25 words to each side."""
        asked = first, last
        if asked not in self._clause_of:
            self._clause_of[asked] = self._find_clause(first, last)
        return self._clause_of[asked]

    def _find_clause(self, first: int, last: int) -> Span:
        if self._clauses is None:
            known = _TURNS[self.language or "en"]
            turning = _NONE if known.isdisjoint(self.kinds) else known
            self._clauses = Turns(self._places, self.words, self._ending(_CLAUSE_SIGNS, _CLAUSE_END), turning)
        furthest = min(last + _REACH, len(self.words))
        turns = self._clauses.until(furthest)
        before, after = bisect_right(turns, first), bisect_left(turns, last)
        low = turns[before - 1] if before else 0
        high = turns[after] if after < len(turns) else furthest
        return max(low, first - _REACH, 0), min(high, furthest)

    def sentence_start(self, first: int, reach: int = 16) -> int:
        """The first word of the sentence in which this word stands, at most `reach` words back."""
        if self._sentences is None:
            self._sentences = Turns(self._places, self.words, self._ending(_SENTENCE_SIGNS, _SENTENCE_END))
        turns = self._sentences.until(first)
        before = bisect_right(turns, first)
        return max(turns[before - 1] if before else 0, first - reach, 0)

    def _ending(self, signs: str, end: re.Pattern[str]) -> re.Pattern[str] | None:
        """What ends a clause or sentence here; a text without any of the signs is not searched."""
        return end if any(sign in self.text for sign in signs) else None


def ends_of(words: Sequence[str]) -> list[int]:
    """Offset of the space after each word, in a line of these words between single spaces."""
    return list(accumulate(map((1).__add__, map(len, words))))
