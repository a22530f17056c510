"""What each phrase of a book is good for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from moderation.detect.literals import Phrase

Numbers = tuple[int, ...]
KINDS = 5
FINDS, SETS, EXCUSES, TONES, GROUPS = range(KINDS)
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """Numbers of the rules a phrase of so many words finds, excuses, colours or names a group for, and its sets."""

    length: int
    finds: Numbers
    sets: frozenset[int]
    excuses: frozenset[int]
    tones: frozenset[int]
    groups: frozenset[int]
    around: frozenset[int]
    """All rules whose matches this phrase may change."""


class Uses:
    """Gathers the uses of phrases, and shares those that are alike: thousands of words have one and the same."""

    def __init__(self) -> None:
        self._gathered: dict[Phrase, list[int]] = defaultdict(list)

    def add(self, phrase: Phrase, kind: int, number: int) -> None:
        """Note one use: of a kind (FINDS, SETS, …), for the rule or set with this number."""
        self._gathered[phrase].append(number * KINDS + kind)

    def by_phrase(self) -> dict[Phrase, Use]:
        """Each phrase with its use; nothing can be added afterwards."""
        shared: dict[tuple[int, ...], Use] = {}
        found = {}
        for phrase, marks in self._gathered.items():
            key = (len(phrase), *marks)
            if key not in shared:
                shared[key] = _use(*key)
            found[phrase] = shared[key]
        self._gathered.clear()
        return found


def _use(length: int, *marks: int) -> Use:
    finds, *others = (tuple(mark // KINDS for mark in marks if mark % KINDS == kind) for kind in range(KINDS))
    sets, excuses, tones, groups = (frozenset(each) if each else _NOTHING for each in others)
    return Use(length, finds, sets, excuses, tones, groups, excuses | tones | groups)
