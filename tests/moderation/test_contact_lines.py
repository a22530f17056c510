"""Our lines with contact data, with numbers that are none, and with one word disguised: how much of them is read rightly."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from moderation import Draft, preset, screen
from moderation.deciding import AGAINST_OTHERS
from moderation.verdict import Category, Outcome

LINES = Path(__file__).parent / "lines" / "contacts"
PRIVATE = {Category.CONTACT_DETAILS, Category.IDENTITY_NUMBER}
HARM = AGAINST_OTHERS | {Category.DISCLOSURE}
LEAST = {"phone": 0.92, "address": 0.70, "handle": 0.90, "mail": 1.0, "iban": 1.0, "id": 1.0, "card": 1.0}


@cache
def lines(*languages: str) -> list[dict[str, Any]]:
    files = [LINES / f"{language}.jsonl" for language in languages]
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


@cache
def disguised() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LINES / "disguised.jsonl").read_text("utf-8").splitlines()]


def categories(text: str, language: str, earlier: tuple[str, ...] = ()) -> set[Category]:
    verdict = screen(Draft(text, language, earlier), preset("gentle_room"))
    assert verdict.degraded == ()
    return {finding.category for finding in verdict.findings if finding.counts}


def is_private(line: dict[str, Any]) -> bool:
    return not PRIVATE.isdisjoint(categories(line["text"], line["lang"], tuple(line.get("earlier", ()))))


@pytest.mark.parametrize("what", LEAST)
def test_what_reaches_somebody_is_found_as_often_as_promised(what: str) -> None:
    wanted = [line for line in lines("en", "fi", "ro", "sv") if line.get("what") == what]
    missed = [line["id"] for line in wanted if not is_private(line)]
    assert len(wanted) >= 10
    assert 1 - len(missed) / len(wanted) >= LEAST[what], missed
    assert missed == [line["id"] for line in wanted if line.get("note") == "missed"]


@pytest.mark.parametrize("language", ["en", "fi", "ro", "sv"])
def test_numbers_and_places_of_everyday_talk_are_left_alone(language: str) -> None:
    talk = [line for line in lines(language) if line["kind"] == "benign"]
    taken = [line["id"] for line in talk if is_private(line)]
    assert len(talk) >= 250
    assert taken == [line["id"] for line in talk if line.get("note") == "taken for contact details"]


def between(sign: str) -> Callable[[str], str]:
    return sign.join


def shifted(first: int) -> Callable[[str], str]:
    return lambda word: "".join(
        chr(first + ord(letter) - ord("a")) if "a" <= letter <= "z" else letter for letter in word
    )


def letters(ours: str, theirs: str) -> Callable[[str], str]:
    return lambda word: word.translate(str.maketrans(ours, theirs))


def starred(sign: str) -> Callable[[str], str]:
    def change(word: str) -> str:
        place = next((place for place, letter in enumerate(word) if place and letter in "aeiouyäöå"), 0)
        return word[:place] + sign + word[place + 1 :] if place and len(word) > 3 else word

    return change


DISGUISES = {
    "Cyrillic": (letters("aceopxyisjhkmtbnwd", "асеорхуіѕјһкмтЬпԝԁ"), 0.95),
    "Greek": (letters("aoeiuvptnkx", "αοειυνρτηκχ"), 0.95),
    "wide": (shifted(0xFF41), 0.95),
    "bold": (shifted(0x1D5EE), 0.95),
    "circled": (shifted(0x24D0), 0.95),
    "invisible": (between("\u200b"), 0.95),
    "soft hyphens": (between("\u00ad"), 0.95),
    "struck through": (between("\u0336"), 0.95),
    "figures": (letters("aeiost", "431057"), 0.95),
    "signs": (letters("aeios", "@3!0$"), 0.95),
    "spaces": (between(" "), 0.95),
    "two spaces": (between("  "), 0.95),
    "strokes": (between("-"), 0.95),
    "underscores": (between("_"), 0.95),
    "stars between": (between("*"), 0.95),
    "hearts between": (between("🖤"), 0.95),
    "stops and spaces": (between(". "), 0.95),
    "every letter twice": (lambda word: "".join(letter * 2 for letter in word), 0.95),
    "last letter held": (lambda word: word + word[-1] * 5, 0.95),
    "a star": (starred("*"), 0.70),
    "a hash": (starred("#"), 0.70),
    "a gap": (starred("_"), 0.70),
}


@pytest.mark.parametrize("way", DISGUISES)
def test_a_disguised_word_is_caught_as_often_as_promised(way: str) -> None:
    disguise, least = DISGUISES[way]
    changed = [(line, disguise(line["word"])) for line in disguised()]
    changed = [(line, word) for line, word in changed if word != line["word"]]
    missed = [
        line["id"]
        for line, word in changed
        if HARM.isdisjoint(categories(line["text"].replace(line["word"], word, 1), line["lang"]))
    ]
    assert len(changed) >= 90
    assert 1 - len(missed) / len(changed) >= least, missed


def test_a_word_in_its_own_letters_is_caught_in_every_one_of_these_lines() -> None:
    assert [line["id"] for line in disguised() if HARM.isdisjoint(categories(line["text"], line["lang"]))] == []


def test_everyday_talk_in_odd_spelling_is_not_held() -> None:
    talk = [line for line in lines("en", "fi", "ro", "sv") if line["kind"] == "benign"]
    policy = preset("gentle_room")
    held = [line["id"] for line in talk if screen(Draft(line["text"], line["lang"]), policy).outcome >= Outcome.HOLD]
    assert held == [line["id"] for line in talk if line.get("note") == "held wrongly"]
