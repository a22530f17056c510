"""What can be posted as a text."""

from __future__ import annotations

from server.errors import ErrorCode, Refusal
from server.protocol.text import clean

LONGEST = 4_000
_EMPTY_TO_THE_EYE = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by their class, drawn as nothing


def usable(typed: str) -> str:
    """The text as it is kept (NFC). Raises Refusal text_empty or text_too_long, counted in characters after NFC."""
    words = clean(typed)
    if not any(map(_can_be_seen, words)):
        raise Refusal(ErrorCode.TEXT_EMPTY)
    if len(words) > LONGEST:
        raise Refusal(ErrorCode.TEXT_TOO_LONG, longest=LONGEST)
    return words


def _can_be_seen(letter: str) -> bool:
    return letter.isprintable() and letter != " " and letter not in _EMPTY_TO_THE_EYE
