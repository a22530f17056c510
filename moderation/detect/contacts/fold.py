"""The text as the patterns read it: digits of every script as 0-9, one kind of dash, apostrophe and space."""

from __future__ import annotations

import unicodedata
from collections.abc import Set

from moderation.text.alphabet import Table

_GONE = "\x00"
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
_QUOTES = dict.fromkeys("\u2018\u2019\u02bc\uff07\u00b4", "'")


def _fold(char: str) -> str:
    """The folded character, always exactly one."""
    if char in _DASHES or char in _QUOTES:
        return _DASHES.get(char) or _QUOTES[char]
    category = unicodedata.category(char)
    if category in {"Cf", "Mn", "Me"}:
        return _GONE
    if category == "Cs":
        return "\ufffd"
    if category == "Zs":
        return " "
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    char = plain if len(plain) == 1 else char
    return char if len(char.lower()) == 1 else char.lower()[0]


_TABLE = Table(_fold)


class Folded:
    """Folded text, and the way back to the offsets of the original."""

    __slots__ = ("_marked", "_offsets", "lower", "text")

    def __init__(self, original: str, others: Set[str] | None = None) -> None:
        self._marked = original if original.isascii() else _TABLE.read(original, others)
        self._offsets: list[int] | None = None
        self.text = self._marked.replace(_GONE, "") if _GONE in self._marked else self._marked
        self.lower = self.text.lower()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that `start` to `end` of the folded text came from."""
        if len(self._marked) == len(self.text) or start >= end:
            return start, end
        if self._offsets is None:
            self._offsets = [place for place, char in enumerate(self._marked) if char != _GONE]
        return self._offsets[start], self._offsets[end - 1] + 1
