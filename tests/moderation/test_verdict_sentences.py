"""Everything a verdict can say exists in every language."""

import tomllib
from importlib.resources import files

import pytest

from moderation import Draft, preset, screen
from moderation.text.language import LANGUAGES
from moderation.verdict import Outcome, SentenceCode

SENTENCES = tomllib.loads(files("moderation").joinpath("lexicons", "sentences.toml").read_text("utf-8"))


def test_every_code_has_a_sentence_and_no_sentence_lacks_a_code() -> None:
    assert set(SENTENCES) == {code.value for code in SentenceCode}


@pytest.mark.parametrize("code", sorted(SentenceCode))
def test_sentence_is_in_every_language(code: SentenceCode) -> None:
    assert set(SENTENCES[code.value]) == set(LANGUAGES)
    assert all(10 < len(text) < 200 for text in SENTENCES[code.value].values())


def test_every_rule_explains_itself_in_every_language() -> None:
    for rule in preset("gentle_room").shelf.rules:
        if rule.severity >= 2:
            assert set(rule.explain) == set(LANGUAGES), rule.id


def test_outcomes_are_ordered_by_gravity_and_not_by_letter() -> None:
    assert list(Outcome) == sorted(Outcome, key=lambda outcome: outcome.rank)
    assert Outcome.VEIL < Outcome.HOLD
    assert max(Outcome.NUDGE, Outcome.MASK) is Outcome.MASK


def test_verdict_cannot_be_changed() -> None:
    verdict = screen(Draft("you are pathetic", "en"), preset("gentle_room"))
    with pytest.raises(AttributeError):
        verdict.outcome = Outcome.ALLOW  # type: ignore[misc]
    with pytest.raises(TypeError):
        verdict.sentences[0].params["rule"] = "x"  # type: ignore[index]
