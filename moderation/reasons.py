"""Why a restriction was made, in a closed list, and what a statement of reasons must say.

The fields follow Article 17(3) of Regulation (EU) 2022/2065 (Digital Services Act). The person who reported is never
named: nothing in a room makes that strictly necessary.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum


class ReasonCode(StrEnum):
    """What was broken. The client has a plain sentence for each, in every language."""

    HARASSMENT = "harassment"
    HATE = "hate"
    THREAT = "threat"
    SEXUAL_CONTENT = "sexual_content"
    GROOMING = "grooming"
    ENCOURAGEMENT_OF_SELF_HARM = "encouragement_of_self_harm"
    METHOD_DETAIL = "method_detail"
    OTHERS_PERSONAL_DATA = "others_personal_data"
    BROKEN_CONFIDENTIALITY = "broken_confidentiality"
    MEDICAL_DOSAGE = "medical_dosage"
    DRUG_SOURCING = "drug_sourcing"
    WEIGHT_AND_FOOD_NUMBERS = "weight_and_food_numbers"
    SPAM = "spam"
    PROSELYTISING = "proselytising"
    FLOOD = "flood"
    IMPERSONATION = "impersonation"
    EVADED_SANCTION = "evaded_sanction"
    HOUSE_RULE = "house_rule"
    UNLAWFUL = "unlawful"


class Restriction(StrEnum):
    """What was done."""

    MESSAGE_HELD = "message_held"
    MESSAGE_REMOVED = "message_removed"
    NOTE = "note"
    WARNING = "warning"
    MUTE = "mute"
    SUSPENSION = "suspension"
    EXCLUSION = "exclusion"


class Source(StrEnum):
    """How the matter came to be known."""

    REPORT = "report"
    OWN_INITIATIVE = "own_initiative"
    RULE = "rule"


class Redress(StrEnum):
    """Where the person can turn."""

    APPEAL = "appeal"
    COMPLAINT = "complaint"
    OUT_OF_COURT = "out_of_court"
    COURT = "court"


class StatementGap(StrEnum):
    """What a statement lacks or contradicts."""

    FACTS = "facts"
    GROUND = "ground"
    EXPLANATION = "explanation"
    DURATION = "duration"
    REDRESS = "redress"


_TIMED = frozenset({Restriction.MUTE, Restriction.SUSPENSION})


@dataclass(frozen=True, slots=True)
class StatementOfReasons:
    """What the person reads at the moment of the action.

    `ground` is the number of the house rule, or the law when the reason is `unlawful`. `scope` is a room's id, or
    None for the whole organisation. `ends_at` None: until acknowledged, decided or reversed. `was_found_by_rule` and
    `was_decided_by_rule` say whether automated means found the matter and whether they alone decided it.
    """

    restriction: Restriction
    reason: ReasonCode
    ground: str
    facts: str
    explanation: str
    source: Source
    issued_at: datetime
    scope: str | None = None
    ends_at: datetime | None = None
    was_found_by_rule: bool = False
    was_decided_by_rule: bool = False
    redress: tuple[Redress, ...] = (Redress.APPEAL, Redress.COMPLAINT, Redress.OUT_OF_COURT, Redress.COURT)

    @property
    def is_about_law(self) -> bool:
        """True when the ground is a law, and not the rules that the group agreed on."""
        return self.reason is ReasonCode.UNLAWFUL

    def as_json(self) -> dict[str, object]:
        """Plain values, times in ISO 8601, for the person's own copy."""
        values = asdict(self)
        values["issued_at"] = self.issued_at.isoformat()
        values["ends_at"] = None if self.ends_at is None else self.ends_at.isoformat()
        values["redress"] = [way.value for way in self.redress]
        return values


def gaps_of(statement: StatementOfReasons) -> frozenset[StatementGap]:
    """What is missing before the statement may be given; empty when it is whole."""
    checks = {
        StatementGap.FACTS: bool(statement.facts.strip()),
        StatementGap.GROUND: bool(statement.ground.strip()),
        StatementGap.EXPLANATION: bool(statement.explanation.strip()),
        StatementGap.DURATION: _has_fitting_duration(statement),
        StatementGap.REDRESS: Redress.APPEAL in statement.redress,
    }
    return frozenset(gap for gap, is_whole in checks.items() if not is_whole)


def _has_fitting_duration(statement: StatementOfReasons) -> bool:
    if statement.ends_at is None:
        return statement.restriction not in _TIMED
    return statement.ends_at > statement.issued_at
