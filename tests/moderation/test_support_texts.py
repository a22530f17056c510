"""Support offered to the author of a hard message: own words, numbers as data, no secrecy promised."""

import pytest

from moderation.support import help_numbers, public_numbers, support_for
from moderation.verdict import Risk

LANGUAGES = ("en", "fi", "ro", "sv")
OFFERED = (Risk.PASSIVE, Risk.SELF_HARM, Risk.ACTIVE, Risk.IMMINENT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("risk", OFFERED)
def test_every_risk_has_words_in_every_language(risk: Risk, language: str) -> None:
    support = support_for(risk, language, "FI")
    assert support is not None
    assert support.language == language
    assert all(sentence and "{" not in sentence for sentence in support.sentences)


@pytest.mark.parametrize("risk", [Risk.NONE, Risk.PAST])
def test_nothing_is_pressed_on_somebody_who_tells_of_the_past(risk: Risk) -> None:
    assert support_for(risk, "en", "FI") is None


@pytest.mark.parametrize(("area", "number"), [("FI", "112"), ("GB", "999"), ("US", "911"), ("XX", "112")])
def test_imminent_danger_names_the_emergency_number_of_the_area(area: str, number: str) -> None:
    support = support_for(Risk.IMMINENT, "en", area)
    assert support is not None
    assert any(number in sentence for sentence in support.sentences)


def test_unknown_language_is_answered_in_english() -> None:
    support = support_for(Risk.PASSIVE, "hu", "RO")
    assert support is not None
    assert support.language == "en"


def test_area_without_numbers_gets_words_and_no_invented_number() -> None:
    support = support_for(Risk.PASSIVE, "fi", "XX")
    assert support is not None
    assert support.numbers == ()


@pytest.mark.parametrize("area", ["FI", "RO", "SE", "GB"])
def test_every_area_has_an_emergency_and_a_crisis_number_with_a_day_of_checking(area: str) -> None:
    numbers = help_numbers(area)
    assert {"emergency", "crisis"} <= {number.kind for number in numbers}
    assert all(number.verified_on.year >= 2026 for number in numbers)


def test_numbers_in_the_readers_language_come_before_the_others() -> None:
    crisis = [number.id for number in help_numbers("FI", "sv") if number.kind == "crisis"]
    assert crisis == ["fi.mieli.sv", "fi.mieli"]


def test_digits_are_what_is_shown() -> None:
    for area in ("FI", "RO", "SE", "GB", "IE", "US"):
        for number in help_numbers(area):
            assert number.shown.replace(" ", "") == number.digits
            assert number.digits in public_numbers()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_promises_secrecy(language: str) -> None:
    promises = (
        "confidential",
        "secret",
        "luottamuksell",
        "salais",
        "salassa",
        "confiden",
        "hemlig",
        "sekretess",
        "anonym",
    )
    for risk in OFFERED:
        support = support_for(risk, language, "FI")
        assert support is not None
        assert not any(word in sentence.lower() for sentence in support.sentences for word in promises)
