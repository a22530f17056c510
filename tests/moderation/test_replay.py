"""Trying a policy on past drafts counts and compares, and invents no error rate."""

from moderation import Draft, load_policy, preset
from moderation.replay import Labels, changes, floor_within_budget, labels, replay
from moderation.verdict import Category

DRAFTS = [
    Draft("good morning", "en"),
    Draft("fuck this", "en"),
    Draft("you are pathetic", "en"),
    Draft("I will kill you", "en"),
    Draft("he told me I will kill you", "en"),
]


def test_report_counts_outcomes_and_rules() -> None:
    report = replay(DRAFTS, preset("gentle_room")).as_json()
    assert report["drafts"] == 5
    assert report["outcomes"] == {"allow": 3, "veil": 1, "hold": 1}
    assert report["hit_rate"]["en.threat.direct"] == 0.2  # type: ignore[index]
    assert "error_rate" not in report


def test_shadow_rule_is_counted_and_changes_nothing() -> None:
    rule = {
        "id": "en.own.morning",
        "category": "threat",
        "severity": 5,
        "status": "shadow",
        "match": {"any": [{"literal": ["good morning"]}]},
        "examples": {"match": ["good morning"]},
    }
    policy = load_policy({"rule": [rule]}, parent=preset("gentle_room"))
    assert replay(DRAFTS, policy).shadow_fired == {"en.own.morning": 1}
    assert changes(DRAFTS, preset("gentle_room"), policy) == []


def test_changes_name_the_draft_and_both_outcomes() -> None:
    (change,) = changes(DRAFTS, preset("gentle_room"), preset("young_people"))
    assert change.index == 1
    assert change.as_json()["rules"] == ["en.profanity.swearing"]


def test_floor_follows_the_alarm_budget() -> None:
    policy = preset("gentle_room")
    assert floor_within_budget(DRAFTS, policy, Category.THREAT, 200) == 1
    assert floor_within_budget(DRAFTS, policy, Category.THREAT, 100) == 5


def test_labels_come_only_from_decisions() -> None:
    counted = labels(DRAFTS, [False, False, True, True, False], preset("gentle_room"))
    assert counted["en.threat.direct"] == Labels(upheld=1, overturned=0)
    assert counted["en.profanity.swearing"] == Labels(upheld=0, overturned=1)
