"""Text that can be sent on and stored: what lone surrogates, NUL and too much depth would poison later."""

from __future__ import annotations

import unicodedata
from typing import Any

_DEEPEST = 8
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINING = frozenset("\u200c\u200d")
_EMPTY_TO_THE_EYE = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by their class, drawn as nothing


def unusable(value: Any, depth: int = 0) -> bool:
    """Whether a decoded JSON value holds a NUL, a lone surrogate, or more than eight levels."""
    if isinstance(value, str):
        return is_poisoned(value)
    if depth >= _DEEPEST:
        return isinstance(value, dict | list)
    if isinstance(value, dict):
        return any(is_poisoned(key) or unusable(item, depth + 1) for key, item in value.items())
    if isinstance(value, list):
        return any(unusable(item, depth + 1) for item in value)
    return False


def is_poisoned(text: str) -> bool:
    """Whether a text has a NUL or half of a surrogate pair (JSON can spell both; UTF-8 and databases cannot)."""
    return "\x00" in text or (not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text))


def clean(text: str) -> str:
    """Text as it is kept: composed (NFC), line ends unified, without control characters but for line ends and tabs.

    Signs that turn the direction of reading go as well: with them, words are drawn in another order than the one in
    which the house rules read them. Scripts written from right to left are drawn so without them.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not composed.isprintable():
        kept = (c for c in composed if c in "\n\t" or not (c in _TURNING or unicodedata.category(c) == "Cc"))
        composed = unicodedata.normalize("NFC", "".join(kept))
    return composed.strip()


def one_line(text: str) -> str:
    """A text as a name or a title: cleaned, on one line, without signs that nobody sees but those that join letters."""
    seen = (c for c in clean(text) if c in _JOINING or unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def is_visible(text: str) -> bool:
    """Whether there is anything in it for the eye."""
    return any(c.isprintable() and c != " " and c not in _EMPTY_TO_THE_EYE for c in text)
