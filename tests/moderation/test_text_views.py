"""Every view knows where each of its characters came from."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from moderation.policy import preset
from moderation.text.language import SMALL_WORDS, language_of
from moderation.text.plain import plain_view
from moderation.text.restoring import restored_view
from moderation.text.view import View

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)


def assert_offsets_hold(view: View, text: str) -> None:
    assert len(view.spans()) == len(view.words)
    for index in range(len(view.text)):
        start, end = view.original(index, index + 1)
        assert 0 <= start < end <= len(text)
    for first in range(len(view.words)):
        start, end = view.original_of_words(first, first + 1)
        assert 0 <= start < end <= len(text)


@given(ANY_TEXT)
@example("ΐ ŉ ß ﬁ İ")
@example("a\u0301\u0301\u0301 \u0301")
@example("\ud800\udfff x\u200by")
@settings(max_examples=300, deadline=None)
def test_plain_view_of_any_text_maps_back(text: str) -> None:
    assert_offsets_hold(plain_view(text), text)


@given(
    st.lists(st.sampled_from(["k1ll", "y0u", "f u c k", "kіll", "id*ot", "stuuupid", "hi", "ä", "\u200b"]), max_size=12)
)
@settings(max_examples=200, deadline=None)
def test_restored_view_of_disguises_maps_back(parts: list[str]) -> None:
    text = " ".join(parts)
    restored = restored_view(plain_view(text), preset("gentle_room").shelf.vocabulary("en"))
    if restored is not None:
        assert_offsets_hold(restored, text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("HELLO", "hello"),
        ("ﬁne ｆｕｌｌ", "fine full"),
        ("don’t ʼn", "don't 'n"),
        ("“so”", '"so"'),
        ("ki\u200bll\u202e me\u00ad", "kill me"),
        ("Ești bine, ţară", "esti bine, tara"),
        ("äiti öljy åka", "äiti öljy åka"),
        ("a\u0308iti", "äiti"),
        ("z\u0301\u0302\u0303algo", "zalgo"),
    ],
)
def test_plain_view_folds_what_reads_the_same(text: str, plain: str) -> None:
    shown = plain_view(text).text
    if plain == "zalgo":
        shown = "".join(each for each in unicodedata.normalize("NFD", shown) if not unicodedata.combining(each))
    assert shown == plain


@pytest.mark.parametrize(
    ("disguised", "words"),
    [
        ("k1ll y0urself", "kill yourself"),
        ("кіll уоursеlf", "kill yourself"),
        ("k i l l yourself", "kill yourself"),
        ("k.i.l.l yourself", "kill yourself"),
        ("w-o-r-t-h-l-e-s-s i d i o t", "worthless idiot"),
        ("kiiiiill yourself", "kill yourself"),
        ("k*ll yourself", "kill yourself"),
        ("klil yourslef", "kill yourself"),
        ("killyourself", "kill yourself"),
    ],
)
def test_disguised_words_are_put_back(disguised: str, words: str) -> None:
    view = restored_view(plain_view(disguised), preset("gentle_room").shelf.vocabulary("en"))
    assert view is None or " ".join(view.words) == words
    assert view is not None or " ".join(plain_view(disguised).words) != words


@pytest.mark.parametrize(
    "ordinary", ["therapist", "painkillers", "money", "beach", "through", "9.30", "040 123 4567", "3 x 2", "äiti"]
)
def test_ordinary_words_and_numbers_stay_as_they_are(ordinary: str) -> None:
    view = restored_view(plain_view(ordinary), preset("gentle_room").shelf.vocabulary("en"))
    assert view is None or view.text == ordinary


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I do not know what to do with this", "en"),
        ("en mä tiedä mitä tässä pitäis tehdä mutta olen", "fi"),
        ("nu stiu ce sa fac cu asta", "ro"),
        ("jag vet inte vad jag ska göra med det här", "sv"),
    ],
)
def test_language_is_told_by_small_words(text: str, language: str) -> None:
    assert language_of(plain_view(text).words, None) == language


def test_hint_decides_where_words_do_not() -> None:
    assert language_of(["zzz"], "fi") == "fi"
    assert language_of([], None) is None


@pytest.mark.parametrize("language", SMALL_WORDS)
def test_every_small_word_of_a_language_together_still_tells_it(language: str) -> None:
    """They are counted in one number for all languages: a list that outgrew its digit would tell of another."""
    assert language_of(SMALL_WORDS[language], None) == language
