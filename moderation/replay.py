"""Trying a policy on past drafts: what would fire, what would change, and which threshold fits an alarm budget.

Nothing here claims to know which verdicts are wrong: without somebody's decision there is no error rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from moderation.deciding import Terms, decide
from moderation.draft import Draft
from moderation.policy import Policy
from moderation.screening import screen
from moderation.verdict import Category, Outcome, Side, Verdict


@dataclass(frozen=True, slots=True)
class Changed:
    """A draft, by its place in the input, whose outcome or side effects differ between two policies."""

    index: int
    before: Verdict
    after: Verdict

    def as_json(self) -> dict[str, object]:
        return {
            "index": self.index,
            "before": {"outcome": self.before.outcome.value, "sides": sorted(self.before.sides)},
            "after": {"outcome": self.after.outcome.value, "sides": sorted(self.after.sides)},
            "rules": sorted({f.rule for f in (*self.before.findings, *self.after.findings) if f.counts}),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What a policy does to a set of drafts. Shadow rules are counted apart; they had no effect."""

    drafts: int
    outcomes: Mapping[str, int]
    sides: Mapping[str, int]
    fired: Mapping[str, int]
    shadow_fired: Mapping[str, int]

    def as_json(self) -> dict[str, object]:
        rates = {rule: count / self.drafts for rule, count in self.fired.items()}
        return {
            "drafts": self.drafts,
            "outcomes": dict(self.outcomes),
            "sides": dict(self.sides),
            "fired": dict(self.fired),
            "hit_rate": {rule: round(rate, 5) for rule, rate in rates.items()},
            "shadow_fired": dict(self.shadow_fired),
        }


@dataclass(frozen=True, slots=True)
class Labels:
    """How often people agreed with a rule: decisions on messages it had found, and nothing beyond them."""

    upheld: int = 0
    overturned: int = 0


def replay(drafts: Iterable[Draft], policy: Policy) -> Report:
    """Screen each draft and count what fires."""
    verdicts = [screen(draft, policy) for draft in drafts]
    fired = Counter(f.rule for v in verdicts for f in v.findings if f.counts)
    shadow = Counter(f.rule for v in verdicts for f in v.findings if f.is_shadow and not f.discounted_by)
    return Report(
        drafts=len(verdicts),
        outcomes=Counter(verdict.outcome.value for verdict in verdicts),
        sides=Counter(side.value for verdict in verdicts for side in verdict.sides),
        fired=dict(fired.most_common()),
        shadow_fired=dict(shadow.most_common()),
    )


def changes(drafts: Iterable[Draft], before: Policy, after: Policy) -> list[Changed]:
    """The drafts that the second policy treats otherwise than the first."""
    pairs = ((index, screen(draft, before), screen(draft, after)) for index, draft in enumerate(drafts))
    return [
        Changed(index, old, new) for index, old, new in pairs if (old.outcome, old.sides) != (new.outcome, new.sides)
    ]


def floor_within_budget(drafts: Sequence[Draft], policy: Policy, category: Category, alarms_per_thousand: float) -> int:
    """The lowest severity floor at which this category disturbs people no more often than the budget; 6 for none.

    An alarm is a verdict that holds, refuses or alerts, and would not without findings of this category.
    """
    verdicts = [screen(draft, policy) for draft in drafts]
    for floor in range(1, 6):
        alarms = sum(_is_alarm_because_of(verdict, category, floor, policy.terms) for verdict in verdicts)
        if alarms * 1_000 <= alarms_per_thousand * max(1, len(verdicts)):
            return floor
    return 6


def _is_alarm_because_of(verdict: Verdict, category: Category, floor: int, terms: Terms) -> bool:
    kept = tuple(f for f in verdict.findings if f.category is not category or f.severity >= floor)
    without = tuple(f for f in kept if f.category is not category)
    return _is_alarm(decide(kept, terms)) and not _is_alarm(decide(without, terms))


def _is_alarm(verdict: Verdict) -> bool:
    return verdict.outcome >= Outcome.HOLD or Side.ALERT in verdict.sides


def labels(drafts: Iterable[Draft], decisions: Iterable[bool], policy: Policy) -> dict[str, Labels]:
    """For each rule that fired, how many decisions by people upheld or overturned the message's treatment.

    `decisions` runs beside `drafts`: True where somebody agreed that the message needed acting on.
    """
    upheld: Counter[str] = Counter()
    overturned: Counter[str] = Counter()
    for draft, agreed in zip(drafts, decisions, strict=True):
        fired = {finding.rule for finding in screen(draft, policy).findings if finding.counts}
        (upheld if agreed else overturned).update(fired)
    rules = sorted(upheld.keys() | overturned.keys())
    return {rule: Labels(upheld[rule], overturned[rule]) for rule in rules}
