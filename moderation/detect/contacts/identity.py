"""Numbers that name one person or their money: hetu, CNP, personnummer, SSN, NINO, IBAN, payment cards."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from moderation.detect.contacts import cues
from moderation.detect.contacts.match import Kind, Span
from moderation.detect.contacts.scan import edged, edged_hits, hits
from moderation.text.occurring import Sought

_HETU = edged("[0-3][0-9][01][0-9]{3} ?[-+a-fu-y] ?[0-9]{3}[0-9a-fhj-npr-y]")
_NINO = edged("[a-ceghj-prstw-z][a-ceghj-nprstw-z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[a-d]")
_SSN = edged("[0-9]{3}-[0-9]{2}-[0-9]{4}")
_IBAN = edged("[a-z]{2}[0-9]{2}(?:[ -]?[0-9a-z])+")
_HETU_CHECKS = "0123456789abcdefhjklmnprstuvwxy"
_DOUBLED = str.maketrans("0123456789", "0246813579")
_RUN = Sought("[0-9](?:[ -]{0,2}[0-9]){8,}|[0-9]{6}\\+[0-9]{4}")
_LONGEST_WRITTEN = 40
# What the networks of cards begin with, and how long their numbers are (ISO/IEC 7812 issuers).
_NETWORK = Sought(
    "4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[1-5][0-9]{14}|2[2-7][0-9]{14}|35[0-9]{14}|3[47][0-9]{13}|3[0689][0-9]{12}|"
    "(?:6|50|5[6-8])[0-9]{11,17}"
)
_CARD_WORDS = ("card", "kortti", "kort", "cc ", "visa", "maestro")
_PERSONAL_WORDS = ("cnp", "hetu", "henkilötunnus", "personnummer", "social security", "ssn", "cod numeric", "id ")

# Length of an IBAN by country: SWIFT IBAN registry.
_IBAN_LENGTH = {
    country: int(length)
    for length, countries in {
        "15": "no",
        "16": "be",
        "18": "dk fi fo gl nl",
        "19": "mk si",
        "20": "at ba ee kz lt lu xk",
        "21": "ch hr li lv",
        "22": "bg bh cr de gb ge ie me rs va",
        "23": "ae gi il iq tl",
        "24": "ad cz es md pk ro sa se sk tn vg",
        "25": "ly pt st",
        "26": "is tr",
        "27": "fr gr it mc mr sm",
        "28": "al az by cy do gt hu lb pl sv",
        "29": "br eg ps qa ua",
        "30": "jo kw mu",
        "31": "mt sc",
        "32": "lc",
    }.items()
    for country in countries.split()
}


def _stdnum(name: str) -> Any:
    # Imported when a number first asks for it: the package brings half of the network library along.
    return importlib.import_module(f"stdnum.{name}")


def identity_spans(text: str) -> Iterator[tuple[Kind, Span]]:
    """Every number of identity in folded lower-case text, judged by its check digits where the scheme has them."""
    for start, end, is_rest in edged_hits(_HETU, text):
        if is_rest or _is_hetu(text[start:end].replace(" ", ""), text[max(0, start - 40) : start]):
            yield Kind.PERSONAL_ID, (start, end)
    for pattern in (_NINO, _SSN):
        yield from ((Kind.PERSONAL_ID, hit[:2]) for hit in edged_hits(pattern, text) if not _goes_on(text, *hit[:2]))
    for start, end, is_rest in edged_hits(_IBAN, text):
        extent = end - start if is_rest else _iban_extent(text[start : min(end, start + 45)])
        if extent:
            yield Kind.BANK_ACCOUNT, (start, start + extent)
    for start, end, is_rest in hits(_RUN, text, 24):
        if is_rest:
            yield Kind.PERSONAL_ID, (start, end)
        else:
            yield from _in_run(text, start, end)


def _goes_on(text: str, start: int, end: int) -> bool:
    """True in the middle of a longer number with strokes: an ISBN, a serial number."""
    return text[max(0, start - 1) : start] == "-" or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit())


def _is_hetu(number: str, before: str) -> bool:
    """True for a valid number (temporary ones too), and for a mistyped one that can be nothing else."""
    if not _is_day(number[4:6], number[2:4], number[:2]):
        return False
    is_right = _HETU_CHECKS[int(number[:6] + number[7:10]) % 31] == number[-1]
    return is_right or number[-1].isalpha() or any(word in before for word in _PERSONAL_WORDS)


def _iban_extent(text: str) -> int:
    """How many characters of `text`, which begins like an IBAN, belong to it; 0 when it is none."""
    wanted = _IBAN_LENGTH.get(text[:2])
    places = [place for place, char in enumerate(text) if char not in " -"]
    if wanted is None or len(places) < wanted:
        return 0
    extent = places[wanted - 1] + 1
    number = "".join(text[place] for place in places[:wanted]).upper()
    ends_there = extent == len(text) or text[extent] in " -"
    if not ends_there or sum(char.isdigit() for char in number) < 10:
        return 0
    is_right = _stdnum("iso7064.mod_97_10").is_valid(number[4:] + number[:4])
    return extent if is_right or " " not in text[:extent] else 0


def _in_run(text: str, start: int, end: int) -> Iterator[tuple[Kind, Span]]:
    """What a run of digits is as a whole or, when people wrote several in a row, piece by piece."""
    before = text[max(0, start - 40) : start]
    if kind := _kind_of(text[start:end], before):
        yield kind, (start, end)
        return
    for piece in text[start:end].split(" ")[:12]:
        if kind := _kind_of(piece, before):
            yield kind, (start, start + len(piece))
        start += len(piece) + 1


def _kind_of(written: str, before: str) -> Kind | None:
    if len(written) > _LONGEST_WRITTEN:
        return None
    digits = written.replace(" ", "").replace("-", "").replace("+", "")
    if not digits.isdigit():
        return None
    if len(digits) == 13 and _is_cnp(digits, before):
        return Kind.PERSONAL_ID
    if len(digits) in {10, 12} and _is_personnummer(written, digits):
        return Kind.PERSONAL_ID
    if len(digits) == 9 and any(word in before for word in _PERSONAL_WORDS[-4:-2]):
        return Kind.PERSONAL_ID
    return Kind.PAYMENT_CARD if _is_card(written, digits, before) else None


def _is_cnp(digits: str, before: str) -> bool:
    if digits[0] == "0" or not _is_day(digits[1:3], digits[3:5], digits[5:7]):
        return False
    is_right = _stdnum("ro.cnp").calc_check_digit(digits[:-1]) == digits[-1]
    return is_right or any(word in before for word in _PERSONAL_WORDS)


def _is_personnummer(written: str, digits: str) -> bool:
    """Day and check digit agree, coordination numbers (day + 60) included, and it is not grouped like a telephone."""
    if any(sign in written for sign in " -+") and written[-5] not in "-+ ":
        return False
    if len(digits) == 12 and digits[:2] not in {"18", "19", "20"}:
        return False
    short = digits[-10:]
    day = int(short[4:6])
    return _is_day(short[:2], short[2:4], str(day - 60 if day > 60 else day)) and _passes_luhn(short)


def _is_card(written: str, digits: str, before: str) -> bool:
    if not 12 <= len(digits) <= 19 or not _passes_luhn(digits):
        return False
    if before[-1:].isalpha() or "gift" in before:
        return False
    is_named = any(word in before for word in _CARD_WORDS)
    groups = written.replace("-", " ").split()
    is_grouped = len(groups) == 1 or all(len(group) == 4 for group in groups[:-1]) or len(groups[0]) == 4
    return is_named or (
        is_grouped and _NETWORK.pattern.fullmatch(digits) is not None and not cues.names_another(before, len(before))
    )


def _passes_luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812; python-stdnum's own reads any alphabet and takes ten times as long."""
    doubled = digits[-2::-2].translate(_DOUBLED)
    return (sum(map(int, digits[-1::-2])) + sum(map(int, doubled))) % 10 == 0


def _is_day(year: str, month: str, day: str) -> bool:
    """True when the two-digit year makes it a day in either century; the clock is not asked."""
    for century in (1900, 2000):
        try:
            date(century + int(year), int(month), int(day))
        except ValueError:
            continue
        return True
    return False
