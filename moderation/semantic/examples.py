"""The written lines as examples of what heads are to learn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation.verdict import Category, Risk

_ATTACKS = frozenset({"harassment", "hate", "threat", "encouragement_of_self_harm"})

BELONGS: Mapping[Category, frozenset[str]] = {
    Category.DISCLOSURE: frozenset({"disclosure", "method_detail"}),
    Category.ENCOURAGEMENT_OF_SELF_HARM: frozenset({"encouragement_of_self_harm"}),
    Category.HARASSMENT: _ATTACKS,
}
"""Which kinds of lines each head learns to know."""


KEPT_BACK = "_kept_back"


@dataclass(frozen=True, slots=True)
class Example:
    """A line. `kind` is empty where nothing is to be found: a benign line, or a contrast that is to be left alone."""

    text: str
    kind: str
    is_past: bool
    is_benign: bool

    def label(self, category: Category) -> bool | None:
        """Whether it belongs to a head; None where that is left open: what is long ago, told by whoever lived it."""
        if category is Category.DISCLOSURE and self.is_past:
            return None
        return self.kind in BELONGS[category]


def read_examples(folder: Path) -> list[Example]:
    """The lines of a folder of `*.jsonl`, in the order of its files, but for those that are kept back for measuring."""
    return list(_examples(file for file in folder.glob("*.jsonl") if not file.stem.endswith(KEPT_BACK)))


def read_kept_back(folder: Path) -> list[Example]:
    """The lines on which nothing is fitted."""
    return list(_examples(folder.glob(f"*{KEPT_BACK}.jsonl")))


def _examples(files: Iterable[Path]) -> Iterable[Example]:
    for file in sorted(files):
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                yield _example(json.loads(line))


def _example(row: Mapping[str, Any]) -> Example:
    is_benign = row["kind"] in {"benign", "post"}
    is_left = is_benign or row.get("expect") == "leave"
    return Example(row["text"], "" if is_left else row["kind"], row.get("risk") == Risk.PAST, is_benign)
