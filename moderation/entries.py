"""Drafts as JSON lines, `{"id", "text", "lang"?}`: what the command line reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from moderation.draft import Draft


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the caller's own `id`, whatever it is, and the draft."""

    id: Any
    draft: Draft


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line, counted from 1, that holds no draft, and why. It never repeats the line, which may hold anybody's words."""

    line: int
    id: Any
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "error": "unreadable_line", "line": self.line, "reason": self.reason}


def read_entries(stream: Iterable[bytes]) -> Iterator[Entry | Unreadable]:
    """What each line holds, in order; empty lines are passed over."""
    return (_read(number, line) for number, line in enumerate(stream, 1) if line.strip())


def _read(number: int, line: bytes) -> Entry | Unreadable:
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return Unreadable(number, None, "not JSON")
    if not isinstance(held, dict):
        return Unreadable(number, None, "not an object")
    text, language = held.get("text"), held.get("lang")
    if not isinstance(text, str):
        return Unreadable(number, held.get("id"), '"text" is missing or no text')
    if not isinstance(language, str | None):
        return Unreadable(number, held.get("id"), '"lang" is no text')
    return Entry(held.get("id"), Draft(text, language))
