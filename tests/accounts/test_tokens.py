"""Codes that survive being read from paper, and words for devices."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.accounts.device import device_words
from server.accounts.tokens import code_hash, new_codes, new_token, token_hash


def test_codes_are_eight_and_easy_to_copy() -> None:
    codes = new_codes()
    assert len(set(codes)) == 8
    assert [
        code for code in codes if not re.fullmatch(r"(?:[0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}", code)
    ] == []


@pytest.mark.parametrize(
    "typed", ["7K2M-X9QP-01TD-HW3C", "7k2mx9qpoltdhw3c", " 7k2m x9qp O1td hw3c ", "7k2m–x9qp–0Itd–hw3c"]
)
def test_code_is_the_same_however_it_was_read(typed: str) -> None:
    assert code_hash(typed) == code_hash("7k2m-x9qp-01td-hw3c")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_typed_code_has_a_hash(text: str) -> None:
    assert len(code_hash(text)) == 64


def test_tokens_and_codes_never_share_a_hash() -> None:
    token = new_token()
    assert token != new_token()
    assert token_hash(token) != code_hash(token)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) SamsungBrowser/30.0 Chrome/140 Safari/537.36", "Samsung Internet, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/150.0 Safari/537.36", "Chrome, Mac"),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_device_is_told_in_coarse_words(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words


@given(st.text(max_size=1000))
def test_no_word_of_a_browser_s_own_is_kept(user_agent: str) -> None:
    assert len(device_words(user_agent)) <= 40
