"""RE2 patterns behind one automaton of what they need, with words and boundaries that know letters beyond ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from functools import cache, reduce
from operator import or_

import re2

from moderation.detect.complete import Complete
from moderation.detect.held import Held
from moderation.detect.needed import WORD_SIGNS, needed
from moderation.text.alphabet import Table, beyond_ascii
from moderation.verdict import Span

PATTERN_LENGTH, PROGRAM_SIZE, MEMORY = 200_000, 12_000, 1 << 20
# A long pattern that has too little memory falls back on an engine twenty times as slow.
_LONG, _MEMORY_WHEN_LONG = 1_000, 8 << 20
_LETTERS = {"ä": "\x0e", "ö": "\x0f", "å": "\x10"}
_OTHER_LETTER, _OTHER_SIGN = "\x11", "\x12"
_SIGNS = {"–": "-", "—": "-", "‐": "-", "‑": "-", "…": ".", "€": "\x13", "£": "\x14", "°": "\x15", "½": "\x16"}
_WORD = WORD_SIGNS
_CLASSES = {"{w}": r"a-z\x0e-\x11", r"\pL": r"a-z\x0e-\x11", r"\p{L}": r"a-z\x0e-\x11", r"\w": f"{_WORD}_"}
_PART = re.compile(r"\{w\}|\{b\}|\{gap[1-9]\}|\{[a-z_]+\}|\\p\{?L\}?|\\.|[^\\{}\[\] ]+|.", re.DOTALL)
_BOUNDARY = rf"(?:^|$|[^{_WORD}])"
# Between two words of a pattern: a space or what people type for one, but no end of a sentence.
_SPACE = rf"(?:[^{_WORD}.!?;]{{1,4}})"
_GAP = rf"(?:{_SPACE}[{_WORD}']+){{0,%d}}{_SPACE}"
_FEW_CHARACTERS = 30
_ANYWHERE = re2._Anchor.UNANCHORED
_EDGE_TO_SPACE = bytes(code if re.match(f"[{_WORD}]", chr(code)) else 32 for code in range(256))
_EDGES = b" \t\r\n.,;:!?\"'()[]{}<>|/\\-*_~#+=&^%\x12"


class PatternError(ValueError):
    """The pattern cannot be used, and why."""


def _sign(character: str) -> str:
    """One sign below 128 for each character, so that offsets stay and RE2's classes stay small."""
    if character.isascii():
        return character
    known = _LETTERS.get(character) or _SIGNS.get(character)
    if known:
        return known
    base = unicodedata.normalize("NFD", character)[0]
    if base.isascii() and base.isalpha():
        return base
    return _OTHER_LETTER if character.isalnum() else _OTHER_SIGN


_BYTES = Table(_sign)


def as_signs(text: str, others: Set[str] | None = None) -> str:
    """The text as patterns see it: one sign of ASCII a character, ä ö å their own, other accents dropped."""
    return text if text.isascii() else _BYTES.read(text, others)


def words_of(signs: str) -> frozenset[str]:
    """The different words of a text of signs: what stands between those that are the edge of one."""
    return frozenset(signs.encode("ascii").translate(_EDGE_TO_SPACE).decode("ascii").split())


def _inside(character: str) -> str:
    """The sign of a character within a word, a space for the edge of one."""
    return chr(_EDGE_TO_SPACE[ord(_sign(character))])


_INSIDE = Table(_inside)


def _spelled(word: str) -> str:
    if word.isascii():
        return word
    # For a few characters the plain way is the fastest.
    return word.translate(_INSIDE) if len(word) <= _FEW_CHARACTERS else _INSIDE.read(word)


def _has_same_words(text: str, others: Set[str] | None) -> bool:
    """False with a loose mark in it, or a sign of ours that somebody has typed."""
    if not text.isprintable() and any(sign in text for sign in (*_LETTERS.values(), _OTHER_LETTER)):
        return False
    return not any(map(unicodedata.combining, beyond_ascii(text) if others is None else others))


Lists = Mapping[str, tuple[str, ...]]
Needs = list[list[str]]


def expand(pattern: str, lists: Lists | None = None) -> str:
    """The pattern as RE2 gets it: macros and lists written out, letters as in `as_signs`."""
    return "".join(_translated(_BYTES.read(pattern), lists or {}))


def _translated(pattern: str, lists: Lists) -> Iterator[str]:
    is_in_class = False
    for part in _PART.findall(pattern):
        if part in "[]":
            is_in_class = part == "["
        yield _part(part, is_in_class, lists)


def _part(part: str, is_in_class: bool, lists: Lists) -> str:
    if part[0] not in " {\\":
        return part
    if part == " ":
        return part if is_in_class else _SPACE
    if part in _CLASSES:
        return _CLASSES[part] if is_in_class else f"[{_CLASSES[part]}]"
    if part == "{b}":
        return _BOUNDARY
    if part.startswith("{gap"):
        return _GAP % int(part[4])
    if len(part) > 1 and part[0] == "{":
        return _alternatives(part[1:-1], lists)
    if part in {"\\b", "\\B"}:
        raise PatternError(r"\b knows only ASCII letters; write {b}")
    return part


