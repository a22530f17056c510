"""What a text must hold for a pattern to match it: a few letters in a row, one of each of some sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

Clause = frozenset[str]
_MOST_PRODUCTS, _MOST_SIGNS, _MOST_CLAUSES, _LONG_ENOUGH = 64, 4, 2, 3
_COUNTED = re.compile(r"\{(\d+)(,?)(\d*)\}")
_SPELLED = re.compile(r"x([0-9a-f]{2})")
# Plain characters, but for a last one that is counted.
_PLAIN = re.compile(r"[^\\^$.|?*+()\[\]{}]+(?![?*+{])")
_KINDS = frozenset("dDsSwW")


class _Unreadable(ValueError):
    """Syntax whose needs are not worked out: such a pattern is run on every text."""


class _Need(NamedTuple):
    """`exact` are all the texts that match, where they are few; every match holds one of each of the `clauses`."""

    exact: Clause | None
    clauses: tuple[Clause, ...] = ()

    def all_clauses(self) -> tuple[Clause, ...]:
        is_told = self.exact is not None and "" not in self.exact
        return (*self.clauses, self.exact) if is_told and self.exact else self.clauses


_NOTHING, _ANYTHING = _Need(frozenset({""})), _Need(None)


def needed(pattern: str) -> list[list[str]]:
    """Sets of letters of which every match of this pattern (as RE2 gets it) holds at least one each.

    The most telling come first; none where nothing can be told.
    """
    reader = _Reader(pattern)
    try:
        need = reader.alternatives()
    except (_Unreadable, IndexError, RecursionError):
        return []
    if reader.at < len(pattern):
        return []
    clauses = sorted(map(_shortest, need.all_clauses()), key=_telling, reverse=True)
    long = [clause for clause in clauses if min(map(len, clause)) >= _LONG_ENOUGH]
    return [sorted(clause) for clause in (long or clauses)[:_MOST_CLAUSES]]


def _telling(clause: Clause) -> tuple[int, int]:
    return min(5, *map(len, clause)), -len(clause)


def _shortest(clause: Clause) -> Clause:
    """Without those that hold another of them."""
    kept: list[str] = []
    for letters in sorted(clause, key=len):
        if not any(each in letters for each in kept):
            kept.append(letters)
    return frozenset(kept)


def _one_after_another(one: _Need, other: _Need) -> _Need:
    if one.exact is None or other.exact is None:
        return _Need(None, (*one.all_clauses(), *other.all_clauses()))
    if len(one.exact) * len(other.exact) <= _MOST_PRODUCTS:
        return _Need(frozenset(map("".join, product(one.exact, other.exact))))
    return _Need(None, (*one.all_clauses(), *other.all_clauses()))


def _either(needs: Sequence[_Need]) -> _Need:
    if len(needs) == 1:
        return needs[0]
    exact = [need.exact for need in needs]
    if None not in exact:
        return _Need(frozenset[str]().union(*[each for each in exact if each is not None]))
    best = [max(need.all_clauses(), key=_telling, default=None) for need in needs]
    if None in best:
        return _ANYTHING
    return _Need(None, (frozenset[str]().union(*[each for each in best if each is not None]),))


def _repeated(need: _Need, least: int, most: int | None) -> _Need:
    if (least, most) == (1, 1):
        return need
    if (least, most) == (0, 1) and need.exact is not None:
        return _Need(need.exact | {""})
    return _Need(None, need.all_clauses()) if least else _ANYTHING


class _Reader:
    """Reads the syntax of RE2 that our patterns are written in, and refuses the rest."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> _Need:
        needs = [self.sequence()]
        while self.comes("|"):
            needs.append(self.sequence())
        return _either(needs)

    def comes(self, sign: str) -> bool:
        """True, and it is behind us, when this comes next."""
        if not self.pattern.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def sequence(self) -> _Need:
        pieces: list[_Need] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            plain = _PLAIN.match(self.pattern, self.at)
            if plain:
                self.at = plain.end()
                pieces.append(_Need(frozenset({plain[0]})))
            else:
                pieces.append(self.counted(self.piece()))
        return pieces[0] if len(pieces) == 1 else _joined(pieces)

    def piece(self) -> _Need:
        if self.comes("("):
            if self.comes("?") and not self.comes(":"):
                raise _Unreadable
            inside = self.alternatives()
            if not self.comes(")"):
                raise _Unreadable
            return inside
        if self.comes("["):
            return self.signs()
        sign = self.pattern[self.at]
        self.at += 1
        if sign in "*+?":
            raise _Unreadable
        if sign == "\\":
            meant = self.escaped()
            return _ANYTHING if meant is None else _Need(frozenset({meant}))
        if sign in "^$":
            return _NOTHING
        return _ANYTHING if sign == "." else _Need(frozenset({sign}))

    def escaped(self) -> str | None:
        """The character that is meant; None for a whole class of them."""
        sign = self.pattern[self.at]
        spelled = _SPELLED.match(self.pattern, self.at)
        if spelled:
            self.at = spelled.end()
            return chr(int(spelled[1], 16))
        self.at += 1
        if sign in _KINDS:
            return None
        if sign in "nt":
            return {"n": "\n", "t": "\t"}[sign]
        if sign.isalnum():
            raise _Unreadable
        return sign

    def signs(self) -> _Need:
        is_other = self.comes("^")
        found: list[str] | None = []
        is_first = True
        while is_first or self.pattern[self.at] != "]":
            is_first = False
            if self.pattern.startswith("[:", self.at):
                raise _Unreadable
            low = self.sign_of_class()
            is_range = self.pattern[self.at] == "-" and self.pattern[self.at + 1] != "]"
            if is_range:
                self.at += 1
            high = self.sign_of_class() if is_range else low
            if found is not None and low is not None and high is not None and ord(high) - ord(low) < _MOST_SIGNS:
                found += map(chr, range(ord(low), ord(high) + 1))
            else:
                found = None
        self.at += 1
        return _ANYTHING if is_other or not found or len(found) > _MOST_SIGNS else _Need(frozenset(found))

    def sign_of_class(self) -> str | None:
        sign = self.pattern[self.at]
        self.at += 1
        return self.escaped() if sign == "\\" else sign

    def counted(self, need: _Need) -> _Need:
        bounds: tuple[int, int | None] = (1, 1)
        times = _COUNTED.match(self.pattern, self.at)
        if times:
            self.at = times.end()
            least = int(times[1])
            most = int(times[3]) if times[3] else None
            bounds = (least, most if times[2] else least)
        elif self.comes("?"):
            bounds = (0, 1)
        elif self.comes("*"):
            bounds = (0, None)
        elif self.comes("+"):
            bounds = (1, None)
        else:
            return need
        self.comes("?")
        if self.at < len(self.pattern) and self.pattern[self.at] in "*+?":
            raise _Unreadable
        return _repeated(need, *bounds)


def _joined(pieces: Iterable[_Need]) -> _Need:
    """One need for pieces one after another: as long as few texts are possible they are spelled out, then begun anew."""
    clauses: tuple[Clause, ...] = ()
    current = _NOTHING
    is_whole = True
    for piece in pieces:
        both = _one_after_another(current, piece)
        if both.exact is not None:
            current = both
            continue
        is_whole = False
        clauses += current.all_clauses()
        if piece.exact is None:
            clauses += piece.clauses
            current = _NOTHING
        else:
            current = piece
    return current if is_whole else _Need(None, (*clauses, *current.all_clauses()))
