"""What is written for those who read the client's source, and would be a third of what a phone has to fetch."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)


def without_comments(script: str) -> str:
    """The script without its whole-line comments. A comment after or within code stays: finding its end takes a parser.

    Nothing in the client has a string that goes over several lines, which is the one thing this would mistake; the
    browser's tests run what it returns."""
    return _LINE.sub("", _BLOCK.sub("", script))
