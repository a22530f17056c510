"""Text that can be sent on and stored: what lone surrogates, NUL and too much depth would poison later."""

from __future__ import annotations

import unicodedata
from typing import Any

_DEEPEST = 8


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
    """Text as it is kept: composed (NFC), line ends unified, control characters gone but for line ends and tabs."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if composed.isprintable():
        return composed.strip()
    return "".join(c for c in composed if c in "\n\t" or unicodedata.category(c) != "Cc").strip()
