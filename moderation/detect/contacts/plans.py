"""The numbering plans of the countries our people live in and telephone to, as patterns of national numbers."""

from __future__ import annotations

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

# Where the people of our four languages live and telephone to; the rest is reached with + and a country code.
_REGIONS = ("FI", "RO", "SE", "GB", "US", "DE", "NO", "DK", "EE", "FR", "ES", "IT", "NL", "BE", "IE", "MD", "HU", "AT")


def dialled() -> list[str]:
    """For each country, its numbers as dialled from within, with the trunk prefix."""
    return [_plan(region, with_trunk=True) for region in _REGIONS]


def bare() -> list[str]:
    """For the first five countries, numbers without the trunk prefix."""
    return [_plan(region, with_trunk=False) for region in _REGIONS[:5]]


def country_codes() -> list[str]:
    """The codes of all countries of the world."""
    return [str(code) for code in COUNTRY_CODE_TO_REGION_CODE]


def _plan(region: str, *, with_trunk: bool) -> str:
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None:
        raise LookupError(region)
    kinds = (metadata.mobile, metadata.fixed_line, metadata.toll_free, metadata.voip)
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    trunk = metadata.national_prefix or "" if with_trunk else ""
    return f"{trunk}(?:{'|'.join(patterns)})"
