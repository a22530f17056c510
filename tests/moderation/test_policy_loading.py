"""A policy is inherited, versioned, may only be stricter, and is refused with file, rule and reason."""

import pytest

from moderation import Draft, PolicyError, load_policy, preset, screen
from moderation.policy import PRESETS
from moderation.verdict import Category, Outcome

OWN_RULE = {
    "id": "en.own.word",
    "category": "harassment",
    "severity": 4,
    "match": {"any": [{"literal": ["flibbertigibbet club"]}]},
    "examples": {"match": ["the flibbertigibbet club"], "leave": ["a club"]},
}


@pytest.mark.parametrize("name", PRESETS)
def test_preset_names_every_category_and_delivers_disclosures(name: str) -> None:
    policy = preset(name)
    assert set(policy.outcomes) == set(Category)
    assert policy.outcomes[Category.DISCLOSURE] <= Outcome.VEIL


def test_version_changes_with_an_outcome_and_not_without() -> None:
    one = load_policy({"name": "room"}, parent=preset("gentle_room"))
    same = load_policy({"name": "room"}, parent=preset("gentle_room"))
    other = load_policy({"name": "room", "outcomes": {"link": "mask"}}, parent=preset("gentle_room"))
    assert one.version == same.version != other.version


def test_room_may_be_stricter_than_its_organisation() -> None:
    policy = load_policy('inherits = "gentle_room"\n[outcomes]\nprofanity = "nudge"')
    assert screen(Draft("fuck this", "en"), policy).outcome is Outcome.NUDGE


def test_own_rule_holds_and_is_explained() -> None:
    policy = load_policy({"rule": [OWN_RULE]}, parent=preset("gentle_room"))
    verdict = screen(Draft("Welcome to the FLIBBERTIGIBBET   club!", "en"), policy)
    assert verdict.outcome is Outcome.HOLD
    assert [finding.rule for finding in verdict.findings] == ["en.own.word"]
    assert screen(Draft("Welcome to the flibbertigibbet club", "en"), preset("gentle_room")).outcome is Outcome.ALLOW


REFUSED = {
    "weaker than its parent": ({"outcomes": {"threat": "allow"}}, "weaker"),
    "disclosure held": ({"outcomes": {"disclosure": "hold"}}, "I1"),
    "disclosure refused": ({"outcomes": {"disclosure": "refuse"}}, "I1"),
    "method detail veiled": ({"outcomes": {"method_detail": "veil"}}, "I1"),
    "unknown category": ({"outcomes": {"sarcasm": "hold"}}, "sarcasm"),
    "unknown outcome": ({"outcomes": {"threat": "explode"}}, "explode"),
    "unknown field": ({"mute_distress": True}, "mute_distress"),
    "floor raised": ({"floors": {"threat": 5}}, "weaker"),
    "floor is no number": ({"floors": {"threat": "high"}}, "floor"),
    "limit is nought": ({"limits": {"messages_a_minute": 0}}, "messages_a_minute"),
    "outcomes are a list": ({"outcomes": ["threat"]}, "outcomes"),
    "rule without id": ({"rule": [{}]}, "id"),
    "rule misses its example": ({"rule": [OWN_RULE | {"examples": {"match": ["nothing"]}}]}, "example"),
    "rule finds what it must leave": (
        {"rule": [OWN_RULE | {"examples": {"match": [], "leave": ["flibbertigibbet club"]}}]},
        "leave",
    ),
    "rule is taken": ({"rule": [OWN_RULE | {"id": "en.threat.direct"}]}, "taken"),
    "rule twice": ({"rule": [OWN_RULE, OWN_RULE]}, "twice"),
    "severity out of range": ({"rule": [OWN_RULE | {"severity": 9}]}, "severity"),
    "severity is true": ({"rule": [OWN_RULE | {"severity": True}]}, "severity"),
    "risk without disclosure": ({"rule": [OWN_RULE | {"risk": "active"}]}, "risk"),
    "category unknown": ({"rule": [OWN_RULE | {"category": "rudeness"}]}, "category"),
    "no matcher": ({"rule": [OWN_RULE | {"match": {"any": []}}]}, "match.any"),
    "unknown matcher": ({"rule": [OWN_RULE | {"match": {"any": [{"regex": "a"}]}}]}, "matcher"),
    "broken pattern": ({"rule": [OWN_RULE | {"match": {"any": [{"pattern": "(abc"}]}}]}, "pattern"),
    "look-behind": ({"rule": [OWN_RULE | {"match": {"any": [{"pattern": "(?<=a)b"}]}}]}, "pattern"),
    "empty match": ({"rule": [OWN_RULE | {"match": {"any": [{"pattern": "(?:abc)?"}]}}]}, "empty"),
    "hostile pattern": ({"rule": [OWN_RULE | {"match": {"any": [{"pattern": "(?:(?:abcd){1,99}){1,99}"}]}}]}, "RE2"),
    "ASCII boundary": ({"rule": [OWN_RULE | {"match": {"any": [{"pattern": r"\babc\b"}]}}]}, "{b}"),
    "unknown list": ({"rule": [OWN_RULE | {"match": {"any": [{"all": ["@nobody", "x"]}]}}]}, "nobody"),
    "phrase of signs": ({"rule": [OWN_RULE | {"match": {"any": [{"literal": ["!!!"]}]}}]}, "no word"),
    "phrase too long": ({"rule": [OWN_RULE | {"match": {"any": [{"literal": ["a" * 300]}]}}]}, "longer"),
    "too many rules": ({"rule": [{}] * 3_000}, "at most"),
}


@pytest.mark.parametrize(("given", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_policy_is_refused_with_a_reason(given: dict[str, object], reason: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(given, parent=preset("gentle_room"), file="room.toml")
    assert refused.value.file == "room.toml"
    assert reason in str(refused.value)


@pytest.mark.parametrize("source", ["[[[", "x = ", "a" * 2_000_001, '[outcomes]\nthreat = "hold"'])
def test_broken_text_is_refused(source: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(source, file="room.toml")
    assert refused.value.file == "room.toml"


def test_unknown_preset_is_refused() -> None:
    with pytest.raises(PolicyError, match="gentle_room"):
        preset("harsh_room")
