"""More messages than a room can follow, or one that shouts."""

from __future__ import annotations

from moderation.text.alphabet import Table
from moderation.verdict import Category, Finding

_SHORTEST_SHOUT, _CAPITALS = 60, 0.9
_FLOOD = Category.FLOOD


def _case(character: str) -> str:
    """A for a capital, a for any other letter, a space for what is no letter."""
    if character.isupper():
        return "A"
    return "a" if character.isalpha() else " "


_CASES = Table(_case)
_NO_SMALL_LETTER = bytes(code for code in range(256) if not ord("a") <= code <= ord("z"))


def find_flood(text: str, posted_last_minute: int, messages_a_minute: int) -> list[Finding]:
    """A finding when the author has written more in the last minute than the room's limit."""
    if posted_last_minute < messages_a_minute:
        return []
    return [Finding("flood.messages", _FLOOD, 2, ((0, len(text)),))]


def find_shouting(text: str) -> list[Finding]:
    """A finding for a long text nearly all in capitals; the mildest there is."""
    if len(text) < _SHORTEST_SHOUT:
        return []
    small = len(text.encode("utf-8", "surrogatepass").translate(None, _NO_SMALL_LETTER))
    if small > (1 - _CAPITALS) * len(text) + 1:
        return []
    shapes = _CASES.read(text)
    capitals, others = shapes.count("A"), shapes.count("a")
    if capitals < _SHORTEST_SHOUT or capitals < _CAPITALS * (capitals + others):
        return []
    return [Finding("flood.shouting", _FLOOD, 1, ((0, len(text)),))]
