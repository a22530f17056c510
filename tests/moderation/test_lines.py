"""Our own lines are well formed, of every kind, and enough."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation.verdict import Category, Risk

LINES = Path(__file__).parent / "lines"
FILES = sorted(LINES.glob("*.jsonl"))
LANGUAGES = ("en", "fi", "ro", "sv")
ENOUGH_BENIGN = {"en": 250, "fi": 250, "ro": 250, "sv": 100}
FIELDS = {"id", "lang", "text", "kind", "risk", "expect", "note"}


def lines() -> Iterator[dict[str, str]]:
    for file in FILES:
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line)


def count(language: str, **wanted: str) -> int:
    return sum(
        line["lang"] == language and all(line.get(field) == value for field, value in wanted.items())
        for line in lines()
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_line_says_what_it_is(file: Path) -> None:
    for number, source in enumerate(file.read_text("utf-8").splitlines(), 1):
        assert wrong_with(json.loads(source)) == "", (file.name, number)


def wrong_with(line: dict[str, str]) -> str:
    """What is missing or out of place in a line; nothing when it is well formed."""
    is_benign, is_disclosure = line["kind"] in {"benign", "post"}, line["kind"] == Category.DISCLOSURE
    checks = {
        "fields": {"id", "lang", "text", "kind"} <= set(line) <= FIELDS,
        "language": line["lang"] in LANGUAGES,
        "text": bool(line["text"].strip()),
        "kind": line["kind"] in {"benign", "post", *Category},
        "risk": line.get("risk") in set(Risk) - {Risk.NONE} if is_disclosure else "risk" not in line,
        "expect": "expect" not in line if is_benign or is_disclosure else line.get("expect") in {"find", "leave"},
    }
    return " ".join(name for name, is_right in checks.items() if not is_right)


def test_no_line_and_no_id_occurs_twice() -> None:
    ids = Counter(line["id"] for line in lines())
    texts = Counter((line["lang"], line["text"]) for line in lines())
    assert [line_id for line_id, times in ids.items() if times > 1] == []
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_everyday_talk(language: str) -> None:
    assert count(language, kind="benign") >= ENOUGH_BENIGN[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_disclosures_of_every_risk(language: str) -> None:
    assert count(language, kind="disclosure") >= 60
    for risk in set(Risk) - {Risk.NONE}:
        assert count(language, kind="disclosure", risk=risk) >= 10, risk


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("category", [each for each in Category if each not in {"disclosure", "link"}])
def test_every_category_has_lines_to_find_and_lines_to_leave(language: str, category: Category) -> None:
    assert count(language, kind=category, expect="find") >= 1
    assert count(language, kind=category, expect="leave") >= 1