def _alternatives(name: str, lists: Lists) -> str:
    if name not in lists:
        raise PatternError(f"no list is called {name!r} in this pack")
    return _alternation(lists[name])


@cache
def _alternation(phrases: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(_SPACE.join(map(re.escape, _BYTES.read(phrase).split())) for phrase in phrases)})"


class PatternFilter:
    """Patterns behind one automaton of the pieces of words they need. Only those whose pieces a text holds are run on it.

    A pattern is compiled when a text first holds what it needs: compiling all takes longer than all else at a start.
    """

    def __init__(self) -> None:
        self.needs: list[Needs] = []
        self._written: list[tuple[str, Lists]] = []
        self._compiled: dict[int, re2._Regexp] = {}

    def add(self, pattern: str, lists: Lists | None = None, needs: Needs | None = None) -> None:
        """Add a pattern; `needs` are those that came out when it was added before, and then nothing is checked again.

        Raises PatternError when it is too long, too costly, matches nothing, or is not RE2.
        """
        if needs is None:
            expanded = expand(pattern, lists)
            self._compiled[len(self._written)] = _checked(expanded)
            needs = needed(expanded)
        self._written.append((pattern, lists or {}))
        self.needs.append(needs)

    def close(self) -> None:
        """Make the automaton; nothing can be added afterwards."""
        self._likely = Complete([[*map(tuple, needs)] for needs in self.needs])
        self._held = Held(_bits_of_pieces(self._likely.bits), _spelled)

    def hits(
        self,
        text: str,
        is_full: Callable[[int], bool] | None = None,
        others: Set[str] | None = None,
        words: Set[str] | None = None,
    ) -> Iterator[tuple[int, Span]]:
        """Each hit as (pattern number, span in the text), without the boundary characters around it.

        A pattern for which `is_full` is true is not looked for any further. `others` as in `Table.read`, `words` the
        different words of the text, where they are known already.
        """
        if not self._written:
            return
        # An apostrophe or loose mark is silent in a word, and the edge of two in a pattern.
        is_alike = words is not None and "'" not in text and (text.isascii() or _has_same_words(text, others))
        # What they need is there, or nobody knows what they need.
        likely = self._likely.numbers(
            self._held.bits_in(words if words is not None and is_alike else words_of(as_signs(text, others)))
        )
        encoded = as_signs(text, others).encode("ascii") if likely else b""
        for index in likely:
            if is_full is not None and is_full(index):
                continue
            pattern = self._compiled.get(index) or self._compile(index)
            # Straight to the engine: the package's own search makes an object and a generator for every pattern
            # that is not there.
            first = pattern._regexp.Match(_ANYWHERE, encoded, 0, len(encoded))[0]
            if first[0] >= 0:
                for span in _matches(pattern, encoded, first):
                    yield index, span
                    if is_full is not None and is_full(index):
                        break

    def _compile(self, index: int) -> re2._Regexp:
        self._compiled[index] = compiled = _run_by_re2(expand(*self._written[index]))
        return compiled


def _bits_of_pieces(bits_of_clauses: Mapping[tuple[str, ...], int]) -> dict[str, int]:
    """The bits of all clauses that a piece is in; the words of a list share one long number."""
    clauses: dict[str, list[int]] = defaultdict(list)
    for clause, bits in bits_of_clauses.items():
        for piece in clause:
            clauses[piece].append(bits)
    together = cache(lambda all_bits: reduce(or_, all_bits))
    return {piece: together(tuple(all_bits)) for piece, all_bits in clauses.items()}


def _checked(expanded: str) -> re2._Regexp:
    if len(expanded) > PATTERN_LENGTH:
        raise PatternError(f"longer than {PATTERN_LENGTH} characters when written out")
    try:
        compiled = _run_by_re2(expanded)
    except re2.error as wrong:
        raise PatternError(f"not a pattern RE2 can run: {_decoded(wrong)}") from wrong
    if compiled.programsize > PROGRAM_SIZE:
        raise PatternError(f"takes {compiled.programsize} instructions, more than {PROGRAM_SIZE}")
    if compiled.search(b"") or compiled.search(b" \n"):
        raise PatternError("matches the empty text")
    return compiled


def _run_by_re2(expanded: str) -> re2._Regexp:
    """The pattern in the engine itself: the package's `compile` would keep the last 128 a second time."""
    options = re2.Options()
    options.max_mem = _MEMORY_WHEN_LONG if len(expanded) > _LONG else MEMORY
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.never_capture = True
    return re2._Regexp(expanded.encode("ascii"), options)


def _decoded(wrong: Exception) -> str:
    reason = wrong.args[0] if wrong.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _matches(pattern: re2._Regexp, encoded: bytes, first: Span, most: int = 32) -> Iterator[Span]:
    search, length = pattern._regexp.Match, len(encoded)
    start, end = first
    for _ in range(most):
        matched = encoded[start:end]
        inner_start = start + len(matched) - len(matched.lstrip(_EDGES))
        inner_end = inner_start + len(matched.strip(_EDGES))
        if inner_start < inner_end:
            yield inner_start, inner_end
        # The boundary character may open the next match too.
        start, end = search(_ANYWHERE, encoded, max(inner_end, start + 1), length)[0]
        if start < 0:
            return
