"""Words in figures: read where they are words that rules know, left alone where they are numbers."""

from __future__ import annotations

import pytest

from moderation import Draft, preset, screen
from moderation.verdict import Outcome, Verdict

POLICY = preset("gentle_room")


def verdict_of(text: str, language: str) -> Verdict:
    return screen(Draft(text, language), POLICY)


@pytest.mark.parametrize(
    ("text", "language"),
    [("tapa 17735", "fi"), ("74p4 175351", "fi"), ("7413-71 venele", "ro"), ("4runcă-73 de pe pod", "ro")],
)
def test_a_grave_word_in_nothing_but_figures_is_read(text: str, language: str) -> None:
    assert verdict_of(text, language).outcome is Outcome.HOLD


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("17735 askelta tänään, hyvä minä", "fi"),
        ("vuosina 2013-14 olin sairaalassa, 10-15 päivää kerrallaan", "fi"),
        ("am mers 17735 de pași în 30-40 de minute", "ro"),
        ("hyllyssä oli koodi 71551-17 ja 55071", "fi"),
        ("no-no!", "en"),
    ],
)
def test_numbers_are_left_alone(text: str, language: str) -> None:
    assert verdict_of(text, language).outcome is Outcome.ALLOW
