"""Raised hands, and breaks that are neither leaving nor a sanction. Pure; each is a row of people in their order."""

from __future__ import annotations

People = tuple[str, ...]


def raised(hands: People, who: str) -> People:
    """With a hand up, behind those that were up before; a hand that is up stays in its place."""
    return hands if who in hands else (*hands, who)


def lowered(hands: People, who: str) -> People:
    return tuple(one for one in hands if one != who)
