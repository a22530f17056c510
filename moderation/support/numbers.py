"""Help lines by area, read once from `numbers.toml` beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """A number anyone may call. `kind` is emergency, crisis or medical; `verified_on` the day it was last checked."""

    area: str
    id: str
    kind: str
    name: str
    digits: str
    international: str
    shown: str
    languages: tuple[str, ...]
    verified_on: date


@cache
def _all_numbers() -> tuple[HelpNumber, ...]:
    rows = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text(encoding="utf-8"))["number"]
    return tuple(HelpNumber(**{**row, "languages": tuple(row["languages"])}) for row in rows)


def help_numbers(area: str, language: str | None = None) -> tuple[HelpNumber, ...]:
    """The numbers of `area` (ISO 3166, two letters), those answering in `language` first; maybe none."""
    there = [number for number in _all_numbers() if number.area == area.upper()]
    return tuple(sorted(there, key=lambda number: (number.kind != "emergency", language not in number.languages)))


@cache
def public_numbers() -> frozenset[str]:
    """Digits of every help line as it may be dialled: telling them to each other is care, not contact data."""
    dialled: set[str] = set()
    for number in _all_numbers():
        dialled.add(number.digits)
        if number.international:
            dialled |= {number.international, "00" + number.international}
    return frozenset(dialled)
