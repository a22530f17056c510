"""Whether far more comes into a room than usual there: its own normal is the measure, and one busy minute is no raid.

A minute stands out when it has both several times the usual and a number that no small group reaches by itself. What
stands out does not become the normal, or whoever comes slowly enough would be let in.
"""

from __future__ import annotations

from dataclasses import dataclass

_LEARNING = 0.05  # how much one minute moves the usual
_TIMES = 4.0  # the usual, at which a minute stands out
_TIMES_TO_END = 2.0  # lower than where it begins, so that it does not flicker
_FEWEST_JOINS = 5
_FEWEST_MESSAGES = 30


@dataclass(frozen=True, slots=True)
class Minute:
    """What happened in a room in a minute."""

    joins: int
    messages: int


@dataclass(frozen=True, slots=True)
class Tempo:
    """How a room usually is, a minute, and whether it is raided now. `minutes`: how many busy ones have been seen."""

    usual_joins: float = 0.0
    usual_messages: float = 0.0
    minutes: int = 0
    is_raided: bool = False


def after(tempo: Tempo, minute: Minute) -> Tempo:
    """The tempo once a minute has been looked at."""
    is_raided = _stands_out(tempo, minute, _TIMES_TO_END if tempo.is_raided else _TIMES)
    if is_raided or not (minute.joins or minute.messages):
        return Tempo(tempo.usual_joins, tempo.usual_messages, tempo.minutes, is_raided)
    weight = max(_LEARNING, 1 / (tempo.minutes + 1))
    return Tempo(
        tempo.usual_joins + weight * (minute.joins - tempo.usual_joins),
        tempo.usual_messages + weight * (minute.messages - tempo.usual_messages),
        tempo.minutes + 1,
        is_raided,
    )


def _stands_out(tempo: Tempo, minute: Minute, times: float) -> bool:
    has_joins = minute.joins >= max(_FEWEST_JOINS, times * tempo.usual_joins)
    has_messages = minute.messages >= max(_FEWEST_MESSAGES, times * tempo.usual_messages)
    return has_joins or has_messages
