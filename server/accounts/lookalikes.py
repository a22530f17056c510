"""What a name looks like: two names with one skeleton can be taken for each other.

The data of Unicode's UTS #39 (through confusable-homoglyphs) decides which letters look alike; accents, separators,
casings and letter pairs such as `rn` are ours. A capital I is drawn like an l and means an i, so the three are one.
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
    """What is left of a name when all that the eye may miss is gone; the same however the name is cased."""
    letters = unicodedata.normalize("NFKC", name)
    return _paired("".join(_capital_look(letter) for letter in letters).replace("i", "l"))


def shapes(text: str) -> frozenset[str]:
    """The coarser forms in which protected words are compared: drawn in three casings, digits as letters."""
    looks = {_drawn(casing) for casing in (text, text.lower(), text.upper())}
    looks |= {_RUNS.sub(r"\1", look) for look in looks}  # a doubled letter can hide a pair, and a pair a doubled letter
    return frozenset(_coarse(_paired(look)) for look in looks) - {""}


def _drawn(name: str) -> str:
    return "".join(_look(letter) for letter in unicodedata.normalize("NFKC", name))


def _paired(letters: str) -> str:
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters


def _coarse(letters: str) -> str:
    return _RUNS.sub(r"\1", letters.translate(_LEET).replace("i", "l"))


@lru_cache(maxsize=4096)
def _capital_look(letter: str) -> str:
    """Greek and Cyrillic letters as their capitals are drawn, so that Νίκος and ΝΊΚΟΣ are one."""
    capital = _without_marks(letter.upper())
    twins = "".join(_ascii_twin(one) for one in capital if not one.isascii())
    return _look(letter) if capital.isascii() else twins or _look(capital.lower())


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
