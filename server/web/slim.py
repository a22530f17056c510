"""What is written for those who read the client's source, and would be a third of what a phone has to fetch."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_TYPE = re.compile(r"/\*\* @type \{[^\n]*?\} \*/ ?")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def without_comments(script: str) -> str:
    """The script without its whole-line comments, its notes about types and its indentation.

    Other comments beside code stay: finding their end takes a parser. Nothing in the client has a string that goes over
    several lines, which is the one thing this would mistake; the browser's tests run what it returns."""
    for what in (_BLOCK, _LINE, _TYPE, _INDENT):
        script = what.sub("", script)
    return script
