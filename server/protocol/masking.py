"""Blanking out what may not be shown of a text."""

from __future__ import annotations

from collections.abc import Sequence

BLANK = "█"


def blank_out(text: str, spans: Sequence[Sequence[int]]) -> str:
    """The text with every character of the half-open spans replaced; line ends stay, so that its shape does."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = [letter if letter == "\n" else BLANK for letter in letters[start:end]]
    return "".join(letters)
