"""Tables that turn one character into the form that detectors read."""

from __future__ import annotations

import unicodedata

_APOSTROPHES = "'’‘ʼ`´′ʹ＇‛"
_QUOTES = '"“”„«»‟″＂'
_ROMANIAN = {"ă": "a", "â": "a", "î": "i", "ș": "s", "ş": "s", "ț": "t", "ţ": "t"}
_INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\uffa0")


def fold_character(character: str) -> str:
    """Case-folded, compatible form of one character; empty for what nobody can see."""
    if character in _APOSTROPHES:
        return "'"
    if character in _QUOTES:
        return '"'
    if character in _INVISIBLE or unicodedata.category(character) == "Cf":
        return ""
    if unicodedata.category(character) == "Cs":
        return "\ufffd"
    if "\ufe00" <= character <= "\ufe0f":
        return ""
    folded = unicodedata.normalize("NFKC", character).casefold()
    return "".join(_ROMANIAN.get(each, each) for each in folded)


class _Folding(dict[int, str]):
    """Fills itself as characters are met; at most one entry for each character of Unicode."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


class _Words(dict[int, str]):
    """Letters and digits stay, apostrophes and loose marks vanish, all else becomes a space."""

    def __missing__(self, code: int) -> str:
        shape = SHAPES[code]
        self[code] = kept = {"w": chr(code), "'": ""}.get(shape, " ")
        return kept


class _Shapes(dict[int, str]):
    """One sign for each character: w part of a word, ' silent inside a word, space between words."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shape = "w" if character.isalnum() else " "
        if character == "'" or unicodedata.combining(character):
            shape = "'"
        self[code] = shape
        return shape


FOLDED = _Folding()
SHAPES = _Shapes()
WORDS = _Words()
