"""What is done in one pass over the whole text finds what a look at every character finds."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.detect.contacts.fold import _TABLE
from moderation.detect.patterns import _BYTES
from moderation.text.alphabet import FOLDED, SHAPES, WORDS, Table
from moderation.text.plain import plain_view
from moderation.text.restoring import _DISGUISED
from moderation.text.rewriting import Rewriting
from moderation.text.skeleton import LETTERS

ANY = st.text(max_size=60)
FEW = st.text(alphabet="aB1 '’äÖșİıſﬁе\u0301\u200b½…`｀\ud800😀", max_size=60)
SIGNS = st.text(alphabet="abks äöé019@!*#-_'(. ", max_size=14)


@pytest.mark.parametrize("table", [FOLDED, SHAPES, WORDS, LETTERS, _BYTES, _TABLE])
@given(text=ANY | FEW)
def test_a_text_read_by_a_table_is_each_of_its_characters_read(table: Table, text: str) -> None:
    assert table.read(text) == "".join(table[ord(each)] for each in text)


@given(text=ANY | FEW)
def test_every_character_of_a_plain_view_comes_from_where_it_was_typed(text: str) -> None:
    view = plain_view(text)
    places = [view.original(at, at + 1) for at in range(len(view.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[0] <= other[0] for one, other in pairwise(places))
    for word, (start, end) in zip(view.words, view.spans(), strict=True):
        assert WORDS.read(view.text[start:end]) == word


@given(
    kept=st.lists(st.text("ab", max_size=3), min_size=1), put=st.text("xy", max_size=3), was=st.text("q", max_size=3)
)
def test_what_is_put_back_comes_from_all_of_what_stood_there(kept: list[str], put: str, was: str) -> None:
    before, after, stood, at = kept[0], [kept[0]], [0], len(kept[0])
    origins = [(place, place + 1) for place in range(at)]
    for piece in kept[1:]:
        stood += [at, at + len(was)]
        origins += [(at, at + len(was))] * len(put)
        at += len(was)
        origins += [(at + place, at + place + 1) for place in range(len(piece))]
        at += len(piece)
        before += was + piece
        after += [put, piece]
    rewriting = Rewriting(after, [*stood, len(before)])
    assert [rewriting.before(place, place + 1) for place in range(len(origins))] == origins
    if origins:
        assert rewriting.before(0, len(origins)) == (origins[0][0], origins[-1][1])


@given(text=SIGNS)
def test_one_look_tells_a_disguise(text: str) -> None:
    looks = (
        r"([^\W\d_])\1\1",
        r"[^\W\d_][0-9@$!|+(]|[0-9@$!|+(]'?[^\W\d_]",
        r"\w[*#%]|[^\W\d_][-_]{1,3}[^\W\d_]{1,2}\b",
        r"[^\x00-\x7fäöå]",
        r"[0-9]{5}|[0-9]{2}-[0-9]{2}|[^\W\d_]-[0-9]",
    )
    assert _DISGUISED.occurs(text) == any(re.search(look, text) for look in looks)
