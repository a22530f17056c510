"""Telephone numbers in digits. A number is judged by its shape, its numbering plan and the words around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moderation.detect.contacts import cues, numbering
from moderation.detect.contacts.fold import Folded
from moderation.detect.contacts.match import ContactMatch, Kind, Span, found
from moderation.detect.contacts.scan import hits
from moderation.detect.contacts.written import (
    Written,
    alternates,
    is_blood_pressure,
    is_day_or_time,
    is_decimal,
    is_drawn,
    is_file_number,
    is_grouped_thousands,
    is_list_of_years,
    read_number,
)
from moderation.text.occurring import Sought

_CANDIDATE = Sought("[+(]{0,2}[0-9](?:[ \t.()/-]{0,3}[0-9]){5,}(?: ?(?:x|ext\\.?) ?[0-9]{1,5})?")
_ROUND_ZERO = Sought("(?:^|[^a-zà-öø-ɏ0-9])o(?:[0-9]{2}|[47] )|[0-9]o[0-9]")
_SIGNS = frozenset(".,:")
_STUCK_BEFORE = frozenset("0123456789/_=&?#@")
_LONGEST_WRITTEN = 36
_MOST_CANDIDATES = 24
_MOST_PARTS = 12


def find_phones(folded: Folded, taken: Sequence[Span], public: frozenset[str]) -> Iterator[ContactMatch]:
    """Every telephone number in the text outside `taken` (folded offsets), except the `public` help lines."""
    text = _with_zeros(folded.lower)
    for start, end, is_rest in hits(_CANDIDATE, text, _MOST_CANDIDATES):
        if is_rest:
            yield found(Kind.PHONE, folded.original(start, end))
        elif not _is_part_of_more(text, start, end, taken):
            for begin, stop in _numbers_in(text, start, end):
                if _is_phone(text, begin, stop, public):
                    yield found(Kind.PHONE, folded.original(begin, stop))


def _with_zeros(text: str) -> str:
    """The text with figures where somebody wrote the letter o for a zero: O40, 04o."""
    if not _ROUND_ZERO.occurs(text):
        return text
    places = [place for match in _ROUND_ZERO.pattern.finditer(text) for place in range(*match.span())]
    letters = list(text)
    for place in places:
        letters[place] = "0" if letters[place] == "o" else letters[place]
    return "".join(letters)


def _is_part_of_more(text: str, start: int, end: int, taken: Sequence[Span]) -> bool:
    before = text[max(0, start - 2) : start]
    if text[start] not in "+(" and (before[-1:] in _STUCK_BEFORE or (before[:1].isdigit() and before[1:] in _SIGNS)):
        return True
    return any(start < stop and begin < end for begin, stop in taken)


def _numbers_in(text: str, start: int, end: int) -> Iterator[Span]:
    """The run itself, or its parts where people wrote two numbers one after the other."""
    if end - start <= _LONGEST_WRITTEN and sum(map(str.isdigit, text[start:end])) <= 15:
        yield start, end
        return
    left = _MOST_PARTS
    for piece in text[start:end].split(" "):
        if left and 7 <= len(piece) <= _LONGEST_WRITTEN:
            left -= 1
            yield start, start + len(piece)
        start += len(piece) + 1


def _is_phone(text: str, start: int, end: int, public: frozenset[str]) -> bool:
    number = read_number(text[start:end])
    if number.digits in public or is_day_or_time(number) or is_decimal(number) or is_blood_pressure(number):
        return False
    if cues.counts_something(text, start, end):
        return False
    if not number.has_plus and (cues.names_another(text, start) or cues.is_gone(text, end) or is_file_number(number)):
        return False
    if _looks_international(number):
        return True
    if is_list_of_years(number) or cues.is_of_an_institution(number.digits, text, start):
        return False
    return _is_local(text, start, end, number)


def _is_local(text: str, start: int, end: int, number: Written) -> bool:
    if is_drawn(number) and not cues.names_telephone(text, start, end):
        return False
    if _looks_national(number) or _looks_north_american(number) or _has_area_code(number, text[start]):
        return True
    if _has_phone_length(number) and not number.digits.endswith("000") and cues.names_telephone(text, start, end):
        return True
    return _stands_alone(text, start, end) and not is_grouped_thousands(number) and _is_subscriber(number)


def _looks_international(number: Written) -> bool:
    if number.has_plus:
        digits = number.digits
        return numbering.is_international(digits) or numbering.is_international(digits.replace("0", "", 1))
    return (
        number.digits.startswith("00") and number.digits[2:3] != "0" and numbering.is_international(number.digits[2:])
    )


def _looks_national(number: Written) -> bool:
    """A trunk 0 and a length that little else has; eight digits only where a numbering plan knows them."""
    digits = number.digits
    if digits[0] != "0" or digits[1] == "0" or len(number.groups[0]) == 1 != len(number.groups[-1]):
        return False
    if alternates(number):
        return False
    if 9 <= len(digits) <= 11:
        return True
    return len(number.groups) <= 4 and 7 <= len(digits) <= 12 and numbering.is_dialled(digits)


def _looks_north_american(number: Written) -> bool:
    groups = number.groups[1:] if number.groups[0] == "1" else number.groups
    lengths = tuple(len(group) for group in groups[:3])
    return lengths == (3, 3, 4) and groups[0][0] in "23456789" and groups[1][0] in "123456789"


def _has_area_code(number: Written, first: str) -> bool:
    """`(37) 788-063`: an area code in brackets and a subscriber's number in two groups."""
    lengths = [len(group) for group in number.groups]
    return (
        first == "(" and number.gaps[:1] == (") ",) and 2 <= lengths[0] <= 4 and lengths[1:] in ([3, 3], [3, 4], [4, 4])
    )


def _has_phone_length(number: Written) -> bool:
    return 7 <= len(number.digits) <= 15 and len(number.groups) <= 8 and max(map(len, number.groups)) >= 2


def _stands_alone(text: str, start: int, end: int) -> bool:
    return len(text) - (end - start) <= 6 and end - start >= 7


def _is_subscriber(number: Written) -> bool:
    return len(number.groups) <= 5 and len(number.digits) >= 9 and numbering.is_subscriber(number.digits)
