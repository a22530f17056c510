"""Tables that turn one character into the form that detectors read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Set

_APOSTROPHES = "'’‘ʼ`´′ʹ＇‛"
_QUOTES = '"“”„«»‟″＂'
_ROMANIAN = {"ă": "a", "â": "a", "î": "i", "ș": "s", "ş": "s", "ț": "t", "ţ": "t"}
_INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_ASCII = bytes(range(128))
_FEW = 16


class Table(dict[int, str]):
    """What each character becomes, filled as characters are met: at most one entry for each of Unicode."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes
        signs = [becomes(chr(code)) for code in range(128)]
        self._deleted = bytes(code for code, sign in enumerate(signs) if not sign)
        self._signs = bytes(ord(sign or "\0") for sign in signs) + bytes(range(128, 256))

    def __missing__(self, code: int) -> str:
        self[code] = sign = self._becomes(chr(code))
        return sign

    def read(self, text: str, others: Set[str] | None = None) -> str:
        """`text.translate` with this table, many times faster for text whose characters are mostly ASCII or few.

        `others` are its characters beyond ASCII, where they are known already.
        """
        if text.isascii():
            return text.encode("ascii").translate(self._signs, self._deleted).decode("ascii")
        others = beyond_ascii(text) if others is None else others
        changed = [(each, sign) for each in others if (sign := self[ord(each)]) != each]
        if len(others) > _FEW or any(not sign.isascii() and not others.isdisjoint(sign) for _, sign in changed):
            # The last of these: what a character becomes would itself be replaced.
            return text.translate(self)
        # No byte of a character beyond ASCII is a byte of one within.
        coded = text.encode("utf-8", "surrogatepass").translate(self._signs, self._deleted)
        text = coded.decode("utf-8", "surrogatepass")
        for character, sign in changed:
            text = text.replace(character, sign)
        return text


def beyond_ascii(text: str) -> set[str]:
    """The different characters of a text that are not ASCII."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
    found: set[str] = set()
    while rest:
        if len(found) > _FEW:
            return found.union(rest)
        found.add(rest[0])
        # Taken away wherever it stands: much faster than looking at every character.
        rest = rest.replace(rest[0], "")
    return found


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


def _shape(character: str) -> str:
    """One sign for each character: w part of a word, ' silent inside a word, space between words."""
    if character == "'" or unicodedata.combining(character):
        return "'"
    return "w" if character.isalnum() else " "


def _in_words(character: str) -> str:
    """Letters and digits stay, apostrophes and loose marks vanish, all else becomes a space."""
    return {"w": character, "'": ""}.get(_shape(character), " ")


FOLDED = Table(fold_character)
SHAPES = Table(_shape)
WORDS = Table(_in_words)
