"""Texts made to be slow: what they are counted in is work, so that no clock decides."""

from __future__ import annotations

import sys

import pytest

from moderation import Draft, Policy, preset, screen
from moderation.measuring import adversarial

POLICY = preset("gentle_room")
_WISHES = (
    "i want to die ",
    "jag vill dö ",
    "vreau sa mor ",
    "haluan kuolla ",
    "you disgusting women ",
    "kill all muslims ",
)


def calls_for(text: str, policy: Policy) -> int:
    """How many calls the interpreter makes to screen this text."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    screen(Draft(text), policy)
    sys.setprofile(count)
    try:
        screen(Draft(text), policy)
    finally:
        sys.setprofile(None)
    return calls


# Unknown words are looked up once and then remembered: a second look costs nothing, whatever the length.
_SLOW = [text * 3 for name, text in adversarial() if name != "unknown words"]


@pytest.mark.parametrize("text", [wish * 1_000 for wish in _WISHES] + _SLOW)
def test_cost_grows_no_faster_than_the_text(text: str) -> None:
    assert calls_for(text[:8_000], POLICY) < 4.5 * calls_for(text[:2_000], POLICY) + 500


def test_a_rule_met_very_often_is_one_finding_to_the_end_of_the_text() -> None:
    text = "kill yourself " * 200
    verdict = screen(Draft(text, "en"), POLICY)
    found = next(each for each in verdict.findings if each.category == "encouragement_of_self_harm")
    assert found.spans[-1][1] == len(text)
    assert len(found.spans) <= 16


def test_a_method_told_forty_times_is_masked_to_the_end() -> None:
    text = "how many pills would it take to die? " * 40
    verdict = screen(Draft(text, "en"), POLICY)
    assert verdict.masks[-1][1] == len(text)
