"""What a pattern is said to need stands in everything that it finds."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.detect.needed import needed
from moderation.detect.patterns import PatternError, PatternFilter, as_signs, expand, words_of
from moderation.rules.loading import shipped_rules
from moderation.text.plain import plain_view

LINES = Path(__file__).parent / "lines"
PIECES = [
    "a",
    "b",
    "ab",
    "cab",
    " ",
    "(?:",
    ")",
    "|",
    "?",
    "*",
    "+",
    "{2}",
    "{0,1}",
    "[ab]",
    "[^a]",
    ".",
    "c",
    r"\d",
    r"\.",
]


def holds_what_is_needed(pattern: str, text: str) -> bool:
    words = [f" {word} " for word in words_of(as_signs(text))]
    return all(any(piece in word for word in words for piece in clause) for clause in needed(expand(pattern)))


def test_whatever_a_pattern_finds_holds_what_it_needs() -> None:
    chance = random.Random(11)
    found = 0
    for _ in range(3_000):
        pattern = "".join(chance.choices(PIECES, k=chance.randint(1, 9)))
        alone = PatternFilter()
        try:
            alone.add(pattern, needs=None)
        except PatternError:
            continue
        alone.needs[:] = [[]]  # needs nothing: run on every text
        alone.close()
        for _ in range(12):
            text = "".join(chance.choices("abc .", k=8))
            if list(alone.hits(text)):
                found += 1
                assert holds_what_is_needed(pattern, text), (pattern, text)
    assert found > 1_000


@settings(deadline=None, max_examples=300)
@given(text=st.text("hätö å'’\u0301\x0e\x0f\x11½к.\n", max_size=12))
def test_words_that_are_known_already_tell_the_same(text: str) -> None:
    patterns = PatternFilter()
    for each in ("{b}hä{b}", "hät", "{b}t ö", "к", "ä+t"):
        patterns.add(each)
    patterns.close()
    view = plain_view(text)
    known = list(patterns.hits(view.text, None, view.others, view.kinds))
    if not view.text.isascii():
        assert known == list(patterns.hits(view.text))


def test_every_shipped_pattern_is_looked_for_by_its_letters() -> None:
    rules = [rule for rule in shipped_rules() if rule.patterns]
    assert all(needed(expand(pattern, rule.lists)) for rule in rules for pattern in rule.patterns)


@pytest.mark.parametrize("file", sorted(LINES.glob("*_categories.jsonl")), ids=lambda file: file.stem)
def test_shipped_patterns_find_the_same_with_and_without_their_letters(file: Path) -> None:
    quick, thorough = PatternFilter(), PatternFilter()
    for rule in shipped_rules():
        for pattern in rule.patterns:
            needs = needed(expand(pattern, rule.lists))
            quick.add(pattern, rule.lists, needs)
            thorough.add(pattern, rule.lists, [])
    quick.close()
    thorough.close()
    for row in file.read_text("utf-8").splitlines():
        text = plain_view(json.loads(row)["text"]).text
        assert list(quick.hits(text)) == list(thorough.hits(text))


@pytest.mark.parametrize("pattern", ["(?i)kill", r"\x0", "a(b", "a)b", "[[:alpha:]]x", "[a", "a**", r"\pX"])
def test_what_cannot_be_read_needs_nothing(pattern: str) -> None:
    assert needed(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("kill", [["kill"]]),
        ("kill(?:ed|ing)?", [["kill"]]),
        ("kill{b}", [["kill "]]),
        ("{b}st{b}", [[" st "]]),
        ("i'?ll kill", [[" kill"], ["i ", "ill "]]),
        ("(?:hate|loathe) +(?:you|them)", [["hate ", "loathe "], [" them", " you"]]),
        ("(?:loathe|hate) {gap2}you", [["hate ", "loathe "], [" you"]]),
        ("(?:a|b*)c+", [["c"]]),
        ("a{2}b?", [["a"]]),
        (r"\x0eiti", [["\x0eiti"]]),
        ("[0-9]+", [list("0123456789")]),
        (r"\d kg", [list("0123456789"), [" kg"]]),
        ("[0-8]+", []),
        ("x?", []),
    ],
)
def test_what_is_needed(pattern: str, needs: list[list[str]]) -> None:
    assert needed(expand(pattern)) == needs


def test_letters_beyond_ascii_are_needed_as_patterns_see_them() -> None:
    assert needed(expand("äiti")) == [[as_signs("äiti")]]
