"""Opening and closing rounds: one question, everybody once. Pure."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec.structs import replace


class RoundKind(StrEnum):
    OPENING = "opening"
    CLOSING = "closing"


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """A round that is going on. `heard` have written in it; `passed` did not want to, for which nobody needs a reason."""

    kind: RoundKind
    question: str
    heard: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


def hear(found: Round, who: str) -> Round:
    """Somebody has written; also if they had passed before."""
    if who in found.heard:
        return found
    return replace(found, heard=(*found.heard, who), passed=tuple(one for one in found.passed if one != who))


def pass_by(found: Round, who: str) -> Round:
    """Somebody does not want to say anything; who has been heard stays heard."""
    if who in found.heard or who in found.passed:
        return found
    return replace(found, passed=(*found.passed, who))


def not_yet_heard(found: Round, order: tuple[str, ...]) -> tuple[str, ...]:
    """Those in the order for whom the round is still open, in the order."""
    return tuple(who for who in order if who not in found.heard and who not in found.passed)


def forget(found: Round, who: str) -> Round:
    """Somebody has left the room for good."""
    return replace(
        found,
        heard=tuple(one for one in found.heard if one != who),
        passed=tuple(one for one in found.passed if one != who),
    )
