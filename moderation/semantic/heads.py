"""Heads: for each category that is noticed by likeness a row of numbers, and the score from which it counts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation.verdict import Category

FILE = Path(__file__).parent / "heads.json"
LENGTH = 384
"""How many numbers stand for a sentence."""


class HeadsBroken(Exception):
    """The file of heads cannot be used; says why."""


@dataclass(frozen=True, slots=True)
class Head:
    """One category. A sentence belongs to it where its numbers, weighed, come to more than `threshold`."""

    category: Category
    threshold: float
    bias: float
    weights: tuple[float, ...]


def read_heads(text: str) -> tuple[Head, ...]:
    """The heads of a file. Raises HeadsBroken."""
    try:
        return tuple(_head(row) for row in json.loads(text)["heads"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise HeadsBroken(f"{FILE.name}: {wrong!r}") from wrong


def write_heads(heads: Iterable[Head]) -> str:
    """The file of heads: the same heads give the same text, to the last figure."""
    rows = [
        json.dumps({"category": one.category, "threshold": one.threshold, "bias": one.bias, "weights": one.weights})
        for one in heads
    ]
    return '{"heads": [\n' + ",\n".join(rows) + "\n]}\n"


def _head(row: Any) -> Head:
    weights = tuple(float(one) for one in row["weights"])
    if len(weights) != LENGTH:
        raise ValueError(f"{len(weights)} weights instead of {LENGTH}")
    return Head(Category(row["category"]), float(row["threshold"]), float(row["bias"]), weights)
