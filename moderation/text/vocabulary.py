"""The words that rules know, found again when somebody has disguised, misspelt or joined them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from moderation.text.segmenting import segmented
from moderation.text.skeleton import skeleton, with_letters

_RUN_OF_THREE = re.compile(r"([^\W\d_])\1\1")
_STARS = re.compile(r"[*#%•✱×_-]")
_MOST_REMEMBERED = 50_000


class Vocabulary:
    """Words of rules by weight, small words of the language, and ordinary words that are never touched.

    A weight is the severity of the gravest rule a word occurs in.
    """

    def __init__(self, weights: Mapping[str, int], small: Iterable[str], ordinary: Iterable[str]) -> None:
        self._weights = dict(weights)
        self._known = {*weights, *small}
        self._ordinary = frozenset(ordinary)
        self._by_skeleton: dict[str, str] = {}
        self._without_a_letter: dict[str, list[str]] = defaultdict(list)
        self._by_length: dict[tuple[str, int], list[str]] = defaultdict(list)
        # Lightest first, so that the gravest reading of a shape is the one that stays.
        for word in sorted(self._known, key=lambda word: (weights.get(word, 0), word)):
            self._by_skeleton[skeleton(word)] = word
        for word, weight in sorted(weights.items(), key=lambda each: (-each[1], each[0])):
            self._by_length[word[0], len(word)].append(word)
            if len(word) >= 4:
                for index in range(1, len(word)):
                    self._without_a_letter[word[:index] + word[index + 1 :]].append(word)
        self._misspelt: dict[str, str | None] = {}

    def knows(self, word: str) -> bool:
        return word in self._known

    def weight(self, word: str) -> int:
        return self._weights.get(word, 0)

    def undisguised(self, chunk: str) -> str | None:
        """The known word that these look-alike, figure or stretched letters stand for."""
        word = self._by_skeleton.get(skeleton(chunk))
        return word if word != chunk else None

    def unstarred(self, chunk: str) -> str | None:
        """The gravest known word of this length that fits around the stars."""
        if not chunk or not _STARS.search(chunk):
            return None
        for word in self._by_length.get((chunk[0], len(chunk)), ()):
            if all(a == b or _STARS.match(a) for a, b in zip(chunk, word, strict=True)):
                return word
        return None

    def corrected(self, word: str) -> str | None:
        """The known word or words that this unknown one was meant to be; remembered, so asked once."""
        if word not in self._misspelt:
            if len(self._misspelt) > _MOST_REMEMBERED:
                self._misspelt.clear()
            self._misspelt[word] = self._correction(word)
        return self._misspelt[word]

    def read(self, letters: str) -> str:
        """Letters that were written one by one, as the words they make."""
        whole = letters if letters in self._known else self.undisguised(letters)
        if whole:
            return whole
        shapes = with_letters(letters)
        return " ".join(segmented(shapes, self.knows)[0])

    def _correction(self, word: str) -> str | None:
        if len(word) < 4 or len(word) > 30 or word in self._known or word in self._ordinary:
            return None
        if not word.isalpha():
            return None
        if _RUN_OF_THREE.search(word):
            return self.undisguised(word)
        return self._respelt(word) or (self._split(word) if len(word) >= 7 else None)

    def _respelt(self, word: str) -> str | None:
        shorter = [word[:index] + word[index + 1 :] for index in range(1, len(word))]
        candidates = list(self._without_a_letter.get(word, ()))
        for each in shorter:
            if each in self._weights:
                candidates.append(each)
            candidates += self._without_a_letter.get(each, ())
        likely = [each for each in candidates if self._is_slip(word, each)]
        return max(likely, key=lambda each: (self._weights[each], each), default=None)

    @staticmethod
    def _is_slip(word: str, meant: str) -> bool:
        if len(word) == len(meant):
            differing = [index for index, (a, b) in enumerate(zip(word, meant, strict=True)) if a != b]
            if len(differing) == 2 and differing[1] == differing[0] + 1:
                return sorted(word) == sorted(meant)
            return len(differing) == 1 and len(meant) >= 7
        if len(word) < len(meant):
            return len(meant) >= 5
        return len(meant) >= 5

    def _split(self, word: str) -> str | None:
        words, unknown = segmented(word, self.knows)
        heavy = [each for each in words if self._weights.get(each, 0) >= 3 and len(each) >= 4]
        if not heavy or len(words) > 4:
            return None
        if unknown == 0 and min(map(len, words)) >= 2:
            return " ".join(words)
        longest = max(map(len, heavy))
        is_joined = len(words) == 2 and longest >= 5 and unknown >= 4
        return " ".join(words) if is_joined else None
