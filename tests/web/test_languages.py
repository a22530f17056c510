"""Which language to speak to whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.web.languages import best_language

LANGUAGES = ("en", "fi", "ro")


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        ("ro", "fi", "ro"),
        ("tlh", "fi", "fi"),
        (None, "fi-FI,fi;q=0.9,en;q=0.8", "fi"),
        (None, "de, en;q=0.4, ro;q=0.7", "ro"),
        (None, "EN-gb", "en"),
        (None, "ro;q=0, en;q=0.1", "en"),
        (None, "de", "fi"),
        (None, "*", "fi"),
        (None, "", "fi"),
        (None, "ro;q=much", "fi"),
    ],
)
def test_the_chosen_one_then_the_best_asked_for_then_the_default(chosen, accepted: str, language: str) -> None:
    assert best_language(chosen, accepted, LANGUAGES, "fi") == language


def test_a_default_that_is_not_spoken_gives_way_to_the_first() -> None:
    assert best_language(None, "", LANGUAGES, "sv") == "en"


@given(st.none() | st.text(), st.text() | st.from_regex(r"([a-z]{2}(;q=[0-9.]{0,4})?,?){0,9}", fullmatch=True))
def test_whatever_is_asked_for_one_of_ours_is_spoken(chosen: str | None, accepted: str) -> None:
    assert best_language(chosen, accepted, LANGUAGES, "fi") in LANGUAGES
