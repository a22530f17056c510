"""Every no has a sentence: each code is documented, and translated into every language."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from server.errors import ErrorCode
from tests.architecture.tree import ROOT

CODES = {code.value for code in ErrorCode}
LANGUAGES = {"en", "fi", "ro"}


def _texts(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def _languages() -> list[Path]:
    return sorted((ROOT / "server" / "i18n").glob("*.po"))


def test_every_refusal_is_documented_and_no_other() -> None:
    told = re.findall(r"^\|\s*`([a-z_]+)`", (ROOT / "docs" / "errors.md").read_text(), re.MULTILINE)
    assert sorted(told) == sorted(CODES)


def test_the_first_three_languages_are_there() -> None:
    assert {path.stem for path in _languages()} >= LANGUAGES


@pytest.mark.parametrize("path", _languages(), ids=lambda path: path.stem)
def test_every_refusal_has_a_sentence_in_the_language(path: Path) -> None:
    texts = _texts(path)
    assert {code for code in CODES if not texts.get(f"error.{code}")} == set()
    assert {key for key in texts if key.startswith("error.")} <= {f"error.{code}" for code in CODES} | _client_only()


@pytest.mark.parametrize("path", _languages(), ids=lambda path: path.stem)
def test_languages_have_the_same_texts_with_the_same_places_to_fill(path: Path) -> None:
    source, texts = _texts(ROOT / "server" / "i18n" / "en.po"), _texts(path)
    assert texts.keys() == source.keys()
    assert {key for key in texts if _places(texts[key]) != _places(source[key])} == set()


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _client_only() -> set[str]:
    """What goes wrong before the server can say anything."""
    return {"error.unknown", "error.offline", "error.network"}
