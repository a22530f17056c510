"""What is found only as far as somebody asks is what a look at the whole text finds."""

from __future__ import annotations

from functools import reduce
from itertools import product
from operator import or_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation import Draft, preset, screen
from moderation.detect.complete import Complete
from moderation.detect.held import Held
from moderation.text.places import Places
from moderation.text.plain import plain_view
from moderation.text.rewriting import Rechunked, Rewriting
from moderation.verdict import Outcome

LONG = st.lists(st.sampled_from(["hi", "don't", "but", "no.", "why?!", "äiti", "--", "'", "x" * 600]), min_size=60).map(
    " ".join
)
READINGS = {"k1ll": (0, 4, "kill"), "(y0u": (1, 3, "you"), "d1е,": (0, 3, "die"), "$$": (0, 2, "s")}


@settings(max_examples=60, deadline=None)
@given(text=LONG, asked=st.lists(st.integers(0, 59), max_size=6))
def test_a_word_stands_where_it_stands_whatever_was_asked_before(text: str, asked: list[int]) -> None:
    spans = plain_view(text).spans()
    places = Places(text)
    for word in [each for each in asked if each < len(spans)]:
        assert places.of_words(word, word + 1) == spans[word]
        assert places.words_of(*spans[word]) == (word, word + 1)


@settings(max_examples=60, deadline=None)
@given(text=LONG, asked=st.lists(st.integers(0, 59), max_size=6))
def test_a_clause_is_the_same_whatever_was_asked_before(text: str, asked: list[int]) -> None:
    whole, some = plain_view(text), plain_view(text)
    last = len(whole.words)
    if last:
        whole.clause(last - 1, last)
        whole.sentence_start(last - 1)
    for word in [each for each in asked if each < last]:
        assert some.clause(word, word + 1) == whole.clause(word, word + 1)
        assert some.sentence_start(word) == whole.sentence_start(word)


@settings(deadline=None)
@given(chunks=st.lists(st.sampled_from([*READINGS, "hi", ""]), min_size=1, max_size=8))
def test_chunks_put_back_in_one_go_come_from_where_they_stood(chunks: list[str]) -> None:
    parts = [part for chunk in chunks for part in (chunk, " ")][:-1]
    pieces, stood, at = [""], [0], 0
    for part in parts:
        lead, length, word = READINGS.get(part, (len(part), 0, ""))
        pieces[-1] += part[:lead]
        if length:
            pieces += [word, part[lead + length :]]
            stood += [at + lead, at + lead + length]
        at += len(part)
    one, other = Rechunked(parts, READINGS), Rewriting(pieces, [*stood, at])
    assert one.text == "".join(pieces)
    places = range(len(one.text) + 1)
    for start, end in [(start, end) for start, end in product(places, places) if start < end]:
        assert one.before(start, end) == other.before(start, end)


@settings(deadline=None)
@given(
    words=st.sets(st.text("ab", min_size=1, max_size=6), max_size=4),
    pieces=st.lists(st.from_regex(r"\A ?[ab]{1,4} ?\Z"), max_size=8),
)
def test_pieces_of_words_are_all_found_and_no_others(words: set[str], pieces: list[str]) -> None:
    held = Held({each: 1 << number for number, each in enumerate(pieces)})
    numbered = {each: number for number, each in enumerate(pieces)}
    found = {number for each, number in numbered.items() if any(each in f" {word} " for word in words)}
    for _ in range(2):  # the second time they are remembered
        assert held.bits_in(words) == sum(1 << number for number in found)


@given(
    wants=st.lists(st.lists(st.sampled_from("abcde"), max_size=4), max_size=9), there=st.sets(st.sampled_from("abcde"))
)
def test_those_that_have_all_they_want_are_told_at_once(wants: list[list[str]], there: set[str]) -> None:
    complete = Complete(wants)
    held = reduce(or_, [complete.bits.get(each, 0) for each in there], 0)
    assert complete.numbers(held) == [number for number, parts in enumerate(wants) if there.issuperset(parts)]


@pytest.mark.parametrize("text", ["mä tappppan sut", "oot turrrrha", "painu vitttttuun"])
def test_a_letter_held_down_is_meant_once_or_twice_and_no_other_letter_is(text: str) -> None:
    assert screen(Draft(text, "fi"), preset("gentle_room")).outcome is Outcome.HOLD
