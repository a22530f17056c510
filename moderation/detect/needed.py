"""What a text must hold for a pattern to match it: pieces of words, one of each of some sets.

Where a pattern wants the edge of a word the piece shows it by a space: " st " is the word, "st" is in "street" too.
Runs of what is no letter or digit are one space, at the ends of the text as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from moderation.text.language import SMALL_WORDS

Clause = frozenset[str]
WORD_SIGNS = r"0-9a-z\x0e-\x11"
"""Letters and digits as patterns see them, the way RE2 writes them in a class."""
_MOST_PRODUCTS, _MOST_SIGNS, _MOST_CLAUSES = 64, 4, 4
_EDGE = frozenset({" "})
_SMALL = frozenset[str]().union(*SMALL_WORDS.values())
_COUNTED = re.compile(r"\{(\d+)(,?)(\d*)\}")
_SPELLED = re.compile(r"x([0-9a-f]{2})")
# Plain characters, but for a last one that is counted.
_PLAIN = re.compile(r"[^\\^$.|?*+()\[\]{}]+(?![?*+{])")
_KINDS = frozenset("dDsSwW")
_NO_WORD = re.compile(f"[^{WORD_SIGNS}]+")


class _Unreadable(ValueError):
    """Syntax whose needs are not worked out: such a pattern is run on every text."""


class _Need(NamedTuple):
    """`exact` are all the texts that match, where they are few; every match holds one of each of the `clauses`."""

    exact: Clause | None
    clauses: tuple[Clause, ...] = ()

    def all_clauses(self) -> tuple[Clause, ...]:
        return self.clauses if self.exact is None else (*self.clauses, *_clauses_of(self.exact))


_NOTHING, _ANYTHING = _Need(frozenset({""})), _Need(None)
_FIGURES = frozenset("0123456789")
_FIGURE = _Need(None, (_FIGURES,))


def needed(pattern: str) -> list[list[str]]:
    """Sets of pieces of words, of which every match of this pattern (as RE2 gets it) holds at least one each.

    The most telling come first; none where nothing can be told.
    """
    reader = _Reader(pattern)
    try:
        need = reader.alternatives()
    except (_Unreadable, IndexError, RecursionError):
        return []
    if reader.at < len(pattern):
        return []
    kept: list[Clause] = []
    for clause in sorted(map(_shortest, need.all_clauses()), key=_commonness):
        if len(kept) < _MOST_CLAUSES and not any(_implies(each, clause) for each in kept):
            kept.append(clause)
    return [sorted(clause) for clause in kept]


def _clauses_of(exact: Clause) -> Iterator[Clause]:
    """What each of a few texts holds: one of their rarest words, of their first words, of their second, and so on."""
    words = [_words(text) for text in exact]
    if all(words):
        yield frozenset(max(each, key=_weight) for each in words)
        for place in range(max(map(len, words), default=0)):
            yield frozenset(each[min(place, len(each) - 1)] for each in words)


def _words(text: str) -> list[str]:
    """The words of it, each with the edges that it shows."""
    starts = [""] + [" "] * text.count(" ")
    pieces = text.split(" ")
    return [f"{start}{piece}{end}" for start, piece, end in zip(starts, pieces, reversed(starts), strict=True) if piece]


def _commonness(clause: Clause) -> float:
    """About how often a text holds one of these."""
    return sum(1 / 2 ** _weight(piece) for piece in clause)


def _weight(piece: str) -> float:
    """How little is found by this piece: little words are everywhere, longer ones seldom, and most lines hold no figure."""
    letters = piece.strip()
    if letters in _FIGURES:
        return 6.0
    return 1.0 if letters in _SMALL else len(letters) + (len(piece) - len(letters)) / 2


def _shortest(clause: Clause) -> Clause:
    """Without those that hold another of them."""
    kept: list[str] = []
    for letters in sorted(clause, key=len):
        if not any(each in letters for each in kept):
            kept.append(letters)
    return frozenset(kept)


def _implies(clause: Clause, other: Clause) -> bool:
    """True when whatever holds a piece of the one holds a piece of the other."""
    return all(any(piece in each for piece in other) for each in clause)


def _abutted(pieces: Iterable[str]) -> str:
    return "".join(pieces).replace("  ", " ")


def _one_after_another(one: _Need, other: _Need) -> _Need:
    if one.exact is None or other.exact is None:
        return _Need(None, (*one.all_clauses(), *other.all_clauses()))
    if len(one.exact) * len(other.exact) <= _MOST_PRODUCTS:
        return _Need(frozenset(map(_abutted, product(one.exact, other.exact))))
    return _Need(None, (*one.all_clauses(), *other.all_clauses()))


def _either(needs: Sequence[_Need]) -> _Need:
    if len(needs) == 1:
        return needs[0]
    exact = [need.exact for need in needs]
    if None not in exact:
        return _Need(frozenset[str]().union(*[each for each in exact if each is not None]))
    ranked = [sorted(need.all_clauses(), key=_commonness) for need in needs]
    if not all(ranked):
        return _ANYTHING
    most = min(_MOST_CLAUSES, max(map(len, ranked)))
    either = [[each[min(place, len(each) - 1)] for each in ranked] for place in range(most)]
    return _Need(None, tuple(frozenset[str]().union(*each) for each in either))


def _repeated(need: _Need, least: int, most: int | None) -> _Need:
    if (least, most) == (1, 1) or (least and need.exact == _EDGE):
        return need
    if need.exact is not None and ((least, most) == (0, 1) or need.exact == _EDGE):
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
                pieces.append(_sign_need(plain[0]))
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
        if self.comes("[0-9]") or self.comes(r"\d"):
            return _FIGURE
        if self.comes("["):
            return self.signs()
        sign = self.pattern[self.at]
        self.at += 1
        if sign in "*+?":
            raise _Unreadable
        if sign == "\\":
            meant = self.escaped()
            return _ANYTHING if meant is None else _sign_need(meant)
        if sign in "^$":
            return _Need(_EDGE)
        return _ANYTHING if sign == "." else _sign_need(sign)

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
        is_edge = is_other and self.pattern.startswith(WORD_SIGNS, self.at)
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
        if is_edge:
            return _Need(_EDGE)
        if is_other or not found or len(found) > _MOST_SIGNS:
            return _ANYTHING
        return _Need(frozenset(_NO_WORD.sub(" ", each) for each in found))

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


def _sign_need(signs: str) -> _Need:
    return _Need(frozenset({_NO_WORD.sub(" ", signs)}))


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
            current = _after_an_edge(piece.exact) if _ends_with_edge(current) else piece
    return current if is_whole else _Need(None, (*clauses, *current.all_clauses()))


def _ends_with_edge(need: _Need) -> bool:
    return need.exact is not None and all(text.endswith(" ") for text in need.exact)


def _after_an_edge(exact: Clause) -> _Need:
    return _Need(frozenset(_abutted((" ", text)) for text in exact))
