"""Disclosures are heard, delivered and brought to people; everyday talk is left in peace (S9, I1, I2)."""

import json
from functools import cache
from pathlib import Path

import pytest

from moderation import Draft, Policy, Verdict, preset, screen
from moderation.verdict import Category, Outcome, Risk, Side

LINES = Path(__file__).parent / "lines"
LANGUAGES = ("en", "fi", "ro", "sv")
PRESETS = ("gentle_room", "crisis_aware", "open_cafe", "eating_disorder", "young_people")
HEARD = [
    ("en", "I don't want to be here anymore"),
    ("en", "I don’t want to be here anymore"),
    ("fi", "en jaksa enää elää"),
    ("ro", "mă gândesc la sinucidere"),
    ("ro", "ma gandesc la sinucidere"),
    ("sv", "jag orkar inte leva längre"),
]
LEFT = [
    ("en", "skilled"),
    ("en", "killed it at the interview"),
    ("fi", "tappavan tylsää"),
    ("en", "deadline"),
    ("ro", "mor de râs"),
    ("sv", "dötråkig föreläsning"),
]


@cache
def policy(name: str = "gentle_room") -> Policy:
    return preset(name)


@cache
def verdicts(language: str) -> list[tuple[dict[str, str], Verdict]]:
    """Each of our own lines of a language with the verdict of the gentle room on it."""
    sources = [
        line for file in sorted(LINES.glob(f"{language}_*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    return [(line, screen(Draft(line["text"], language), policy())) for line in map(json.loads, sources)]


def disclosures(language: str) -> list[tuple[dict[str, str], Verdict]]:
    return [(line, verdict) for line, verdict in verdicts(language) if line["kind"] == Category.DISCLOSURE]


def met(language: str) -> list[tuple[dict[str, str], Verdict]]:
    """Those that the rules were written for; the fourth set is kept back, see `test_kept_back.py`, others are not heard."""
    heard = [each for each in disclosures(language) if each[0].get("note") != "not heard"]
    return [(line, verdict) for line, verdict in heard if "-set4-" not in line["id"]]


@pytest.mark.parametrize(("language", "text"), HEARD)
def test_risk_words_bring_support_and_a_human_and_are_delivered(language: str, text: str) -> None:
    verdict = screen(Draft(text, language), policy())
    assert verdict.outcome == Outcome.ALLOW
    assert verdict.sides >= {Side.SUPPORT, Side.ALERT}


@pytest.mark.parametrize(("language", "text"), LEFT)
def test_words_that_only_sound_dangerous_raise_nothing(language: str, text: str) -> None:
    verdict = screen(Draft(text, language), policy())
    assert (verdict.outcome, verdict.risk, verdict.sides) == (Outcome.ALLOW, Risk.NONE, frozenset())


@pytest.mark.parametrize("text", [text for _, text in HEARD])
def test_disclosures_are_heard_without_knowing_the_language(text: str) -> None:
    assert screen(Draft(text), policy()).risk >= Risk.SELF_HARM


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_disclosure_is_held_or_refused_in_any_preset(language: str, name: str) -> None:
    for line, _ in disclosures(language):
        assert screen(Draft(line["text"], language), policy(name)).outcome < Outcome.HOLD, line["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_disclosures_are_found(language: str) -> None:
    found = [verdict.risk > Risk.NONE for _, verdict in met(language)]
    assert sum(found) / len(found) >= 0.97


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_in_danger_now_is_brought_to_a_human(language: str) -> None:
    grave = [verdict for line, verdict in met(language) if Risk(line["risk"]) >= Risk.SELF_HARM]
    assert sum(Side.ALERT in verdict.sides for verdict in grave) / len(grave) >= 0.97


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_long_past_alarms_nobody(language: str) -> None:
    past = [verdict for line, verdict in disclosures(language) if Risk(line["risk"]) == Risk.PAST]
    assert sum(Side.ALERT in verdict.sides for verdict in past) / len(past) <= 0.1


@pytest.mark.parametrize("language", LANGUAGES)
def test_everyday_talk_of_a_support_room_is_left_in_peace(language: str) -> None:
    everyday = [(line, verdict) for line, verdict in verdicts(language) if line["kind"] == "benign"]
    disturbed = [line["id"] for line, verdict in everyday if verdict.outcome > Outcome.ALLOW or verdict.sides]
    stopped = [line["id"] for line, verdict in everyday if verdict.outcome >= Outcome.HOLD]
    alarmed = [line["id"] for line, verdict in everyday if Side.ALERT in verdict.sides]
    assert (stopped, alarmed) == ([], [])
    assert len(disturbed) <= len(everyday) * 0.01, disturbed


@pytest.mark.parametrize("language", LANGUAGES)
def test_contrasting_lines_are_not_stopped_and_alarm_nobody(language: str) -> None:
    contrast = [(line, verdict) for line, verdict in verdicts(language) if line.get("expect") == "leave"]
    assert [line["id"] for line, verdict in contrast if verdict.outcome >= Outcome.HOLD] == []
    assert [line["id"] for line, verdict in contrast if Side.ALERT in verdict.sides] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_method_is_masked_and_the_rest_delivered(language: str) -> None:
    for line, verdict in verdicts(language):
        if line["kind"] == Category.METHOD_DETAIL and line["expect"] == "find":
            assert verdict.outcome == Outcome.MASK, line["id"]
            assert verdict.masks, line["id"]


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("category", [each for each in Category if each not in {"disclosure", "link"}])
def test_every_category_finds_its_own_lines(language: str, category: Category) -> None:
    wanted = [(line, v) for line, v in verdicts(language) if line["kind"] == category and line.get("expect") == "find"]
    missed = [line["id"] for line, v in wanted if category not in {f.category for f in v.findings if f.counts}]
    assert len(missed) <= len(wanted) * 0.1, missed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ro", "mai bine as muri odata"),
        ("en", "i wish i could just die already"),
        ("en", "my head keeps screaming kill yourself, kill yourself"),
        ("fi", "mun pää huutaa koko ajan tapa ittes"),
        ("sv", "rösterna säger ta livet av dig hela dagen"),
        ("ro", "vocea din cap zice omoară-te"),
    ],
)
def test_an_inner_voice_is_not_taken_for_an_attack(language: str, text: str) -> None:
    assert screen(Draft(text, language), policy()).outcome < Outcome.HOLD


def test_an_attack_is_held_even_beside_a_disclosure() -> None:
    verdict = screen(Draft("i want to die. and you, kill yourself, you worthless piece of shit", "en"), policy())
    assert verdict.outcome == Outcome.HOLD
    assert Side.ESCALATE in verdict.sides
