"""Lines that no rule and no head was written for: what is promised of every line holds, and how many are found is told."""

import json
from functools import cache
from pathlib import Path

import pytest

from moderation import Draft, Verdict, preset, screen
from moderation.verdict import Category, Outcome, Risk, Side

FILES = sorted((Path(__file__).parent / "lines").glob("*_kept_back.jsonl"))
ATTACKS = {Category.ENCOURAGEMENT_OF_SELF_HARM, Category.HARASSMENT, Category.THREAT, Category.HATE}


@cache
def verdicts() -> list[tuple[dict[str, str], Verdict]]:
    policy = preset("gentle_room")
    lines = [json.loads(line) for file in FILES for line in file.read_text("utf-8").splitlines()]
    return [(line, screen(Draft(line["text"], line["lang"]), policy)) for line in lines]


def of_kind(*kinds: str) -> list[tuple[dict[str, str], Verdict]]:
    return [(line, verdict) for line, verdict in verdicts() if line["kind"] in kinds]


def test_everyday_talk_is_left_in_peace() -> None:
    talk = of_kind("benign")
    assert len(talk) == 100
    stopped = {line["id"]: verdict.outcome for line, verdict in talk if verdict.outcome is not Outcome.ALLOW}
    assert stopped == {}
    assert [line["id"] for line, verdict in talk if Side.ALERT in verdict.sides] == []


def test_no_disclosure_is_silenced() -> None:
    assert [line["id"] for line, verdict in of_kind("disclosure") if verdict.outcome >= Outcome.HOLD] == []


@pytest.mark.parametrize(("kinds", "at_least"), [(("disclosure",), 15), (tuple(ATTACKS), 5)])
def test_what_is_found_of_what_was_never_met_gets_no_less(kinds: tuple[str, ...], at_least: int) -> None:
    lines = of_kind(*kinds)
    found = [
        line["id"]
        for line, verdict in lines
        if (verdict.risk is not Risk.NONE and line["kind"] == Category.DISCLOSURE)
        or any(one.counts and one.category in ATTACKS for one in verdict.findings)
    ]
    print(f"FIGURE kept back: {len(found)} of {len(lines)} {kinds[0]}")
    assert len(found) >= at_least
