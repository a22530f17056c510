"""I1 to I5 on 10,000 messages mixed from disclosures, insults, numbers, idioms and quotes in four languages."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation import Draft, Policy, Verdict, preset, screen
from moderation.deciding import AGAINST_OTHERS, decide
from moderation.policy import PRESETS
from moderation.verdict import Category, Finding, Outcome, Risk, SentenceCode, Side

LINES = Path(__file__).parent / "lines"
LANGUAGES = ("en", "fi", "ro", "sv")
MESSAGES = 10_000
pytestmark = pytest.mark.timeout(300)
NUMBERS = (
    "call me on 040 123 4567",
    "mail sofa.person@example.org",
    "0722 123 456",
    "131052-308T",
    "www.example.com/x",
)
QUOTES = ('he told me "{}"', "she said that {}", "ne sanoo et {}", 'mi-a spus "{}"', "de sa att {}", "{}")


def lines(language: str) -> Iterator[dict[str, str]]:
    for file in sorted(LINES.glob(f"{language}_*.jsonl")):
        yield from map(json.loads, file.read_text("utf-8").splitlines())


def mixed_messages() -> Iterator[Draft]:
    chance = random.Random(20_261_121)
    by_language = {language: list(lines(language)) for language in LANGUAGES}
    for _ in range(MESSAGES):
        language = chance.choice(LANGUAGES)
        own = by_language[language]
        disclosures = [line["text"] for line in own if line["kind"] == "disclosure"]
        others = [line["text"] for line in own if line["kind"] not in {"disclosure", "benign"}]
        idioms = [line["text"] for line in own if line["kind"] == "benign"]
        parts = [
            chance.choice(disclosures),
            chance.choice(QUOTES).format(chance.choice(others)),
            chance.choice(NUMBERS),
            chance.choice(idioms),
            chance.choice(list(by_language[chance.choice(LANGUAGES)]))["text"],
        ]
        chosen = chance.sample(parts, chance.randint(1, len(parts)))
        yield Draft(chance.choice((" ", ". ", "\n")).join(chosen), chance.choice((language, None)))


@pytest.fixture(scope="module")
def verdicts() -> list[tuple[Draft, Policy, Verdict]]:
    policies = [preset(name) for name in PRESETS]
    return [
        (draft, policies[index % len(policies)], screen(draft, policies[index % len(policies)]))
        for index, draft in enumerate(mixed_messages())
    ]


def is_grave_and_against_others(finding: Finding) -> bool:
    return finding.counts and finding.severity >= 4 and finding.category in AGAINST_OTHERS


def test_mixture_reaches_every_risk_and_outcome(verdicts: list[tuple[Draft, Policy, Verdict]]) -> None:
    assert {verdict.risk for _, _, verdict in verdicts} == set(Risk)
    assert {verdict.outcome for _, _, verdict in verdicts} >= set(Outcome) - {Outcome.REFUSE}


def test_disclosure_is_held_only_for_another_grave_finding(verdicts: list[tuple[Draft, Policy, Verdict]]) -> None:
    for draft, _, verdict in verdicts:
        if verdict.risk is not Risk.NONE:
            assert verdict.outcome is not Outcome.REFUSE
            if verdict.outcome is Outcome.HOLD:
                assert any(map(is_grave_and_against_others, verdict.findings)), draft.text


def test_method_detail_is_masked_wherever_it_stands(verdicts: list[tuple[Draft, Policy, Verdict]]) -> None:
    for _, _, verdict in verdicts:
        for finding in verdict.findings:
            if finding.counts and finding.category is Category.METHOD_DETAIL:
                assert set(finding.spans) <= set(verdict.masks)


def test_risk_brings_support_alert_and_escalation(verdicts: list[tuple[Draft, Policy, Verdict]]) -> None:
    for _, _, verdict in verdicts:
        assert (Side.SUPPORT in verdict.sides) == (verdict.risk >= Risk.PASSIVE)
        assert verdict.risk < Risk.SELF_HARM or Side.ALERT in verdict.sides
        assert (Side.ESCALATE in verdict.sides) == (verdict.risk >= Risk.ACTIVE)


def test_whoever_is_held_learns_rule_words_and_what_can_be_done(
    verdicts: list[tuple[Draft, Policy, Verdict]],
) -> None:
    for draft, _, verdict in verdicts:
        if verdict.outcome >= Outcome.HOLD:
            said = {sentence.code: sentence.params for sentence in verdict.sentences}
            assert {SentenceCode.HELD, SentenceCode.EDIT_OR_APPEAL} <= said.keys()
            assert said[SentenceCode.RULE_MATCHED]["spans"], draft.text
            assert verdict.would_change is not None
            assert verdict.would_change.outcome < Outcome.HOLD


def test_same_draft_has_the_same_verdict(verdicts: list[tuple[Draft, Policy, Verdict]]) -> None:
    for draft, policy, verdict in verdicts[::20]:
        assert screen(draft, policy) == verdict


def test_nothing_is_degraded_and_every_span_lies_in_the_text(
    verdicts: list[tuple[Draft, Policy, Verdict]],
) -> None:
    for draft, policy, verdict in verdicts:
        assert verdict.degraded == ()
        assert verdict.policy_version == policy.version
        for finding in verdict.findings:
            assert all(0 <= start < end <= len(draft.text) for start, end in finding.spans)


def test_failed_check_asks_a_human_and_is_said() -> None:
    for name in PRESETS:
        verdict = decide((), preset(name).terms, ("patterns",))
        assert verdict.degraded == ("patterns",)
        assert Side.ALERT in verdict.sides
        assert verdict.outcome is Outcome.HOLD
        assert {sentence.code for sentence in verdict.sentences} >= {
            SentenceCode.CHECK_INCOMPLETE,
            SentenceCode.EDIT_OR_APPEAL,
        }


def test_failed_check_never_holds_a_disclosure() -> None:
    disclosure = Finding("en.x", Category.DISCLOSURE, 3, ((0, 4),), risk=Risk.PAST)
    verdict = decide((disclosure,), preset("gentle_room").terms, ("patterns",))
    assert verdict.outcome is Outcome.ALLOW
    assert Side.ALERT in verdict.sides
