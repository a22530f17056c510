"""A number as somebody wrote it, and the shapes that are days, times, money or scores rather than a telephone."""

from __future__ import annotations

from dataclasses import dataclass

_MARK = "\n"
_TO_SPACE = str.maketrans(dict.fromkeys("+()./-\txet", " "))
_DIGIT_TO_MARK = str.maketrans(dict.fromkeys("0123456789", _MARK))


@dataclass(frozen=True, slots=True)
class Written:
    """A number as somebody wrote it: the groups of digits, and what stands between them."""

    digits: str
    groups: tuple[str, ...]
    gaps: tuple[str, ...]
    has_plus: bool


def read_number(text: str) -> Written:
    """Takes a written number apart."""
    groups = tuple(text.translate(_TO_SPACE).split())
    gaps = tuple(gap for gap in text.lstrip("+(").translate(_DIGIT_TO_MARK).split(_MARK) if gap)
    return Written("".join(groups), groups, gaps, text.startswith(("+", "(+")))


def alternates(number: Written) -> bool:
    """Scores and ranges (`0-1 1-1 2-1`) change their separators all the time; a telephone number seldom does."""
    if len(number.groups) == len(number.digits) >= 9:
        return False  # Figure by figure: 0 4 4 - 3 3 1 - 8 8 2 7.
    kinds = {gap.strip() for gap in number.gaps[1:]}
    return len(number.groups) >= 4 and len(kinds) > 1 and all(len(group) <= 2 for group in number.groups)


def is_decimal(number: Written) -> bool:
    """`0.5 0.25`: doses, not digits."""
    first = number.groups[0]
    return number.gaps[:1] == (".",) and first == "0" and max(map(len, number.groups)) > 1


def is_day_or_time(number: Written) -> bool:
    """Days (12.3.2024, 2024-03-12, 01022024) with or without a time, and opening hours (08.30 - 16.00)."""
    digits = tuple(int(group) for group in number.groups[:3])
    lengths = tuple(len(group) for group in number.groups[:3])
    if number.has_plus:
        return False
    if len(number.groups) == 1:
        return len(number.digits) == 8 and _is_day(int(number.digits[:2]), int(number.digits[2:4]), number.digits[4:])
    if len(lengths) >= 3 and number.gaps[0].strip() == number.gaps[1].strip() and _reads_as_day(digits, lengths):
        return len(number.gaps) == 2 or number.gaps[2].strip() != number.gaps[1].strip() or lengths[0] == 4
    if len(number.groups) == 4 and number.gaps[1:] == (".", ".") and _ends_as_day(number.groups[1:]):
        return True
    return len(number.groups) % 4 == 0 and _are_opening_hours(number)


def _reads_as_day(digits: tuple[int, ...], lengths: tuple[int, ...]) -> bool:
    one, two, three = digits
    if lengths[0] == 4:
        return 1900 <= one <= 2100 and two <= 12 and three <= 31
    return max(lengths[:2]) <= 2 and lengths[2] in {2, 4} and _is_day(one, two, str(three).zfill(lengths[2]))


def _ends_as_day(groups: tuple[str, ...]) -> bool:
    return _reads_as_day(tuple(map(int, groups)), tuple(map(len, groups)))


def _is_day(one: int, two: int, year: str) -> bool:
    in_order = 1 <= one <= 31 and 1 <= two <= 12
    turned = 1 <= one <= 12 and 1 <= two <= 31
    return (in_order or turned) and (len(year) == 2 or year[:2] in {"19", "20"})


def _are_opening_hours(number: Written) -> bool:
    groups, gaps = number.groups, number.gaps
    pairs = zip(groups[::2], groups[1::2], strict=True)
    dotted = all(gap == "." for gap in gaps[::2]) and all(gap.strip() in {"-", "/", ""} for gap in gaps[1::2])
    return dotted and all(
        len(hour) <= 2 == len(minute) and int(hour) < 25 and int(minute) < 60 for hour, minute in pairs
    )


def is_grouped_thousands(number: Written) -> bool:
    """`1 000 000` and `12.500.000`."""
    first, *rest = number.groups
    is_one_sign = len(set(number.gaps)) == 1 and number.gaps[0] in {" ", "."}
    return is_one_sign and first[0] != "0" and len(first) <= 3 and all(len(group) == 3 for group in rest)


def is_list_of_years(number: Written) -> bool:
    """`2019-2020`."""
    return all(len(group) == 4 and group[:2] in {"18", "19", "20"} for group in number.groups)


def is_file_number(number: Written) -> bool:
    """`118/2026`, `0736/764/2026`: what offices and courts count by year."""
    return (
        number.gaps[-1:] == ("/",)
        and len(number.groups) <= 3
        and number.groups[-1][:2] in {"19", "20"}
        and (len(number.groups[-1]) == 4)
    )


def is_drawn(number: Written) -> bool:
    """`04 11 23 34 45`: five or more numbers of a lottery, a knitting row or a list, each greater than the last."""
    values = [int(group) for group in number.groups]
    return len(values) >= 5 and max(map(len, number.groups)) <= 2 and values == sorted(set(values))


def is_blood_pressure(number: Written) -> bool:
    """`138/84 122/78`: pairs of two numbers of two or three figures."""
    lengths = set(map(len, number.groups))
    return (
        set(number.gaps[::2]) == {"/"}
        and "/" not in number.gaps[1::2]
        and lengths <= {2, 3}
        and number.digits[0] != "0"
    )
