"""A text put together from pieces of another, and the way back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from moderation.verdict import Span


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
