"""What each phrase of a book is good for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from moderation.detect.literals import Phrase

Numbers = tuple[int, ...]
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
        self._kinds: dict[str, dict[Phrase, list[int]]] = {
            kind: defaultdict(list) for kind in ("finds", "sets", "excuses", "tones", "groups")
        }
        self._shared: dict[tuple[int, tuple[Numbers, ...]], Use] = {}

    def add(self, phrase: Phrase, kind: str, number: int) -> None:
        self._kinds[kind][phrase].append(number)

    def by_phrase(self) -> dict[Phrase, Use]:
        """Each phrase with its use; nothing can be added afterwards."""
        phrases = dict.fromkeys(phrase for kind in self._kinds.values() for phrase in kind)
        found = {phrase: self._use(phrase) for phrase in phrases}
        self._kinds.clear()
        return found

    def _use(self, phrase: Phrase) -> Use:
        numbers = tuple(tuple(kind.get(phrase, ())) for kind in self._kinds.values())
        use = self._shared.get((len(phrase), numbers))
        if use is None:
            finds, *others = numbers
            sets, excuses, tones, groups = (frozenset(each) if each else _NOTHING for each in others)
            use = Use(len(phrase), finds, sets, excuses, tones, groups, excuses | tones | groups)
            self._shared[len(phrase), numbers] = use
        return use
