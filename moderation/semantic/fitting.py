"""Fitting heads: logistic regression on the numbers of our own lines. No chance is in it: the same lines, the same heads.

What is said of their worth comes from lines they had not met: lines that are alike (a line, its translation, its
disguised twin) are one group, and a group lies wholly in one of five parts, each judged by heads fitted on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from moderation.semantic.examples import BELONGS, Example
from moderation.semantic.heads import Head
from moderation.verdict import Category

_PARTS = 5
_ALIKE = 0.935  # of the closeness of two lines: from here on they are one group
_SPREAD = 20.0  # sentences lie close together; so far apart are they drawn before the weights are held back
_HELD_BACK = 30.0
_STEPS = 40

BUDGET = {Category.DISCLOSURE: 0.02, Category.ENCOURAGEMENT_OF_SELF_HARM: 0.01, Category.HARASSMENT: 0.02}
"""The part of our benign lines that each head may take for its own: this is what its threshold is set by."""


@dataclass(frozen=True, slots=True)
class Worth:
    """How a head fares on lines it was not fitted on: how many it should find, finds, and finds wrongly."""

    category: Category
    wanted: int
    found: int
    benign: int
    benign_found: int
    contrasts: int
    contrasts_found: int


def fit_heads(examples: Sequence[Example], numbers: Any) -> list[tuple[Head, Worth]]:
    """A head of each category, and its worth. `numbers` has a row for each example."""
    groups = grouped(numbers)
    return [_fit(examples, numbers, groups, category) for category in BELONGS]


def grouped(numbers: Any) -> Any:
    """The number of the group of each row: rows that are alike, and what is alike to those, are one group."""
    first = np.arange(len(numbers))
    alike = numbers @ numbers.T > _ALIKE
    while True:
        lowest = np.where(alike, first[None, :], len(first)).min(axis=1)
        lowest = np.minimum(lowest, first)[np.minimum(lowest, first)]
        if (lowest == first).all():
            return first
        first = lowest


def _fit(examples: Sequence[Example], numbers: Any, groups: Any, category: Category) -> tuple[Head, Worth]:
    labels = [example.label(category) for example in examples]
    known = np.array([label is not None for label in labels])
    wanted = np.array([label is True for label in labels])
    benign = np.array([example.is_benign for example in examples])
    parts = np.unique(groups, return_inverse=True)[1] % _PARTS
    unmet = np.empty(len(numbers))
    for part in range(_PARTS):
        weights, bias = _logistic(numbers[known & (parts != part)], wanted[known & (parts != part)])
        unmet[parts == part] = numbers[parts == part] @ weights + bias
    threshold = float(np.quantile(unmet[benign], 1 - BUDGET[category]))
    weights, bias = _logistic(numbers[known], wanted[known])
    head = Head(category, round(threshold, 3), round(bias, 3), tuple(round(float(one), 3) for one in weights))
    others = known & ~wanted & ~benign
    counts = (int(mask.sum()) for one in (wanted, benign, others) for mask in (one, one & (unmet > threshold)))
    return head, Worth(category, *counts)


def _logistic(numbers: Any, wanted: Any) -> tuple[Any, float]:
    """Weights and bias by Newton's method; both sides weigh the same, however many lines they have."""
    middle = numbers.mean(axis=0)
    rows = np.c_[(numbers - middle) * _SPREAD, np.ones(len(numbers))]
    share = np.where(wanted, 0.5 / wanted.mean(), 0.5 / (1 - wanted.mean()))
    back = np.diag([_HELD_BACK] * numbers.shape[1] + [1e-6])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (share * (likely - wanted)) + back @ weights
        bend = (rows * (share * likely * (1 - likely))[:, None]).T @ rows + back
        step = np.linalg.solve(bend, slope)
        weights -= step
        if abs(step).max() < 1e-6:
            break
    drawn = weights[:-1] * _SPREAD
    return drawn, float(weights[-1] - middle @ drawn)
