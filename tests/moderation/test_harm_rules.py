"""What our rules find and leave on our own lines, as they are and disguised."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.moderation.disguise import dotted, leet, look_alike, spaced, stretched, zero_width
from moderation import Draft, preset, screen
from moderation.rules.linting import benign_hits
from moderation.verdict import Outcome

LINES = Path(__file__).parent / "lines"
LANGUAGES = ("en", "fi", "ro", "sv")


def lines(name: str) -> Iterator[dict[str, str]]:
    yield from map(json.loads, (LINES / f"{name}.jsonl").read_text("utf-8").splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_grave_rule_finds_a_benign_line(language: str) -> None:
    drafts = [Draft(line["text"], line.get("lang")) for line in lines(f"{language}_benign")]
    assert benign_hits(preset("gentle_room").shelf, drafts) == []


@pytest.mark.parametrize("policy", ["gentle_room", "crisis_aware", "open_cafe", "eating_disorder", "young_people"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_benign_lines_are_never_held(policy: str, language: str) -> None:
    held = [
        line["text"]
        for line in lines(f"{language}_benign")
        if screen(Draft(line["text"], language), preset(policy)).outcome >= Outcome.HOLD
    ]
    assert held == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_disclosures_alone_are_never_held(language: str) -> None:
    held = [
        line["text"]
        for line in lines(f"{language}_disclosures")
        if screen(Draft(line["text"], language), preset("gentle_room")).outcome >= Outcome.HOLD
    ]
    assert held == []


THREATS = ("I will kill you", "you are a worthless piece of shit", "go kill yourself", "you fucking idiot")


@pytest.mark.parametrize("disguise", [look_alike, zero_width, leet, spaced, dotted, stretched])
@pytest.mark.parametrize("text", THREATS)
def test_disguised_attack_is_still_found(text: str, disguise: object) -> None:
    hidden = " ".join(disguise(word) for word in text.split())  # type: ignore[operator]
    assert hidden != text
    assert screen(Draft(hidden, "en"), preset("gentle_room")).outcome >= Outcome.VEIL


PAIRS = {
    "at you": ("you are pathetic", True),
    "about me": ("i am pathetic", False),
    "denied": ("you are not pathetic", False),
    "quoted": ('he said "you are pathetic"', False),
    "reported": ("she told me you are pathetic every day", False),
    "a group": ("immigrants are vermin", True),
    "a group, countered": ("saying that immigrants are vermin is wrong", False),
    "a group, denied": ("immigrants are not vermin", False),
    "reclaimed": ("i'm a proud faggot", False),
    "an illness": ("fuck you depression", False),
}


@pytest.mark.parametrize(("text", "is_found"), PAIRS.values(), ids=PAIRS.keys())
def test_who_is_meant_decides(text: str, is_found: bool) -> None:
    verdict = screen(Draft(text, "en"), preset("gentle_room"))
    assert (verdict.outcome > Outcome.ALLOW) == is_found


def test_finnish_hospital_is_no_english_insult() -> None:
    assert screen(Draft("olin eilen KYS:ssä leikkauksessa", "fi"), preset("gentle_room")).outcome is Outcome.ALLOW


def test_spans_of_a_disguised_find_cover_what_was_typed() -> None:
    text = "hey 😀 I  w1ll k1ll y0u ok"
    finding = screen(Draft(text, "en"), preset("gentle_room")).findings[0]
    assert [text[start:end] for start, end in finding.spans] == ["I  w1ll k1ll y0u"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("haista paska", "fi"),
        ("tapa itsesi", "fi"),
        ("meet tappaan ittes", "fi"),
        ("dumma hora", "sv"),
        ("kill yourself", "en"),
    ],
)
def test_joining_two_words_hides_nothing_also_where_compounds_are_everyday(text: str, language: str) -> None:
    joined = "".join(text.rsplit(" ", 1))
    assert screen(Draft(joined, language), preset("gentle_room")).outcome is not Outcome.ALLOW


@pytest.mark.parametrize(
    "text",
    [
        "ruokatapani ovat vaihdelleet", "tapaturma töissä, olen kotona", "kuolinpesän asiat painavat",
        "itsetuntoni on nollassa", "dödsboet tar all kraft", "jag är livrädd för tandläkaren",
    ],
)  # fmt: skip
def test_everyday_compounds_stay_whole(text: str) -> None:
    assert screen(Draft(text), preset("gentle_room")).outcome is Outcome.ALLOW
