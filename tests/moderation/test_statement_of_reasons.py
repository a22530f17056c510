"""A statement of reasons says what was done, why, for how long, and where the person can turn."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from moderation.reasons import (
    ReasonCode,
    Redress,
    Restriction,
    Source,
    StatementGap,
    StatementOfReasons,
    gaps_of,
)
from moderation.verdict import Category

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
WHOLE = StatementOfReasons(
    restriction=Restriction.MUTE,
    reason=ReasonCode.HARASSMENT,
    ground="3",
    facts="Two messages on 3 March insulted another participant.",
    explanation="Rule 3 asks everyone to speak without insults.",
    source=Source.REPORT,
    issued_at=NOON,
    scope="tuesday",
    ends_at=NOON + timedelta(days=1),
)


def test_whole_statement_has_no_gaps():
    assert gaps_of(WHOLE) == frozenset()


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"facts": "  "}, StatementGap.FACTS),
        ({"ground": ""}, StatementGap.GROUND),
        ({"explanation": ""}, StatementGap.EXPLANATION),
        ({"ends_at": None}, StatementGap.DURATION),
        ({"ends_at": NOON}, StatementGap.DURATION),
        ({"redress": (Redress.COURT,)}, StatementGap.REDRESS),
    ],
)
def test_missing_part_is_named(change, gap):
    assert gaps_of(replace(WHOLE, **change)) == {gap}


def test_warning_needs_no_end():
    assert gaps_of(replace(WHOLE, restriction=Restriction.WARNING, ends_at=None)) == frozenset()


def test_law_is_the_ground_only_of_what_is_unlawful():
    assert not WHOLE.is_about_law
    assert replace(WHOLE, reason=ReasonCode.UNLAWFUL).is_about_law


def test_persons_copy_is_plain_json_and_names_no_reporter():
    copy = json.loads(json.dumps(WHOLE.as_json()))
    assert copy["ends_at"] == "2026-03-04T12:00:00+00:00"
    assert copy["redress"] == ["appeal", "complaint", "out_of_court", "court"]
    assert not any("reporter" in field for field in copy)
    assert replace(WHOLE, ends_at=None).as_json()["ends_at"] is None


def test_no_reason_exists_for_having_disclosed_ones_own_pain():
    assert Category.DISCLOSURE.value not in {code.value for code in ReasonCode}
