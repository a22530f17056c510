"""Which language to speak: the one that was chosen, else the best of those the browser asks for (RFC 9110, 12.5.4)."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_HEADER = 500


def best_language(chosen: str | None, accepted: str, languages: Sequence[str], default: str) -> str:
    """One of `languages`: `chosen` if it is there, else what `accepted` likes most, else `default`, else the first."""
    if chosen in languages:
        return str(chosen)
    for wanted in _by_quality(accepted[:_LONGEST_HEADER]):
        if wanted in languages:
            return wanted
    return default if default in languages else languages[0]


def _by_quality(accepted: str) -> list[str]:
    offers = [_offer(part) for part in accepted.lower().split(",")]
    wanted = [(quality, name) for quality, name in offers if name and quality > 0]
    return [name for _, name in sorted(wanted, key=lambda offer: -offer[0])]


def _offer(part: str) -> tuple[float, str]:
    name, _, quality = part.partition(";")
    try:
        weight = float(quality.strip().removeprefix("q=") or 1)
    except ValueError:
        weight = 0.0
    return weight, name.strip().partition("-")[0]
