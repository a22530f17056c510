"""Patterns that are compiled when they are first looked for, and one pass that tells whether they occur at all."""

from __future__ import annotations

import re2

_ANYWHERE = re2._Anchor.UNANCHORED


class Sought:
    """A pattern of RE2. Most messages need none of them, and compiling all would be a good part of a start."""

    __slots__ = ("_pattern", "_written")

    def __init__(self, written: str) -> None:
        self._written = written
        self._pattern: re2._Regexp | None = None

    @property
    def pattern(self) -> re2._Regexp:
        """The compiled pattern."""
        if self._pattern is None:
            self._pattern = re2.compile(self._written)
        return self._pattern

    def occurs(self, text: str) -> bool:
        """True when it is found anywhere in the text.

        The package's own search makes an object, a generator and a table of offsets: five times the time of the look.
        """
        encoded = text.encode("utf-8", "replace")
        return bool(self.pattern._regexp.Match(_ANYWHERE, encoded, 0, len(encoded))[0][0] >= 0)
