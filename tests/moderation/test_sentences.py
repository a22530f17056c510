"""Whatever a verdict can say exists in every language, in the tone of the house."""

import string
import tomllib
from importlib.resources import files

import pytest

from moderation.verdict import Category, SentenceCode

LANGUAGES = ("en", "fi", "ro", "sv")
LEXICONS = files("moderation").joinpath("lexicons")
SENTENCES = tomllib.loads(LEXICONS.joinpath("sentences.toml").read_text("utf-8"))
CATEGORIES = tomllib.loads(LEXICONS.joinpath("categories.toml").read_text("utf-8"))


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", list(SentenceCode))
def test_every_code_is_said_in_every_language(code: SentenceCode) -> None:
    said = SENTENCES[code.value]
    assert set(said) == set(LANGUAGES)
    assert len({frozenset(placeholders(each)) for each in said.values()}) == 1
    assert placeholders(said["en"]) <= {"category", "words"}


@pytest.mark.parametrize("category", list(Category))
def test_every_category_has_a_plain_name_in_every_language(category: Category) -> None:
    assert set(CATEGORIES[category.value]) == set(LANGUAGES)


def test_nothing_is_said_that_verdicts_do_not_know() -> None:
    assert set(SENTENCES) == {code.value for code in SentenceCode}
    assert set(CATEGORIES) == {category.value for category in Category}


def test_no_sentence_shouts_or_promises_secrecy() -> None:
    for said in SENTENCES.values():
        for language, sentence in said.items():
            assert "!" not in sentence, (language, sentence)
            assert not any(word in sentence.lower() for word in ("confidential", "luottamuksel", "confidențial"))
