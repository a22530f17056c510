"""The plain view: compatible forms, case folded, invisible characters gone, apostrophes and quotes unified."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from moderation.text.alphabet import FOLDED, WORDS
from moderation.text.view import View

# Combining marks of all blocks that a keyboard or a prank can put on a letter.
_MARKED = re.compile("[^\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff][\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+", re.DOTALL)
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]")


def plain_view(text: str) -> View:
    """Read any text plainly. Every character of the view knows where it came from."""
    if text.isascii():
        return View("plain", text.lower())
    if _MARKS.search(text):
        return _composed_view(text)
    folded = text.translate(FOLDED)
    if len(folded) == len(text) and all(len(FOLDED[ord(each)]) == 1 for each in set(text)):
        return View("plain", folded)
    pieces = [FOLDED[ord(each)] for each in text]
    starts = [index for index, piece in enumerate(pieces) for _ in piece]
    return View("plain", folded, starts, [start + 1 for start in starts])


def _composed_view(text: str) -> View:
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for start, end in [match.span() for match in _MARKED.finditer(text)] + [(len(text), len(text))]:
        for index in range(position, start):
            _append(FOLDED[ord(text[index])], index, index + 1, (characters, starts, ends))
        # A pile of marks on one letter is bounded: no alphabet writes more than a few.
        _append(_composed(text[start : min(end, start + 5)]), start, end, (characters, starts, ends))
        position = end
    return View("plain", "".join(characters), starts, ends)


@lru_cache(4_096)
def _composed(marked: str) -> str:
    folded = "".join(FOLDED[ord(each)] for each in unicodedata.normalize("NFC", marked))
    return _MARKS.sub("", folded)


def _append(piece: str, start: int, end: int, columns: tuple[list[str], list[int], list[int]]) -> None:
    characters, starts, ends = columns
    for each in piece:
        characters.append(each)
        starts.append(start)
        ends.append(end)


def phrase_words(phrase: str) -> list[str]:
    """The words of a phrase as the plain view would show them."""
    if phrase.isascii():
        # The way of most phrases: tens of thousands are read at every start.
        return phrase.lower().translate(WORDS).split() if not phrase.isalpha() else [phrase.lower()]
    if _MARKS.search(phrase):
        return plain_view(phrase).words
    return phrase.translate(FOLDED).translate(WORDS).split()
