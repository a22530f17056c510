"""What a name looks like: two names with one skeleton can be taken for each other.

The data of Unicode's UTS #39 (through confusable-homoglyphs) decides which letters look alike; accents, separators and
letter pairs such as `rn` are ours. Letters are compared as they are written first and in lower case only then,
because a capital I looks like an l and a small i does not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from confusable_homoglyphs import confusables

_DRAWN_ALIKE = {"0": "o", "1": "l", "I": "l", "|": "l", "ð": "d", "þ": "p", "ə": "e", "ŋ": "n"}
_DRAWN_ALIKE |= dict(zip("вкмнтκτηω", "bkmhtktnw", strict=True))  # UTS #39 sees small capitals in these
_PAIRS = (("rn", "m"), ("vv", "w"))
_LEET = str.maketrans("23456789", "zeasgtbg")
_RUNS = re.compile(r"(.)\1+")


def skeleton(name: str) -> str:
    """What is left of a name when all that the eye may miss is gone. Empty where nothing is left."""
    letters = "".join(_look(letter) for letter in unicodedata.normalize("NFKC", name))
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters


def shapes(text: str) -> frozenset[str]:
    """The coarser forms in which protected words are compared: three casings, digits as letters, i as l, no doubles."""
    casings = {text, text.lower(), text.upper()}
    return frozenset(_coarse(skeleton(casing)) for casing in casings) - {""}


def _coarse(letters: str) -> str:
    return _RUNS.sub(r"\1", letters.translate(_LEET).replace("i", "l"))


@lru_cache(maxsize=4096)
def _look(letter: str) -> str:
    plain = _without_marks(_DRAWN_ALIKE.get(letter, letter))
    if plain.isascii():
        return "".join(c for c in plain.lower() if c.isalnum())
    return _ascii_twin(plain) or "".join(c for c in plain.casefold() if c.isalnum())


def _ascii_twin(letter: str) -> str:
    twins = (_without_marks(found["c"]) for found in confusables.confusables_data.get(letter, ()))
    return next((twin.lower() for twin in twins if twin.isascii() and twin.isalnum()), "")


def _without_marks(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
