"""Sealed text opens with its key, in its row, unchanged, and in no other way."""

import stat
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from server.storage.sealing import Sealer, SealKeyError, make_key, read_key

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(words, st.lists(words.filter(lambda part: "\x1f" not in part), max_size=3))
def test_text_opens_where_it_was_sealed(text: str, bound: list[str]) -> None:
    sealer = Sealer(b"k" * 32)
    assert sealer.open(sealer.seal(text, *bound), *bound) == text


def test_same_text_is_sealed_differently_each_time() -> None:
    sealer = Sealer(b"k" * 32)
    assert sealer.seal("word") != sealer.seal("word")


@pytest.mark.parametrize("place", [("message", "room", "other"), ("message", "other", "one"), ("message", "room")])
def test_text_moved_to_another_row_does_not_open(place: tuple[str, ...]) -> None:
    sealer = Sealer(b"k" * 32)
    sealed = sealer.seal("word", "message", "room", "one")
    with pytest.raises(InvalidTag):
        sealer.open(sealed, *place)


@given(st.integers(0, 200), st.integers(1, 255))
def test_altered_bytes_do_not_open(place: int, change: int) -> None:
    sealer = Sealer(b"k" * 32)
    sealed = bytearray(sealer.seal("a word that nobody may alter", "row"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(InvalidTag):
        sealer.open(bytes(sealed), "row")


def test_made_key_is_readable_by_its_owner_only_and_made_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "seal.key"
    assert make_key(path) == make_key(path) == read_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    make_key(path)
    path.chmod(0o640)
    with pytest.raises(SealKeyError, match="chmod 600"):
        read_key(path)


def test_missing_or_short_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "seal.key"
    with pytest.raises(SealKeyError, match="missing"):
        read_key(path)
    path.write_bytes(b"short")
    path.chmod(0o600)
    with pytest.raises(SealKeyError, match="32 bytes"):
        read_key(path)
