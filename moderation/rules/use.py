"""What each phrase of a book is good for."""

from __future__ import annotations

from dataclasses import dataclass

Numbers = tuple[int, ...]
KINDS = 5
FINDS, SETS, EXCUSES, TONES, GROUPS = range(KINDS)
Set = frozenset[int]
Parts = tuple[int, Numbers, Set, Set, Set, Set, Set]
_NOTHING: Set = frozenset()


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
    meets: int = 0
    """A bit for each meeting of the book and each place in it that one of the sets takes."""


def parts_of(length: int, *marks: int) -> Parts:
    """What `Use` is made of; a mark is the number of a rule or set times KINDS plus the kind."""
    finds, *others = (tuple(mark // KINDS for mark in marks if mark % KINDS == kind) for kind in range(KINDS))
    sets, excuses, tones, groups = (frozenset(each) if each else _NOTHING for each in others)
    return length, finds, sets, excuses, tones, groups, excuses | tones | groups
