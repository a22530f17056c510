"""National numbering plans: which digits, with or without the trunk prefix, are a telephone number somewhere near."""

from __future__ import annotations

import importlib

from moderation.kept import edition_of, kept
from moderation.text.occurring import Sought

_FEWEST, _MOST = 8, 15  # ITU-T E.164 allows fifteen digits; nothing shorter than eight carries a country code


def _drawn() -> list[list[str]]:
    # Imported only when there is nothing kept: the world's numbering plans take a third of a start to load.
    plans = importlib.import_module("moderation.detect.contacts.plans")
    return [plans.dialled(), plans.bare(), plans.country_codes()]


_PLANS = kept("plans", [edition_of("phonenumbers"), edition_of("moderation.detect.contacts.plans")], _drawn)
_DIALLED, _BARE = Sought("|".join(_PLANS[0])), Sought("|".join(_PLANS[1]))
_CODES = frozenset(_PLANS[2])


def is_dialled(digits: str) -> bool:
    """True when the digits, dialled as they stand, reach a subscriber in one of the regions."""
    return _DIALLED.pattern.fullmatch(digits) is not None


def is_subscriber(digits: str) -> bool:
    """True when the digits are a subscriber's number in one of the first five regions, trunk prefix left out."""
    return _BARE.pattern.fullmatch(digits) is not None


def is_international(digits: str) -> bool:
    """True when the digits, after + or 00, begin with a country code that exists and are of a possible length."""
    return _FEWEST <= len(digits) <= _MOST and any(digits[:length] in _CODES for length in (1, 2, 3))
