"""Every no has a sentence: each code is documented, and translated into every language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from server.errors import ErrorCode, status_of
from tests.architecture.tree import ROOT, sources

CODES = {code.value for code in ErrorCode}
LANGUAGES = {"en", "fi", "ro"}
ENGLISH = ROOT / "server" / "i18n" / "en.po"
BEFORE_THE_SERVER = {"offline"}
WHEN_TO_TRY_AGAIN = {"again_in_seconds", "again_in_minutes", "again_in_hours"}


def _texts(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def _languages() -> list[Path]:
    return sorted((ROOT / "server" / "i18n").glob("*.po"))


def test_every_refusal_is_documented_with_its_status_and_no_other() -> None:
    told = re.findall(r"^\| `([a-z_]+)` \| (\d+)", (ROOT / "docs" / "errors.md").read_text(), re.MULTILINE)
    assert told == [(code.value, str(status_of(code))) for code in sorted(ErrorCode)]


def test_every_refusal_is_given_somewhere() -> None:
    texts = "".join((ROOT / path).read_text() for path in sources("server") if path.name != "errors.py")
    assert {code.name for code in ErrorCode if f"ErrorCode.{code.name}" not in texts} == set()


def test_the_first_three_languages_are_there() -> None:
    assert {path.stem for path in _languages()} >= LANGUAGES


@pytest.mark.parametrize("path", _languages(), ids=lambda path: path.stem)
def test_every_refusal_has_a_sentence_in_the_language_and_nothing_else_has(path: Path) -> None:
    texts = _texts(path)
    assert {code for code in CODES if not texts.get(f"error.{code}")} == set()
    sentences = {key.split(".")[1] for key in texts if key.startswith("error.")}
    assert sentences - CODES <= BEFORE_THE_SERVER | WHEN_TO_TRY_AGAIN


@pytest.mark.parametrize("path", _languages(), ids=lambda path: path.stem)
def test_languages_have_the_same_texts_in_all_their_plurals(path: Path) -> None:
    assert _texts(path).keys() == set(_expected(_texts(ENGLISH), path.stem))


@pytest.mark.parametrize("path", _languages(), ids=lambda path: path.stem)
def test_languages_fill_the_same_places(path: Path) -> None:
    source, texts = _texts(ENGLISH), _texts(path)
    odd = {key for key in texts if _places(texts[key]) - _places(source.get(key) or source[_other(key)])}
    assert odd == set()


def _expected(source: dict[str, str], language: str) -> Iterator[str]:
    """English keys, with the plural forms that whole numbers take in the language."""
    forms = {str(Locale(language).plural_form(number)) for number in range(200)} | {"other"}
    counted = {key.removesuffix("one") for key in source if key.endswith(".one")}
    for key in source:
        stem, _, last = key.rpartition(".")
        if f"{stem}." not in counted:
            yield key
        elif last == "other":
            yield from (f"{stem}.{form}" for form in forms)


def _other(key: str) -> str:
    return key.rsplit(".", 1)[0] + ".other"


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))
