"""Which of many letters in a row a text holds, word by word: what a word holds is worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import itemgetter

import ahocorasick

Numbers = frozenset[int]
_NUMBERS = itemgetter(1)
_MAYBE_ACROSS = -1
_NONE: Numbers = frozenset()
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 20_000, 30


class Held:
    """Letters with numbers. Those that reach over a space are looked for in the whole text, all others in its words."""

    def __init__(self, letters: Mapping[str, Iterable[int]]) -> None:
        within: dict[str, set[int]] = defaultdict(set)
        across: dict[str, set[int]] = defaultdict(set)
        always: set[int] = set()
        for each, numbers in letters.items():
            words = each.split()
            if len(words) > 1:
                across[each].update(numbers)
                within[max(words, key=len)].add(_MAYBE_ACROSS)
            elif words:
                # What needs a space beside a word needs the word.
                within[words[0]].update(numbers)
            else:
                always.update(numbers)
        self._always = frozenset(always)
        self._across = _automaton(across)
        self._words = _Words(_automaton(within))

    def numbers_of(self, text: str) -> Numbers:
        """The numbers of all letters in this text; of blank ones and those with a blank at an edge a few more."""
        held = self._always.union(*set(map(self._words.__getitem__, set(text.split()))))
        return held.union(*set(map(_NUMBERS, self._across.iter(text)))) if _MAYBE_ACROSS in held else held


class _Words(dict[str, Numbers]):
    """For each word met, the numbers of what it holds; long words are not remembered, and not very many."""

    def __init__(self, letters: ahocorasick.Automaton) -> None:
        super().__init__()
        self._letters = letters
        self._kinds: dict[Numbers, Numbers] = {}

    def __missing__(self, word: str) -> Numbers:
        found = _NONE.union(*set(map(_NUMBERS, self._letters.iter(word)))) if len(self._letters) else _NONE
        if len(word) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
                self._kinds.clear()
            self[word] = found = self._kinds.setdefault(found, found)
        return found


def _automaton(letters: Mapping[str, Iterable[int]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for each, numbers in letters.items():
        automaton.add_word(each, frozenset(numbers))
    automaton.make_automaton()
    return automaton
