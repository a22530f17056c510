"""The answer to a draft: what was found, what happens, and why. Immutable, and plain JSON when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Self

Span = tuple[int, int]


class _Ordered(StrEnum):
    """Values compare by the order in which they are declared, not by their letters."""

    rank: int

    def __new__(cls, value: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.rank = len(cls.__members__)
        return member

    def __lt__(self, other: str) -> bool:
        return self.rank < self._rank_of(other)

    def __le__(self, other: str) -> bool:
        return self.rank <= self._rank_of(other)

    def __gt__(self, other: str) -> bool:
        return self.rank > self._rank_of(other)

    def __ge__(self, other: str) -> bool:
        return self.rank >= self._rank_of(other)

    def _rank_of(self, other: str) -> int:
        # Looking a member up by its value takes longer than all the rest of a decision.
        return other.rank if isinstance(other, type(self)) else type(self)(other).rank


class Outcome(_Ordered):
    """What happens to the message, from the mildest to the gravest."""

    ALLOW = "allow"
    NUDGE = "nudge"
    MASK = "mask"
    VEIL = "veil"
    HOLD = "hold"
    REFUSE = "refuse"


class Risk(_Ordered):
    """How near to harm the author seems; a fact about the person, never a reason to silence them."""

    NONE = "none"
    PAST = "past"
    PASSIVE = "passive"
    SELF_HARM = "self_harm"
    ACTIVE = "active"
    IMMINENT = "imminent"


class Side(StrEnum):
    """What happens beside the message: support for its author, a human told, a human told at once."""

    SUPPORT = "support"
    ALERT = "alert"
    ESCALATE = "escalate"


class Category(StrEnum):
    """The closed list of what a rule may be about."""

    DISCLOSURE = "disclosure"
    METHOD_DETAIL = "method_detail"
    ENCOURAGEMENT_OF_SELF_HARM = "encouragement_of_self_harm"
    THREAT = "threat"
    HARASSMENT = "harassment"
    HATE = "hate"
    SEXUAL = "sexual"
    GROOMING = "grooming"
    CONTACT_DETAILS = "contact_details"
    IDENTITY_NUMBER = "identity_number"
    MEDICAL_DOSAGE = "medical_dosage"
    DRUG_SOURCING = "drug_sourcing"
    WEIGHT_AND_FOOD_NUMBERS = "weight_and_food_numbers"
    SPAM = "spam"
    LINK = "link"
    PROSELYTISING = "proselytising"
    PROFANITY = "profanity"
    FLOOD = "flood"


class SentenceCode(StrEnum):
    """Everything a verdict can say to the author; the client finds the words in their language."""

    SUPPORT_OFFERED = "support_offered"
    HUMAN_ALERTED = "human_alerted"
    CONTENT_NOTE = "content_note"
    WORDS_MASKED = "words_masked"
    REPHRASE = "rephrase"
    VEILED = "veiled"
    HELD = "held"
    REFUSED = "refused"
    RULE_MATCHED = "rule_matched"
    EDIT_OR_APPEAL = "edit_or_appeal"
    SLOW_DOWN = "slow_down"
    CHECK_INCOMPLETE = "check_incomplete"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that matched. `spans` are half-open offsets in the text as the author typed it."""

    rule: str
    category: Category
    severity: int
    spans: tuple[Span, ...]
    view: str = "plain"
    discounted_by: tuple[str, ...] = ()
    risk: Risk = Risk.NONE
    is_shadow: bool = False

    @property
    def counts(self) -> bool:
        """True when the finding takes part in the decision: neither discounted nor on trial."""
        return not self.discounted_by and not self.is_shadow

    def as_json(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "category": self.category.value,
            "severity": self.severity,
            "spans": [list(span) for span in self.spans],
            "view": self.view,
            "discounted_by": list(self.discounted_by),
            "risk": self.risk.value,
            "is_shadow": self.is_shadow,
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its code, with the words or rule it speaks of."""

    code: SentenceCode
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    def as_json(self) -> dict[str, object]:
        return {"code": self.code.value, "params": dict(self.params)}


@dataclass(frozen=True, slots=True)
class Change:
    """What would have changed the outcome: without these stretches of text it would have been this one."""

    without: tuple[Span, ...]
    outcome: Outcome

    def as_json(self) -> dict[str, object]:
        return {"without": [list(span) for span in self.without], "outcome": self.outcome.value}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one decision about a draft. `degraded` names every check that could not be made."""

    outcome: Outcome
    risk: Risk = Risk.NONE
    sides: frozenset[Side] = frozenset()
    findings: tuple[Finding, ...] = ()
    masks: tuple[Span, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    would_change: Change | None = None
    policy_version: str = ""
    degraded: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "outcome": self.outcome.value,
            "risk": self.risk.value,
            "sides": sorted(side.value for side in self.sides),
            "findings": [finding.as_json() for finding in self.findings],
            "masks": [list(span) for span in self.masks],
            "sentences": [sentence.as_json() for sentence in self.sentences],
            "would_change": self.would_change.as_json() if self.would_change else None,
            "policy_version": self.policy_version,
            "degraded": list(self.degraded),
        }
