"""The words offered to somebody who wrote that life is hard to bear, by language and risk, from `texts.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from moderation.support.numbers import HelpNumber, help_numbers
from moderation.verdict import Risk

_FALLBACK = "en"
_EMERGENCY_ANYWHERE = "112"


@dataclass(frozen=True, slots=True)
class Support:
    """Sentences in reading order and the numbers shown under them."""

    language: str
    sentences: tuple[str, ...]
    numbers: tuple[HelpNumber, ...]


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))
    return texts


def support_for(risk: Risk, language: str, area: str) -> Support | None:
    """What to show the author; None below `passive`, where nothing is asked for and nothing is pressed on anyone.

    An unknown language is answered in English; an area without numbers gets the words alone and 112 in them.
    """
    if risk < Risk.PASSIVE:
        return None
    spoken = language if language in _texts() else _FALLBACK
    words = _texts()[spoken]
    numbers = help_numbers(area, spoken)
    emergency = next((number.shown for number in numbers if number.kind == "emergency"), _EMERGENCY_ANYWHERE)
    sentences = [words["open"], words[risk.value].format(emergency=emergency)]
    if numbers:
        sentences.append(words["talk"])
    return Support(spoken, (*sentences, words["honest"]), numbers)
