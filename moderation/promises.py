"""The promises every policy keeps, tried on every combination of findings that could break one."""

from __future__ import annotations

from itertools import product

from moderation.deciding import AGAINST_OTHERS, GRAVE, Terms, decide
from moderation.verdict import Category, Finding, Outcome, Risk, Side, Verdict

_RISKS = tuple(risk for risk in Risk if risk is not Risk.NONE)


def broken_promise(terms: Terms) -> str:
    """What a policy with these terms would do wrong, in words; empty when it keeps I1 to I5."""
    if terms.outcomes[Category.DISCLOSURE] > Outcome.VEIL:
        return "I1: a disclosure is delivered, at most behind a content note"
    if terms.outcomes[Category.METHOD_DETAIL] is not Outcome.MASK:
        return "I1: a method detail is masked and the rest delivered"
    for risk in _RISKS:
        broken = _broken_by_disclosure(terms, risk)
        if broken:
            return broken
    return _broken_when_degraded(terms)


def _broken_by_disclosure(terms: Terms, risk: Risk) -> str:
    disclosure = Finding("disclosure", Category.DISCLOSURE, 5, ((0, 1),), risk=risk)
    verdict = decide((disclosure,), terms)
    if verdict.outcome > Outcome.VEIL:
        return "I1: a disclosure alone is delivered"
    if (risk >= Risk.PASSIVE) != (Side.SUPPORT in verdict.sides):
        return "I2: support is offered from passive risk on"
    if risk >= Risk.SELF_HARM and Side.ALERT not in verdict.sides:
        return "I2: a human is alerted from self-harm on"
    if risk >= Risk.ACTIVE and Side.ESCALATE not in verdict.sides:
        return "I2: active and imminent risk is escalated"
    for category, severity in product(Category, range(1, 6)):
        other = Finding("other", category, severity, ((2, 3),))
        more = Finding("more", category, severity, ((4, 5),))
        verdict = decide((disclosure, other, more), terms)
        may_hold = category in AGAINST_OTHERS and severity >= GRAVE
        if verdict.outcome >= Outcome.HOLD and not may_hold:
            return f"I1: a disclosure is not held for {category.value} of severity {severity}"
        if verdict.outcome is Outcome.REFUSE:
            return "I1: a disclosure is never refused"
        if not _is_explained(verdict):
            return "I3: whoever is held learns which rule, which words, and what can be done"
    return ""


def _is_explained(verdict: Verdict) -> bool:
    codes = {sentence.code.value for sentence in verdict.sentences}
    return verdict.outcome < Outcome.HOLD or {"rule_matched", "edit_or_appeal"} <= codes


def _broken_when_degraded(terms: Terms) -> str:
    verdict = decide((), terms, ("literals",))
    if Side.ALERT not in verdict.sides or not verdict.sentences:
        return "I5: a check that fails asks a human and says so"
    return ""
