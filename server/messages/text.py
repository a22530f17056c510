"""What can be posted as a text."""

from __future__ import annotations

from server.errors import ErrorCode, Refusal
from server.protocol.text import clean, is_visible

LONGEST = 4_000


def usable(typed: str) -> str:
    """The text as it is kept (NFC). Raises Refusal text_empty or text_too_long, counted in characters after NFC."""
    words = clean(typed)
    if not is_visible(words):
        raise Refusal(ErrorCode.TEXT_EMPTY)
    if len(words) > LONGEST:
        raise Refusal(ErrorCode.TEXT_TOO_LONG, longest=LONGEST)
    return words
