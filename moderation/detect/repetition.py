"""The same thing again and again: over several messages, or within one."""

from __future__ import annotations

from collections.abc import Sequence

from moderation.draft import Said
from moderation.text.plain import plain_view
from moderation.text.view import View
from moderation.verdict import Category, Finding

_LOOKED_BACK, _SHORTEST, _LIKENESS, _TOLERATED = 10, 4, 0.8, 2
_MANY_WORDS, _FEW_KINDS = 20, 0.15
_MANY_SIGNS, _FEW_SIGNS, _TELLING = 40, 4, 12


def find_repetition(view: View, text: str, earlier: Sequence[str]) -> list[Finding]:
    """A finding when the author has said this at least twice lately, or one message repeats itself."""
    whole = ((0, len(text)),)
    found = []
    words = view.words
    if earlier and len(words) >= _SHORTEST:
        alike = _alike(view.kinds, earlier[-_LOOKED_BACK:])
        if alike >= _TOLERATED:
            found.append(Finding("repetition.messages", Category.SPAM, min(alike, 3), whole))
    if _says_one_thing(view) or (len(text) >= _MANY_SIGNS and _has_few_signs(text)):
        found.append(Finding("repetition.words", Category.FLOOD, 2, whole))
    return found


def _says_one_thing(view: View) -> bool:
    return len(view.words) >= _MANY_WORDS and len(view.kinds) <= len(view.words) * _FEW_KINDS


def _has_few_signs(text: str) -> bool:
    if len(set(text[:_TELLING])) > _FEW_SIGNS:
        return False
    for _ in range(_FEW_SIGNS):
        # Taken away wherever it stands: a set of the characters would look at each of them.
        text = text.replace(text[0], "") if text else ""
    return not text


def _alike(kinds: frozenset[str], earlier: Sequence[str]) -> int:
    """How many of these texts have nearly the same words; none where it is too few to matter."""
    alike, to_come = 0, len(earlier)
    least, most = _LIKENESS * len(kinds), len(kinds) / _LIKENESS
    for each in earlier:
        if alike + to_come < _TOLERATED:
            return 0
        to_come -= 1
        before = each.kinds if isinstance(each, Said) else plain_view(each).kinds
        if least <= len(before) <= most:
            shared = len(kinds & before)
            alike += shared >= _LIKENESS * (len(kinds) + len(before) - shared)
    return alike
