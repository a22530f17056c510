"""Abuse in English by what a line does, in four sets that were each measured before the rules knew them: found, or left."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from moderation import Draft, Verdict, preset, screen
from moderation.verdict import Category, Outcome, Side

SOURCE = Path(__file__).parent / "lines" / "en_met_later.jsonl"
ATTACKS = {Category.HARASSMENT, Category.HATE, Category.THREAT, Category.ENCOURAGEMENT_OF_SELF_HARM}
TALK = {"in a chat room", "heated, allowed"}


@cache
def verdicts() -> list[tuple[dict[str, str], Verdict]]:
    policy = preset("gentle_room")
    lines = [json.loads(line) for line in SOURCE.read_text("utf-8").splitlines()]
    return [(line, screen(Draft(line["text"], "en"), policy)) for line in lines if "-abuse" in line["id"]]


def found(expect: str, notes: set[str] | None = None) -> Iterator[bool]:
    """Whether an attack was found in each line of what is expected, of these notes or of any but talk in a room."""
    for line, verdict in verdicts():
        is_wanted = line.get("note") in notes if notes else line.get("note") not in TALK
        if line.get("expect") == expect and is_wanted:
            yield any(one.counts and one.category in ATTACKS for one in verdict.findings)


def share(found_or_not: Iterator[bool]) -> float:
    answers = list(found_or_not)
    return sum(answers) / len(answers)


def test_hate_against_groups_is_found_and_its_contrasts_are_left() -> None:
    assert share(found("find")) >= 0.6
    assert share(found("leave")) <= 0.05


@pytest.mark.parametrize("function", ["reclaimed", "counter", "negated"])
def test_words_taken_back_answered_and_denied_are_left(function: str) -> None:
    assert share(found("leave", {function})) <= 0.1


def test_harassment_is_found_and_heated_talk_is_left() -> None:
    assert share(found("find", {"in a chat room"})) >= 0.5
    assert share(found("leave", {"heated, allowed"})) <= 0.02


def test_what_only_sounds_like_a_disclosure_stops_nothing_and_alarms_nobody() -> None:
    sounding = [verdict for line, verdict in verdicts() if line["kind"] == "benign"]
    assert len(sounding) >= 170
    assert sum(verdict.outcome > Outcome.ALLOW or Side.ALERT in verdict.sides for verdict in sounding) <= 1
