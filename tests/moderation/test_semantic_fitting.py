"""Heads are fitted without chance, and judged on lines they have not met."""

from typing import Any

import pytest

from moderation.semantic.examples import Example
from moderation.verdict import Category

np = pytest.importorskip("numpy", reason="NOT TESTED: the extra `semantic` is not installed")

from moderation.semantic.fitting import BUDGET, fit_heads, grouped  # noqa: E402  # only with the extra

_WIDE = 24


def made_up(count: int = 400) -> tuple[list[Example], Any]:
    """Every fourth is an attack and leans to one side; the others are benign. Rows of length one, none like another."""
    angles = np.arange(count * _WIDE).reshape(count, _WIDE)
    rows = np.sin(angles * angles * 0.7)
    rows[::4, :4] += 3
    examples = [Example("", "" if i % 4 else "harassment", is_past=False, is_benign=bool(i % 4)) for i in range(count)]
    examples[0] = Example("", "encouragement_of_self_harm", is_past=False, is_benign=False)
    examples[4] = Example("", "disclosure", is_past=False, is_benign=False)
    examples[8:20:4] = [examples[4], examples[0], examples[4]]
    return examples, rows / np.linalg.norm(rows, axis=1)[:, None]


def test_same_lines_give_the_same_heads_and_their_worth_is_that_on_lines_not_met() -> None:
    examples, rows = made_up()
    fitted = fit_heads(examples, rows)
    assert fitted == fit_heads(examples, rows)
    worth = {one.category: one for _, one in fitted}[Category.HARASSMENT]
    assert worth.found / worth.wanted > 0.8
    assert worth.benign_found <= worth.benign * BUDGET[Category.HARASSMENT] + 1


def test_lines_that_are_alike_and_those_like_them_are_one_group() -> None:
    def at(degrees: float) -> list[float]:
        return [np.cos(np.radians(degrees)), np.sin(np.radians(degrees))]

    rows = np.array([at(0), at(90), at(15), at(30), at(91)])
    assert grouped(rows).tolist() == [0, 1, 0, 0, 1]
