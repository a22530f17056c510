"""More messages than a room can follow, or one that shouts."""

from __future__ import annotations

from moderation.verdict import Category, Finding

_SHORTEST_SHOUT, _CAPITALS = 60, 0.9


def find_flood(text: str, posted_last_minute: int, messages_a_minute: int) -> list[Finding]:
    """A finding when the author has written more in the last minute than the room's limit."""
    if posted_last_minute < messages_a_minute:
        return []
    return [Finding("flood.messages", Category.FLOOD, 2, ((0, len(text)),))]


def find_shouting(text: str) -> list[Finding]:
    """A finding for a long text nearly all in capitals; the mildest there is."""
    if len(text) < _SHORTEST_SHOUT:
        return []
    capitals = sum(map(str.isupper, text))
    if capitals < _SHORTEST_SHOUT or capitals < _CAPITALS * sum(map(str.isalpha, text)):
        return []
    return [Finding("flood.shouting", Category.FLOOD, 1, ((0, len(text)),))]
