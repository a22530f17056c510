"""RE2 patterns behind one prefilter, with word boundaries that know letters beyond ASCII."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import re2

PATTERN_LENGTH, PROGRAM_SIZE, MEMORY = 1_000, 4_000, 1 << 20
_FOLDED = str.maketrans("ăâîșşțţ", "aaisstt")
_BOUNDARY = r"(?:^|$|[^\pL\pN])"
# Between two words of a pattern: a space or what people type for one, but no end of a sentence.
_SPACE = r"(?:[^\pL\pN.!?;]{1,4})"
_GAP = rf"(?:{_SPACE}[\pL\pN']+){{0,%d}}{_SPACE}"
# Stands at the end of every text searched: a prefilter that does not report it has failed silently.
_SENTINEL = "\x02sentinel\x02"


class PatternError(ValueError):
    """The pattern cannot be used, and why."""


def expand(pattern: str) -> str:
    """The pattern as RE2 gets it: macros written out, Romanian diacritics folded as in the plain view."""
    expanded = "".join(_spaced(pattern.translate(_FOLDED))).replace("{b}", _BOUNDARY).replace("{w}", r"\pL")
    for words in range(1, 10):
        expanded = expanded.replace(f"{{gap{words}}}", _GAP % words)
    return expanded


def _spaced(pattern: str) -> Iterator[str]:
    is_in_class = is_escaped = False
    for each in pattern:
        yield _SPACE if each == " " and not is_in_class and not is_escaped else each
        if not is_escaped and each in "[]":
            is_in_class = each == "["
        is_escaped = each == "\\" and not is_escaped


def compile_pattern(pattern: str) -> re2._Regexp:
    """A checked pattern. Raises PatternError when it is too long, too costly, empty or not RE2."""
    if len(pattern) > 60_000:
        raise PatternError("longer than 60,000 characters with its lists")
    options = _options()
    try:
        compiled = re2.compile(expand(pattern), options)
    except re2.error as wrong:
        raise PatternError(f"not a pattern RE2 can run: {_decoded(wrong)}") from wrong
    if compiled.programsize > PROGRAM_SIZE:
        raise PatternError(f"takes {compiled.programsize} instructions, more than {PROGRAM_SIZE}")
    if compiled.search("") or compiled.search("\n"):
        raise PatternError("matches the empty text")
    return compiled


def _decoded(wrong: Exception) -> str:
    reason = wrong.args[0] if wrong.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = MEMORY * 8
    options.log_errors = False
    options.never_capture = True
    return options


class Patterns:
    """All patterns of a rule book. Only those whose fixed letters occur in a text are run on it."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._patterns = [compile_pattern(pattern) for pattern in patterns]
        self._filter = re2.Filter()
        for pattern in patterns:
            self._filter.Add(expand(pattern), _options())
        self._sentinel = self._filter.Add(_SENTINEL, _options())
        self._filter.Compile()

    def hits(self, text: str) -> Iterator[tuple[int, tuple[int, int]]]:
        """Each hit as (pattern number, span in the text), without the boundary characters around it."""
        encoded = text.encode("utf-8", "replace")
        for index in self._possible(encoded):
            for start, end in _matches(self._patterns[index], encoded):
                yield index, (_characters(encoded, start), _characters(encoded, end))

    def _possible(self, encoded: bytes) -> Sequence[int]:
        found = self._filter.Match(encoded + _SENTINEL.encode(), True) or []
        if self._sentinel not in found:
            return range(len(self._patterns))
        return [index for index in found if index != self._sentinel]


def _characters(encoded: bytes, offset: int) -> int:
    return len(encoded[:offset].decode("utf-8", "replace"))


def _matches(pattern: re2._Regexp, encoded: bytes, most: int = 32) -> Iterator[tuple[int, int]]:
    position = 0
    for _ in range(most):
        match = pattern.search(encoded, position)
        if match is None:
            return
        start, end = match.span()
        inner_start, inner_end = _without_edges(encoded, start, end)
        if inner_start < inner_end:
            yield inner_start, inner_end
        # The boundary character may open the next match too.
        position = max(inner_end, start + 1)


def _without_edges(encoded: bytes, start: int, end: int) -> tuple[int, int]:
    matched = encoded[start:end].decode("utf-8", "replace")
    left = len(matched) - len(matched.lstrip(_EDGES))
    stripped = matched.strip(_EDGES)
    if not stripped:
        return start, end
    inner_start = start + len(matched[:left].encode("utf-8", "replace"))
    return inner_start, inner_start + len(stripped.encode("utf-8", "replace"))


_EDGES = " \t\r\n.,;:!?\"'()[]{}<>|/\\-–—…*_~#+=&^%"
