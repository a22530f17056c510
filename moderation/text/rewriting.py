"""Texts put together from pieces of another, and the way back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, islice

from moderation.verdict import Span

_AT_ONCE = 256


class Rewriting:
    """Pieces in turn kept and replaced, the first of them kept; and where each of them stood before."""

    def __init__(self, pieces: Sequence[str], stood: Sequence[int]) -> None:
        self._pieces = pieces
        self._stood = stood
        """Where each piece began in the other text, and at last where that text ended."""
        self._ends: list[int] = []

    @property
    def ends(self) -> list[int]:
        """Where each piece ends in the new text; worked out when something is first looked for."""
        self._ends = self._ends or list(accumulate(map(len, self._pieces)))
        return self._ends

    def before(self, start: int, end: int) -> Span:
        """The stretch of the other text that this stretch was made from; what was replaced is taken whole."""
        first, last = bisect_right(self.ends, start), bisect_left(self.ends, end)
        return self._kept_place(first, start, first), self._kept_place(last, end, last + 1)

    def _kept_place(self, piece: int, offset: int, edge: int) -> int:
        if piece % 2:
            return self._stood[edge]
        return self._stood[piece] + offset - self.ends[piece] + len(self._pieces[piece])


# For a chunk that is disguised: where in it the disguise begins, how long it is, and the word it stands for.
Readings = Mapping[str, tuple[int, int, str]]


class Rechunked:
    """A text in parts, every other a chunk, of which the same ones are everywhere read as another word."""

    def __init__(self, parts: Sequence[str], readings: Readings) -> None:
        self._parts = parts
        self._readings = readings
        read = {chunk: chunk[:lead] + word + chunk[lead + length :] for chunk, (lead, length, word) in readings.items()}
        self._after = [*parts]
        self._after[::2] = map(read.get, parts[::2], parts[::2])
        self.text = "".join(self._after)
        self._ends: list[int] = []
        self._ends_to_come = accumulate(map(len, self._after))
        self._stood: list[int] = []
        self._stood_to_come = accumulate(map(len, parts), initial=0)

    def before(self, start: int, end: int) -> Span:
        """The stretch of the other text that this stretch was made from; what was replaced is taken whole."""
        while not self._ends or self._ends[-1] < min(end, len(self.text)):
            self._ends += islice(self._ends_to_come, _AT_ONCE)
            self._stood += islice(self._stood_to_come, _AT_ONCE)
        return self._place(bisect_right(self._ends, start), start, 0), self._place(bisect_left(self._ends, end), end, 1)

    def _place(self, part: int, offset: int, is_end: int) -> int:
        """Where this offset stood; an offset within a word that was put there is at the edge of what stood there."""
        stood, chunk = self._stood[part], self._parts[part]
        inside = offset - self._ends[part] + len(self._after[part])
        if part % 2 or chunk not in self._readings:
            return stood + inside
        lead, length, word = self._readings[chunk]
        if inside < lead + is_end:
            return stood + inside
        if inside < lead + len(word) + is_end:
            return stood + lead + length * is_end
        return stood + inside + length - len(word)
