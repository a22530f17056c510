"""What a glance at a message rules out is never found by those who would look for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation import preset
from moderation.detect.contacts import find_contacts
from moderation.detect.glance import Glance, glance_at
from moderation.detect.links import find_links
from moderation.text.plain import plain_view
from moderation.text.restoring import restored_view

LINES = sorted((Path(__file__).parent / "lines").glob("*.jsonl"))
EARLIER = ("call me 040", "123", "nolla")
_PIECES = (
    "one two nolla seven triple and en user snap ig: tik tok ät piste dot com www. .fi me/ ( ) - ! ' @ # 0 12 oooh ș"
)
_LETTERS_AND_PICTURES = "\U0001f355 \u2764 \U0001f170 \U0001f1eb к і Е é ß ž \u0131 ſ \u212a"
_FOREIGN = f"{_LETTERS_AND_PICTURES} ① ３ ｋ ． ﬁ × • – … ½ \u0301 \ufe0f \u200b \ufffd"
_MARKS = [" ", " ", " ", "today", "a", "l", ".", ",", "\n", "’"]
TEXTS = st.lists(st.sampled_from([*_PIECES.split(), *_FOREIGN.split(), *_MARKS]), max_size=14)


def glance(text: str) -> Glance:
    return glance_at(text, plain_view(text))


def require_true_to_what_is_found(text: str, seen: Glance) -> None:
    if not seen.contacts:
        assert find_contacts(text, earlier=EARLIER) == []
    if not seen.links:
        assert find_links(text, ()) == []
    if not seen.disguises:
        for vocabulary in map(preset("gentle_room").shelf.vocabulary, ("en", "fi")):
            one, other = (restored_view(plain_view(text), vocabulary, may_hide) for may_hide in (True, False))
            assert (one and one.text) == (other and other.text)


@pytest.mark.parametrize("file", LINES, ids=lambda file: file.stem)
def test_what_is_ruled_out_at_a_glance_is_found_in_no_line(file: Path) -> None:
    texts = [json.loads(row)["text"] for row in file.read_text("utf-8").splitlines()]
    for text in texts:
        require_true_to_what_is_found(text, glance(text))


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_what_is_ruled_out_at_a_glance_is_not_there(pieces: list[str]) -> None:
    text = "".join(pieces)
    require_true_to_what_is_found(text, glance(text))
    require_true_to_what_is_found(text.upper(), glance(text.upper()))


NUMBERS = st.lists(
    st.sampled_from([*"one nolla two double and twenty kaksikymmentäyksi '".split(), " ", " ", "ж", "x"]), max_size=60
)


@settings(deadline=None, max_examples=300)
@given(NUMBERS)
def test_no_number_in_words_is_ruled_out(pieces: list[str]) -> None:
    for text in ("".join(pieces), " ".join(pieces)):
        require_true_to_what_is_found(text, glance(text))


def test_a_letter_that_is_read_in_two_ways_hides_a_link() -> None:
    text = "kuusi p\u0131ste fi"
    assert find_links(text, ()) != []
    assert glance(text).links


@pytest.mark.parametrize("text", ["i'm not the only one", "am un câine", "det var en bra dag", "mulla on yks asia"])
def test_one_word_of_a_number_is_none(text: str) -> None:
    assert not glance(text).contacts


def test_most_of_what_people_say_holds_nothing_of_it() -> None:
    benign = [file for file in LINES if file.stem.endswith("_benign")]
    texts = [json.loads(row)["text"] for file in benign for row in file.read_text("utf-8").splitlines()]
    for kind in range(3):
        assert sum(glance(text)[kind] for text in texts) < 0.4 * len(texts)


@pytest.mark.parametrize("text", ["what a day \U0001f355", "thinking of you \u2764"])
def test_a_picture_beside_the_words_hides_nothing(text: str) -> None:
    assert glance(text) == (False, False, False)


@pytest.mark.parametrize("text", ["kіll", "1 k1ll", "noooo", "f*ck", "a\u200bb", "ｋ"])
def test_what_may_be_a_disguise_is_looked_at(text: str) -> None:
    assert glance(text).disguises
