"""The plain view: compatible forms, case folded, invisible characters gone, apostrophes and quotes unified."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from moderation.text.alphabet import FOLDED, WORDS, beyond_ascii
from moderation.text.rewriting import Rewriting
from moderation.text.view import View

# Combining marks of all blocks that a keyboard or a prank can put on a letter.
_MARK = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff"
_MARKS = re.compile(f"[{_MARK}]")
# What becomes another number of characters cannot be kept in its place: a letter and its marks, a ligature.
_MARKED = re.compile(f"([^{_MARK}][{_MARK}]+)", re.DOTALL)


def plain_view(text: str) -> View:
    """Read any text plainly. Every character of the view knows where it came from."""
    if text.isascii():
        return View("plain", text.lower())
    others = beyond_ascii(text)
    if _MARKS.search("".join(others)):
        return _rewritten(_MARKED.split(text))
    if any(len(FOLDED[ord(each)]) != 1 for each in others):
        return _rewritten([text])
    folded = {sign for each in others if not (sign := FOLDED[ord(each)]).isascii()}
    view = View("plain", FOLDED.read(text, others), others=folded)
    view.others_typed = others
    return view


def _rewritten(pieces: list[str]) -> View:
    """A view of these pieces, in turn plain characters and a letter with its marks."""
    changing = _changing("".join(pieces[::2]))
    if changing:
        apart = re.compile(f"([{re.escape(changing)}])")
        pieces = [part for place, piece in enumerate(pieces) for part in ([piece] if place % 2 else apart.split(piece))]
    after = pieces[:]
    after[::2] = map({piece: FOLDED.read(piece) for piece in set(pieces[::2])}.__getitem__, pieces[::2])
    after[1::2] = map({piece: _composed(piece) for piece in set(pieces[1::2])}.__getitem__, pieces[1::2])
    rewriting = Rewriting(after, list(accumulate(map(len, pieces), initial=0)))
    return View("plain", "".join(after), rewriting.before)


def _changing(plain: str) -> str:
    """The characters of it that fold into none or several."""
    return "".join([each for each in beyond_ascii(plain) if len(FOLDED[ord(each)]) != 1])


@lru_cache(4_096)
def _composed(piece: str) -> str:
    if len(piece) == 1:
        return FOLDED[ord(piece)]
    # A pile of marks on one letter is bounded: no alphabet writes more than a few.
    folded = "".join(FOLDED[ord(each)] for each in unicodedata.normalize("NFC", piece[:5]))
    return _MARKS.sub("", folded)


def phrase_words(phrase: str) -> list[str]:
    """The words of a phrase as the plain view would show them."""
    if phrase.isascii():
        # The way of most phrases: tens of thousands are read at every start.
        return WORDS.read(phrase.lower()).split() if not phrase.isalpha() else [phrase.lower()]
    if _MARKS.search(phrase):
        return plain_view(phrase).words
    return WORDS.read(FOLDED.read(phrase)).split()
