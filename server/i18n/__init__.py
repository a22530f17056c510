"""The sentences people read, one gettext catalogue a language, by symbolic keys such as `door.enter`.

English is complete by definition. What another language lacks falls back to English between ⟦brackets⟧, so that the gap
is seen by whoever looks and the reader still understands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.messages.pofile import read_po

LANGUAGES = ("en", "fi", "ro")
"""Languages with a catalogue, the one that all others fall back to first."""

LATER = frozenset(
    {"called", "care", "desk", "directory", "duty", "error", "finding", "guide", "invite", "me", "meeting"}
    | {
        "oncall",
        "organisation",
        "reason",
        "receipts",
        "recover",
        "settings",
        "statement",
        "template",
        "training",
        "verify",
    }
)
"""Families of keys that neither a door nor a room needs at first: the client asks for them when a screen does."""

_FIRST_REFUSALS = frozenset(
    {"again_in_minutes", "again_in_seconds", "internal", "not_signed_in", "offline", "too_fast"}
)
"""What may have to be said when nothing more can be asked for."""

_FOLDER = Path(__file__).parent
_RARER_PLURALS = (".zero", ".two", ".few", ".many")


def texts(language: str) -> dict[str, str]:
    """Every text of a language by key. Raises KeyError for a language that has no catalogue."""
    if language not in LANGUAGES:
        raise KeyError(language)
    own = _catalogue(language)
    return {key: own.get(key) or f"⟦{text}⟧" for key, text in _expected(language).items()}


def is_later(key: str) -> bool:
    """Whether a text is of a family that a phone need not wait for."""
    family, _, name = key.partition(".")
    return family in LATER and name.split(".")[0] not in _FIRST_REFUSALS


def _expected(language: str) -> dict[str, str]:
    """English, and whatever plural forms the language has beyond it."""
    extra = {key: text for key, text in _catalogue(language).items() if key.endswith(_RARER_PLURALS)}
    return extra | dict(_catalogue(LANGUAGES[0]))


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    with (_FOLDER / f"{language}.po").open(encoding="utf-8") as file:
        catalogue = read_po(file, locale=language)
    return MappingProxyType({str(message.id): str(message.string) for message in catalogue if message.id})
