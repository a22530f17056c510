"""The words that rules know, found again when somebody has disguised, misspelt or joined them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from moderation.text.segmenting import LONGEST_RUN, segmented
from moderation.text.skeleton import skeleton, with_letters, with_letters_beside_ours, without_look_alikes

_RUN_OF_THREE = re.compile(r"([^\W\d_])\1\1")
_HELD_DOWN = re.compile(r"([^\W\d_])\1\1+")
_STARS = re.compile(r"[*#_%•×-]")
_VOWELS = frozenset("aeiouyäöå")
_MOST_REMEMBERED = 50_000
_LONGEST = 30
_SHORTEST_STARRED = 4  # x_x and T_T are faces.
_WORKED_OUT = "_targets _known _ordinary _small _by_skeleton _lacking_a_letter _by_length".split()


class Vocabulary:
    """Known words, of which some are targets with a weight: the severity of the gravest rule they alone can set off.

    Words listed as ordinary are never taken for a misspelling. In a language that `compounds`, long words are made
    of others every day, so that they are taken apart only into two words that are known.
    """

    def __init__(
        self,
        known: Iterable[str],
        targets: Mapping[str, int],
        ordinary: Iterable[str],
        small_where_compounds: frozenset[str] | None = None,
        never_misspelt: Iterable[str] = (),
        alone: Set[str] = frozenset(),
    ) -> None:
        self._targets = dict(targets)
        spelled = {*known, *targets}
        self._known = spelled.union(never_misspelt)
        self._ordinary = frozenset(ordinary)
        self._small = small_where_compounds
        self._by_skeleton: dict[str, str] = {}
        # Words between spaces: a list each would cost three times the memory.
        self._lacking_a_letter: dict[str, str] = {}
        self._by_length: dict[tuple[str, int], list[str]] = {}
        # Lightest first, so that the gravest reading of a shape is the one that stays.
        for word in sorted(self._known, key=lambda word: (targets.get(word, 0), word)):
            self._by_skeleton[skeleton(word)] = word
        # Of what fits around a star, the gravest, and of those what sets off a rule alone.
        for word in sorted(spelled, key=lambda word: (-targets.get(word, 0), word not in alone, word)):
            self._by_length.setdefault((word[0], len(word)), []).append(word)
            for shorter in _lacking_a_letter(word):
                before = self._lacking_a_letter.get(shorter)
                self._lacking_a_letter[shorter] = f"{before} {word}" if before else word
        self._begin()

    def _begin(self) -> None:
        self._read_apart: frozenset[str] | None = None
        self._remembered: dict[str, str] = {}
        self.disguises: dict[str, tuple[str, str] | None] = {}
        """Chunks that look like a disguise: the part that is one and the word it stands for; None where there is none."""
        self.settled = set(self._known)
        """Words that need no look: known ones, and those looked at before and found to be nothing else."""

    def as_plain(self) -> dict[str, Any]:
        """What was worked out, in plain values, to be kept from one start to the next."""
        return {name: getattr(self, name) for name in _WORKED_OUT}

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Vocabulary:
        """The vocabulary that `as_plain` told of."""
        vocabulary = cls.__new__(cls)
        for name in _WORKED_OUT:
            setattr(vocabulary, name, values[name])
        vocabulary._begin()
        return vocabulary

    def knows(self, word: str) -> bool:
        return word in self._known

    def undisguised(self, chunk: str) -> str | None:
        """The known word that these look-alike, figure or stretched letters stand for."""
        for letters in (with_letters_beside_ours(chunk), without_look_alikes(chunk), with_letters(chunk)):
            plain = letters.replace("'", "")
            if plain in self._known and letters != chunk:
                return letters
            word = self._unstretched(plain)
            if word is not None:
                return word
        word = self._by_skeleton.get(skeleton(chunk))
        return word if word != chunk else None

    def _unstretched(self, letters: str) -> str | None:
        """The gravest known word that is spelled like this but for letters held down, each meant once or twice."""
        if not _RUN_OF_THREE.search(letters):
            return None
        meant = [_HELD_DOWN.sub(times, letters) for times in (r"\1", r"\1\1")]
        return max(filter(self.knows, meant), key=lambda word: self._targets.get(word, 0), default=None)

    def unstarred(self, chunk: str) -> str | None:
        """The gravest known word of this length that fits around the stars."""
        if not chunk or not _STARS.search(chunk) or (len(chunk) < _SHORTEST_STARRED and "_" in chunk):
            return None
        letters = [(place, letter) for place, letter in enumerate(chunk) if not _STARS.match(letter)]
        if not all(letter.isalpha() or letter == "'" for _, letter in letters):
            return None
        for word in self._by_length.get((chunk[0], len(chunk)), ()):
            for place, letter in letters:
                if word[place] != letter:
                    break
            else:
                return word
        return None

    def corrected(self, word: str) -> str | None:
        """The target, or known words with one, that this unknown word was meant to be."""
        meant = self._remembered.get(word) or self._correction(word)
        if len(self.settled) > _MOST_REMEMBERED:
            self.settled, self._remembered = set(self._known), {}
        if meant is None:
            self.settled.add(word)
        else:
            self._remembered[word] = meant
        return meant

    def read(self, letters: str) -> str:
        """Letters that were written one by one, as the words they make."""
        letters = letters[:LONGEST_RUN]
        whole = letters if letters in self._known else self.undisguised(letters)
        return whole or " ".join(segmented(with_letters_beside_ours(letters), self._readable()))

    def _readable(self) -> frozenset[str]:
        """Words that letters written one by one may make; gathered when somebody first writes so."""
        if self._read_apart is None:
            self._read_apart = frozenset(self._known).union(word for word in self._ordinary if len(word) > 2)
        return self._read_apart

    def _correction(self, word: str) -> str | None:
        if not 4 <= len(word) <= _LONGEST or word in self._known or word in self._ordinary or not word.isalpha():
            return None
        if _RUN_OF_THREE.search(word):
            return self.undisguised(word)
        if word[::2] == word[1::2] and word[::2] in self._known:
            return word[::2]
        return self._respelt(word) or self._unjoined(word)

    def _respelt(self, word: str) -> str | None:
        candidates = self._lacking_a_letter.get(word, "").split()
        for shorter in _lacking_a_letter(word):
            if shorter in self._known:
                candidates.append(shorter)
            candidates += self._lacking_a_letter.get(shorter, "").split()
        candidates += [each for each in _with_two_swapped(word) if each in self._known]
        likely = [each for each in candidates if _is_slip(word, each, each in self._targets)]
        return max(likely, key=lambda each: (self._targets.get(each, 0), each), default=None)

    def _unjoined(self, word: str) -> str | None:
        for cut in range(2, len(word) - 1):
            left, right = word[:cut], word[cut:]
            if left in _BEGINNINGS or right in _INFLECTIONS:
                continue
            if self._is_joined(left, right) or self._is_joined(right, left):
                return f"{left} {right}"
        return None

    def _is_joined(self, target: str, rest: str) -> bool:
        """Two known words, or a long grave one with a long unknown one."""
        if rest in _ENDINGS or target in _ENDINGS or target not in self._known:
            return False
        if self._small is not None:
            return len(target) >= 4 and (rest in self._small or (len(rest) >= 3 and rest in self._known))
        if rest in self._known:
            return len(target) >= 3
        return self._targets.get(target, 0) >= 4 and len(target) >= 6 and len(rest) >= 5


# Word endings that make a known word another form of itself, not two words.
_ENDINGS = frozenset("ed er ers ing ings ly ness less ful ism ist ists ish able es s y men man".split())


# What makes one word with whatever follows (psychologist, överleva, skitbra), and endings of Finnish, Romanian and
# Swedish that happen to be words as well (criminal-ul, gris-en).
_BEGINNINGS = frozenset("psycho psychos schizo homo sh cyber skit svin upp över efter före av för fast kvar".split())
_INFLECTIONS = frozenset(
    "ul ului ii iile ilor uri urile ia iei ati eti iti are ere ire ari ata atul atii lor tii eni sti tate itate oi "
    "uie uia ne tale en ens et ets er na arna erna or orna dde del ssa ssä sta stä lla llä lta ltä lle ksi nä ni si "
    "kin kaan kään eni esi nsa nsä ista issa ting ton ish ning".split()
)


def _lacking_a_letter(word: str) -> Iterator[str]:
    """The word without one of its inner letters, for each of them; first and last always stay."""
    return (word[:index] + word[index + 1 :] for index in range(1, len(word) - 1))


def _lost_letter(shorter: str, longer: str) -> str:
    for index, letter in enumerate(shorter):
        if letter != longer[index]:
            return longer[index]
    return longer[-1]


def _with_two_swapped(word: str) -> Iterator[str]:
    """The word with two neighbours swapped, for all neighbours but the first two."""
    return (word[:index] + word[index + 1] + word[index] + word[index + 2 :] for index in range(1, len(word) - 1))


def _is_slip(word: str, meant: str, is_target: bool) -> bool:
    """True for two neighbours swapped, or one inner letter left out, added or (in long words) replaced.

    A word that means something only among others may be shorter than one that sets off a rule alone.
    """
    if len(word) == len(meant) and sorted(word) == sorted(meant):
        return True
    if word[0] != meant[0] or word[-1] != meant[-1]:
        return False
    if len(word) < len(meant):
        return len(meant) >= 6 or (len(meant) == 5 and (not is_target or _lost_letter(word, meant) in _VOWELS))
    if len(word) > len(meant):
        return len(meant) >= 6 or (len(meant) >= 4 and _lost_letter(meant, word) in meant)
    return len(meant) >= 7 and sum(a != b for a, b in zip(word, meant, strict=True)) == 1
