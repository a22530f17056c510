"""Walking through a text with a pattern at a bounded cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moderation.text.occurring import Sought

MOST_HITS = 8


class Hit(NamedTuple):
    """Where a pattern matched; `is_rest` marks the last one, which covers everything after `MOST_HITS` hits.

    A text with that many was built to be slow or to hide something: its rest is reported unread.
    """

    start: int
    end: int
    is_rest: bool


def edged(pattern: str) -> Sought:
    """`pattern` between characters that are no letter or digit; RE2's own `\\b` does not know ä or ș."""
    return Sought(f"(?:^|[^0-9A-Za-zÀ-ÖØ-öø-ɏ])(?:{pattern})(?:[^0-9A-Za-zÀ-ÖØ-öø-ɏ]|$)")


def hits(sought: Sought, text: str, most: int = MOST_HITS) -> Iterator[Hit]:
    """The places of a pattern in reading order, at most `most` and the rest."""
    for count, match in enumerate(sought.pattern.finditer(text)):
        if count == most:
            yield Hit(match.start(), len(text), True)
            return
        yield Hit(match.start(), match.end(), False)


def edged_hits(sought: Sought, text: str) -> Iterator[Hit]:
    """The places of an `edged` pattern, without the characters it stands between.

    Capture groups would say the same at ten times the cost on long texts.
    """
    at = 0
    if not sought.occurs(text):
        return
    pattern = sought.pattern
    for _ in range(MOST_HITS):
        match = pattern.search(text, at)
        if match is None:
            return
        start, end = match.span()
        # One character may end a find and begin the next, so it is looked at twice.
        at = end - (end - start > 2 and not text[end - 1].isalnum())
        yield Hit(start + (not text[start].isalnum()), end - (not text[end - 1].isalnum()), False)
    yield Hit(at, len(text), True)
