"""Sentences that look alike and are not: each with the one it must not be taken for."""

from __future__ import annotations

import pytest

from moderation import Draft, Verdict, preset, screen
from moderation.verdict import Category, Outcome, Risk

POLICY = preset("gentle_room")


def told(text: str, language: str) -> Verdict:
    return screen(Draft(text, language), POLICY)


def categories(verdict: Verdict) -> set[Category]:
    return {finding.category for finding in verdict.findings if finding.counts}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the voice says: kill yourself"),
        ("en", "a voice in my head keeps whispering that i should hurt myself"),
        ("fi", "ääni käskee: tapa itsesi"),
        ("fi", "äänet sanoo että tapa ittes"),
        ("ro", "vocea îmi zice: omoară-te"),
        ("ro", "vocile îmi spun să mă omor"),
        ("sv", "rösten säger: ta livet av dig"),
        ("sv", "rösterna viskar döda dig själv"),
    ],
)
def test_a_voice_that_commands_is_its_hearers_own_risk_and_no_attack(language: str, text: str) -> None:
    verdict = told(text, language)
    assert verdict.risk >= Risk.ACTIVE
    assert verdict.outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "a kind voice on the radio told me to rest"),
        ("fi", "ääni sanoo että rauhoitu"),
        ("ro", "vocea mamei îmi zice să mănânc"),
        ("sv", "rösten i radion säger god morgon"),
    ],
)
def test_a_voice_that_is_kind_is_no_risk(language: str, text: str) -> None:
    assert told(text, language).risk is Risk.NONE


def test_going_through_with_it_oneself_is_risk_and_urging_it_on_is_not() -> None:
    own = told("i am about to go through with it tonight", "en")
    assert own.risk is Risk.IMMINENT
    assert own.outcome is Outcome.ALLOW
    assert Category.ENCOURAGEMENT_OF_SELF_HARM in categories(told("you should just go through with it", "en"))


def test_an_insult_to_one_person_is_harassment_and_not_hate() -> None:
    found = categories(told("you stupid bitch", "en"))
    assert Category.HARASSMENT in found
    assert Category.HATE not in found


def test_being_hit_once_is_no_invitation() -> None:
    assert told("he hit me once, four years ago", "en").outcome is Outcome.ALLOW
    assert Category.GROOMING in categories(told("hit me up on my private account", "en"))


def test_an_address_read_aloud_is_a_link() -> None:
    assert Category.LINK in categories(told("go to example dot com slash help", "en"))
    assert Category.LINK not in categories(told("we met in the dot com years", "en"))
    allowed = screen(Draft("see example dot com", "en", allowed_domains=("example.com",)), POLICY)
    assert Category.LINK not in categories(allowed)


def test_coming_for_somebody_and_their_children_is_a_threat() -> None:
    assert told("we will come for you and your kids", "en").outcome is Outcome.HOLD
    kind = told("i'll come for you and your kids after work and we drive to the lake", "en")
    assert kind.outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "h4luan kuolla"),
        ("fi", "haluan k u o l l a"),
        ("ro", "vreau sa m0r"),
        ("ro", "vreau să moooor"),
        ("sv", "jag vill döööö"),
        ("sv", "jag vill ta l1vet av mig"),
    ],
)
def test_a_disclosure_in_disguised_letters_is_heard(language: str, text: str) -> None:
    assert told(text, language).risk >= Risk.PASSIVE


def test_an_excuse_counts_in_whichever_view_it_stands() -> None:
    assert told("i'm going to k1ll you with kindness", "en").outcome is Outcome.ALLOW
