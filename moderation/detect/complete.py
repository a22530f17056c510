"""Which of many things have all that they want, told for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

Part = TypeVar("Part", bound=Hashable)


class Complete(Generic[Part]):
    """Numbered things that each want some parts.

    Each has a bit in as many ranks as there are parts to the greediest; what is first in its list, in the highest. So
    where lists begin with what is seldom, most parts have short numbers.
    """

    def __init__(self, wants: Sequence[Sequence[Part]]) -> None:
        count = len(wants)
        self._ranks = range(count * (max(map(len, wants), default=0) - 1), -1, -count) if count else range(0)
        self._all = (1 << count) - 1
        self.given = 0
        """The bits of those that want fewer parts, or none."""
        self.bits: dict[Part, int] = defaultdict(int)
        """For each part the bits of those that want it."""
        for number, parts in enumerate(wants):
            for place, rank in enumerate(self._ranks):
                if place < len(parts):
                    self.bits[parts[place]] |= 1 << rank + number
                else:
                    self.given |= 1 << rank + number

    def numbers(self, held: int) -> list[int]:
        """The numbers, in order, of those that have everything; `held` are the bits of all parts that are there."""
        held |= self.given
        have_all = self._all
        for rank in self._ranks:
            have_all &= held >> rank
            if not have_all:
                return []
        numbers = []
        while have_all:
            numbers.append(have_all.bit_length() - 1)
            have_all ^= 1 << numbers[-1]
        numbers.reverse()
        return numbers
