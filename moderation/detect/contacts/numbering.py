"""National numbering plans: which digits, with or without the trunk prefix, are a telephone number somewhere near."""

from __future__ import annotations

import re2
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

# Where the people of our four languages live and telephone to; the rest is reached with + and a country code.
_REGIONS = ("FI", "RO", "SE", "GB", "US", "DE", "NO", "DK", "EE", "FR", "ES", "IT", "NL", "BE", "IE", "MD", "HU", "AT")
_CODES = frozenset(str(code) for code in COUNTRY_CODE_TO_REGION_CODE)
_FEWEST, _MOST = 8, 15  # ITU-T E.164 allows fifteen digits; nothing shorter than eight carries a country code


def _plan(region: str, *, with_trunk: bool) -> str:
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None:
        raise LookupError(region)
    kinds = (metadata.mobile, metadata.fixed_line, metadata.toll_free, metadata.voip)
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    trunk = metadata.national_prefix or "" if with_trunk else ""
    return f"{trunk}(?:{'|'.join(patterns)})"


_DIALLED = re2.compile("|".join(_plan(region, with_trunk=True) for region in _REGIONS))
_BARE = re2.compile("|".join(_plan(region, with_trunk=False) for region in _REGIONS[:5]))


def is_dialled(digits: str) -> bool:
    """True when the digits, dialled as they stand, reach a subscriber in one of the regions."""
    return _DIALLED.fullmatch(digits) is not None


def is_subscriber(digits: str) -> bool:
    """True when the digits are a subscriber's number in one of the first five regions, trunk prefix left out."""
    return _BARE.fullmatch(digits) is not None


def is_international(digits: str) -> bool:
    """True when the digits, after + or 00, begin with a country code that exists and are of a possible length."""
    return _FEWEST <= len(digits) <= _MOST and any(digits[:length] in _CODES for length in (1, 2, 3))
