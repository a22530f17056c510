"""Which names people may carry: readable, of one script, telling nobody who they are, and never like staff.

Names are prepared as RFC 8266 says (nicknames, on RFC 8264), then held to rules of our own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from confusable_homoglyphs import categories
from precis_i18n import get_profile

from server.accounts.lookalikes import shapes
from server.accounts.lookalikes import skeleton as skeleton
from server.accounts.staff_words import ALONE, INSIDE
from server.errors import ErrorCode, Refusal

SHORTEST, LONGEST = 2, 30
_MOST_DIGITS = 5  # six can be a phone number or a date of birth
_MOST_MARKS = 3
_FORGIVING_FROM = 8  # letters from which one slip of a finger still reads as the word
_BETWEEN = " -'’._·"
_WRITTEN = get_profile("NicknameCasePreserved")
_COMPARED = get_profile("NicknameCaseMapped:CaseFold")
_LATIN_BEYOND_ASCII = frozenset("æœøðþßđħıłŋŧəÆŒØÐÞĐĦŁŊŦƏ")
_SCRIPTS = frozenset(
    """
    LATIN GREEK CYRILLIC ARMENIAN GEORGIAN HEBREW ARABIC SYRIAC THAANA DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA
    TAMIL TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR KHMER ETHIOPIC HANGUL HIRAGANA KATAKANA BOPOMOFO
    HAN
    """.split()
)
_WRITTEN_TOGETHER = (
    frozenset({"HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"HAN", "HANGUL"}),
    frozenset({"HAN", "BOPOMOFO"}),
)
_ADDRESS = re.compile(r"www\.|https?|\.(?:com|net|org|info|fi|ro|se|eu|uk|de|ee|me|io)\b", re.IGNORECASE)
_SERVICES = tuple("gmail hotmail outlook yahoo icloud instagram telegram whatsapp snapchat tiktok".split())
_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")


def usable_name(text: str, staff: Collection[str] = ()) -> str:
    """The name as it is shown. `staff` are skeletons of names that staff carry, which nobody else may resemble.

    Raises Refusal name_unusable, with `reason` length, letters, scripts or contact; or name_protected.
    """
    name = _prepared(text)
    if not SHORTEST <= len(name) <= LONGEST:
        raise _unusable("length")
    if not _is_readable(name):
        raise _unusable("letters")
    if not _is_of_one_script(name):
        raise _unusable("scripts")
    if _is_contact(name):
        raise _unusable("contact")
    if skeleton(name) in staff or is_like_staff(name):
        raise Refusal(ErrorCode.NAME_PROTECTED)
    return name


def name_key(text: str) -> str:
    """The form in which a typed name is compared with a stored one; empty for what can be nobody's name."""
    try:
        return _COMPARED.enforce(text)[: 4 * LONGEST]
    except ValueError:
        return ""


def is_like_staff(name: str) -> bool:
    """Whether a name holds, is, or looks like a word for staff."""
    words = [word for part in _CAMEL.split(name) for word in _WORDS.findall(part)]
    whole = shapes(name)
    alone = whole.union(*(shapes(word) | shapes(word.strip("0123456789")) for word in [*words, name]))
    inside, forgiving, lone = _protected()
    return (
        any(word in shape for word in inside for shape in whole)
        or not alone.isdisjoint(lone)
        or any(_is_one_slip_away(shape, word) for word in forgiving for shape in alone)
    )


@lru_cache(maxsize=1)
def _protected() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    inside = frozenset(shape for word in INSIDE for shape in shapes(word))
    forgiving = frozenset(shape for shape in inside if len(shape) >= _FORGIVING_FROM)
    return inside, forgiving, frozenset(shape for word in ALONE for shape in shapes(word))


def _prepared(text: str) -> str:
    try:
        return str(_WRITTEN.enforce(text))
    except ValueError:
        raise _unusable("letters") from None


def _unusable(reason: str) -> Refusal:
    return Refusal(ErrorCode.NAME_UNUSABLE, reason=reason)


def _is_readable(name: str) -> bool:
    marks = 0
    for letter in unicodedata.normalize("NFD", name):
        marks = marks + 1 if unicodedata.category(letter)[0] == "M" else 0
        if marks > _MOST_MARKS:
            return False
    return all(_is_permitted(letter) for letter in name) and any(letter.isalpha() for letter in name)


def _is_permitted(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category[0] == "L":
        return categories.alias(letter) != "LATIN" or _is_everyday_latin(letter)
    return letter in _BETWEEN or (category == "Nd" and letter.isascii()) or category in {"Mn", "Mc"}


def _is_everyday_latin(letter: str) -> bool:
    """Letters of living alphabets; not small capitals, phonetic signs or letters on their heads."""
    return unicodedata.normalize("NFD", letter)[0].isascii() or letter in _LATIN_BEYOND_ASCII


def _is_of_one_script(name: str) -> bool:
    scripts = {_script(letter) for letter in name if letter.isalpha()}
    return scripts <= _SCRIPTS and (len(scripts) == 1 or any(scripts <= kin for kin in _WRITTEN_TOGETHER))


def _script(letter: str) -> str:
    return "KATAKANA" if letter == "ー" else str(categories.alias(letter))


def _is_contact(name: str) -> bool:
    if sum(letter.isdigit() for letter in name) > _MOST_DIGITS or _ADDRESS.search(name):
        return True
    return any(service in name.casefold() for service in _SERVICES)


def _is_one_slip_away(one: str, other: str) -> bool:
    """Whether one letter more, less or different, or two swapped, makes one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, opposite = one[start:], other[start:]
    swapped = rest[1::-1] + rest[2:] == opposite
    return swapped or rest[1:] == opposite or rest == opposite[1:] or rest[1:] == opposite[1:]
