"""RE2 patterns behind one prefilter, with words and boundaries that know letters beyond ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import re2

from moderation.text.alphabet import Table
from moderation.verdict import Span

PATTERN_LENGTH, PROGRAM_SIZE, MEMORY = 200_000, 12_000, 1 << 20
# A long pattern that has too little memory falls back on an engine twenty times as slow.
_LONG, _MEMORY_WHEN_LONG = 4_000, 8 << 20
_TOGETHER_SIZE, _TOGETHER_MEMORY = 40_000, 8 << 20
_LETTERS = {"ä": "\x0e", "ö": "\x0f", "å": "\x10"}
_OTHER_LETTER, _OTHER_SIGN = "\x11", "\x12"
_SIGNS = {"–": "-", "—": "-", "‐": "-", "‑": "-", "…": ".", "€": "\x13", "£": "\x14", "°": "\x15", "½": "\x16"}
_WORD = r"0-9a-z\x0e-\x11"
_CLASSES = {"{w}": r"a-z\x0e-\x11", r"\pL": r"a-z\x0e-\x11", r"\p{L}": r"a-z\x0e-\x11", r"\w": f"{_WORD}_"}
_PART = re.compile(r"\{w\}|\{b\}|\{gap[1-9]\}|\{[a-z_]+\}|\\p\{?L\}?|\\.|[^\\{}\[\] ]+|.", re.DOTALL)
_BOUNDARY = rf"(?:^|$|[^{_WORD}])"
# Between two words of a pattern: a space or what people type for one, but no end of a sentence.
_SPACE = rf"(?:[^{_WORD}.!?;]{{1,4}})"
_GAP = rf"(?:{_SPACE}[{_WORD}']+){{0,%d}}{_SPACE}"
# Stands at the end of every text searched: a prefilter that does not report it has failed silently.
_SENTINEL = b"\x02sentinel\x02"
_ANYWHERE = re2._Anchor.UNANCHORED
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


def as_bytes(text: str) -> bytes:
    """The text as patterns see it: one byte a character, ä ö å their own, other accents dropped."""
    return (text if text.isascii() else _BYTES.read(text)).encode("ascii")


Lists = Mapping[str, tuple[str, ...]]


def expand(pattern: str, lists: Lists | None = None) -> str:
    """The pattern as RE2 gets it: macros and lists written out, letters as in `as_bytes`."""
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
    """Patterns behind one prefilter. Only those whose fixed letters occur in a text are run on it."""

    def __init__(self) -> None:
        self._filter = re2.Filter()
        self._count = 0
        self._sentinel = 0

    def add(self, pattern: str, lists: Lists | None = None) -> None:
        """Add a pattern. Raises PatternError when it is too long, too costly, matches nothing, or is not RE2."""
        expanded = expand(pattern, lists)
        if len(expanded) > PATTERN_LENGTH:
            raise PatternError(f"longer than {PATTERN_LENGTH} characters when written out")
        try:
            self._filter.Add(expanded.encode("ascii"), _options(_MEMORY_WHEN_LONG if len(expanded) > _LONG else MEMORY))
        except re2.error as wrong:
            raise PatternError(_reason(expanded)) from wrong
        compiled = self._filter.re(self._count)
        self._count += 1
        if compiled.programsize > PROGRAM_SIZE:
            raise PatternError(f"takes {compiled.programsize} instructions, more than {PROGRAM_SIZE}")
        if compiled.search(b"") or compiled.search(b" \n"):
            raise PatternError("matches the empty text")

    def close(self) -> None:
        """Make the prefilter; nothing can be added afterwards."""
        self._sentinel = self._filter.Add(_SENTINEL, _options())
        self._filter.Compile()
        self._patterns = [self._filter.re(index) for index in range(self._count)]
        everywhere = self._filter.Match(_SENTINEL, potential=True) or []
        self._unfiltered = frozenset(everywhere) - {self._sentinel}
        self._always = self._unfiltered | {self._sentinel}
        self._any_unfiltered = _any_of([self._patterns[index] for index in sorted(self._unfiltered)])

    def hits(self, text: str) -> Iterator[tuple[int, Span]]:
        """Each hit as (pattern number, span in the text), without the boundary characters around it."""
        if not self._count:
            return
        encoded = as_bytes(text)
        length = len(encoded)
        for index in self._likely(encoded):
            pattern = self._patterns[index]
            # Straight to the engine: the package's own search makes an object and a generator for every pattern
            # that is not there.
            first = pattern._regexp.Match(_ANYWHERE, encoded, 0, length)[0]
            if first[0] >= 0:
                for span in _matches(pattern, encoded, first):
                    yield index, span

    def _likely(self, encoded: bytes) -> Sequence[int]:
        """The patterns worth running: their fixed letters are there, or they have none and one of those matches."""
        found = set(self._filter.Match(encoded + _SENTINEL, potential=True) or ())
        if self._sentinel not in found:
            return range(self._count)
        found -= self._always
        if self._any_unfiltered is None or _occurs(self._any_unfiltered, encoded):
            found |= self._unfiltered
        return sorted(found)


def _any_of(patterns: Sequence[re2._Regexp]) -> re2._Regexp | None:
    """One pattern for what any of these would match; None where that would cost more than it saves."""
    if len(patterns) < 2 or sum(pattern.programsize for pattern in patterns) > _TOGETHER_SIZE:
        return None
    return re2.compile(b"|".join(b"(?:%b)" % pattern.pattern for pattern in patterns), _options(_TOGETHER_MEMORY))


def _reason(expanded: str) -> str:
    try:
        re2.compile(expanded.encode("ascii"), _options())
    except re2.error as wrong:
        return f"not a pattern RE2 can run: {_decoded(wrong)}"
    return "not a pattern RE2 can run"


def _decoded(wrong: Exception) -> str:
    reason = wrong.args[0] if wrong.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _options(memory: int = MEMORY) -> re2.Options:
    options = re2.Options()
    options.max_mem = memory
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    options.never_capture = True
    return options


def _occurs(pattern: re2._Regexp, encoded: bytes) -> bool:
    return bool(pattern._regexp.Match(_ANYWHERE, encoded, 0, len(encoded))[0][0] >= 0)


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
