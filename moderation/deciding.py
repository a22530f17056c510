"""One decision from all findings. The promises I1, I2, I3 and I5 live here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moderation.verdict import (
    Category,
    Change,
    Finding,
    Outcome,
    Risk,
    Sentence,
    SentenceCode,
    Side,
    Span,
    Verdict,
)

AGAINST_OTHERS = frozenset(
    {
        Category.ENCOURAGEMENT_OF_SELF_HARM,
        Category.THREAT,
        Category.HARASSMENT,
        Category.HATE,
        Category.SEXUAL,
        Category.GROOMING,
        Category.DRUG_SOURCING,
    }
)
# What a disclosure or a method detail may at most become, whatever a policy says (I1).
_CEILINGS = {Category.DISCLOSURE: Outcome.VEIL, Category.METHOD_DETAIL: Outcome.MASK}
# Nobody who is in distress is told that they swear, shout or write too much.
_UNKIND_TO_DISTRESS = frozenset({Category.PROFANITY, Category.FLOOD})
GRAVE = 4


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy says, as far as the decision needs it."""

    outcomes: Mapping[Category, Outcome]
    floors: Mapping[Category, int]
    version: str


def decide(findings: Sequence[Finding], terms: Terms, degraded: tuple[str, ...] = ()) -> Verdict:
    """The verdict on these findings. Same findings and terms, same verdict (I4)."""
    weighing = [finding for finding in findings if finding.counts]
    if not findings and not degraded:
        return _nothing_found(terms.version)
    if not weighing and not degraded:
        return Verdict(Outcome.ALLOW, findings=tuple(findings), policy_version=terms.version)
    risk = max((finding.risk for finding in weighing), default=Risk.NONE)
    outcome = _outcome(weighing, terms, risk)
    sides = _sides(risk, degraded)
    if degraded and risk is Risk.NONE:
        outcome = max(outcome, Outcome.HOLD)
    return Verdict(
        outcome=outcome,
        risk=risk,
        sides=sides,
        findings=tuple(findings),
        masks=_masks(weighing, terms),
        sentences=_sentences(weighing, terms, outcome, sides, degraded),
        would_change=_change(weighing, terms, outcome) if not degraded else None,
        policy_version=terms.version,
        degraded=degraded,
    )


@lru_cache(256)
def _nothing_found(version: str) -> Verdict:
    return Verdict(Outcome.ALLOW, policy_version=version)


def _sides(risk: Risk, degraded: tuple[str, ...]) -> frozenset[Side]:
    sides = set()
    if risk >= Risk.PASSIVE:
        sides.add(Side.SUPPORT)
    if risk >= Risk.SELF_HARM or degraded:
        sides.add(Side.ALERT)
    if risk >= Risk.ACTIVE:
        sides.add(Side.ESCALATE)
    return frozenset(sides)


def _outcome(weighing: Sequence[Finding], terms: Terms, risk: Risk) -> Outcome:
    outcome = max((_alone(finding, terms, risk) for finding in weighing), default=Outcome.ALLOW)
    if outcome < Outcome.HOLD and risk is Risk.NONE and _weigh_together(weighing, terms):
        return Outcome.HOLD
    return outcome


def _wanted(finding: Finding, terms: Terms) -> Outcome:
    if finding.severity < terms.floors.get(finding.category, 1):
        return Outcome.ALLOW
    wanted = terms.outcomes[finding.category]
    ceiling = _CEILINGS.get(finding.category)
    return wanted if ceiling is None else min(wanted, ceiling)


def _alone(finding: Finding, terms: Terms, risk: Risk) -> Outcome:
    """What this finding does by itself."""
    wanted = _wanted(finding, terms)
    if risk is not Risk.NONE and finding.category in _UNKIND_TO_DISTRESS:
        return Outcome.ALLOW
    if wanted <= Outcome.MASK:
        return wanted
    if finding.category is Category.DISCLOSURE:
        return wanted
    if finding.severity < GRAVE:
        return min(wanted, Outcome.VEIL if finding.severity == GRAVE - 1 else Outcome.NUDGE)
    if risk is Risk.NONE:
        return wanted
    return min(wanted, Outcome.HOLD if finding.category in AGAINST_OTHERS else Outcome.NUDGE)


def _weigh_together(weighing: Sequence[Finding], terms: Terms) -> bool:
    """True when two findings of severity 3, by different rules about different words, would hold."""
    holding = [f for f in weighing if f.severity == GRAVE - 1 and _wanted(f, terms) >= Outcome.HOLD]
    return any(
        one.rule != other.rule and not _overlap(one.spans, other.spans)
        for index, one in enumerate(holding)
        for other in holding[index + 1 :]
    )


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _masks(weighing: Sequence[Finding], terms: Terms) -> tuple[Span, ...]:
    spans = {span for finding in weighing if _wanted(finding, terms) is Outcome.MASK for span in finding.spans}
    return tuple(sorted(spans))


def _change(weighing: Sequence[Finding], terms: Terms, outcome: Outcome) -> Change | None:
    """What the message would become without the words of the findings that made it so."""
    if outcome is Outcome.ALLOW:
        return None
    not_disclosed = [f for f in weighing if f.category is not Category.DISCLOSURE]
    blamed = [f for f in not_disclosed if _wanted(f, terms) is not Outcome.ALLOW]
    rest = [finding for finding in weighing if finding not in blamed]
    risk = max((finding.risk for finding in rest), default=Risk.NONE)
    without = tuple(sorted({span for finding in blamed for span in finding.spans}))
    return Change(without, _outcome(rest, terms, risk)) if without else None


def _sentences(
    weighing: Sequence[Finding],
    terms: Terms,
    outcome: Outcome,
    sides: frozenset[Side],
    degraded: tuple[str, ...],
) -> tuple[Sentence, ...]:
    codes = []
    if Side.SUPPORT in sides:
        codes.append(Sentence(SentenceCode.SUPPORT_OFFERED))
    if Side.ALERT in sides and not degraded:
        codes.append(Sentence(SentenceCode.HUMAN_ALERTED))
    if degraded:
        codes.append(Sentence(SentenceCode.CHECK_INCOMPLETE, {"checks": degraded}))
    codes += [Sentence(code) for code in _said_of(outcome, weighing, terms)]
    codes += [_rule_sentence(f) for f in weighing if _wanted(f, terms) is not Outcome.ALLOW]
    if outcome >= Outcome.HOLD:
        codes.append(Sentence(SentenceCode.EDIT_OR_APPEAL))
    return tuple(codes)


def _said_of(outcome: Outcome, weighing: Sequence[Finding], terms: Terms) -> list[SentenceCode]:
    if outcome is Outcome.VEIL:
        is_note = all(f.category is Category.DISCLOSURE for f in weighing if _wanted(f, terms) >= Outcome.VEIL)
        said = [SentenceCode.CONTENT_NOTE if is_note else SentenceCode.VEILED]
    else:
        said = {
            Outcome.NUDGE: [SentenceCode.REPHRASE],
            Outcome.HOLD: [SentenceCode.HELD],
            Outcome.REFUSE: [SentenceCode.REFUSED],
        }.get(outcome, [])
    if any(f.category is Category.FLOOD for f in weighing):
        said.append(SentenceCode.SLOW_DOWN)
    if _masks(weighing, terms):
        said.append(SentenceCode.WORDS_MASKED)
    return said


def _rule_sentence(finding: Finding) -> Sentence:
    params = {"rule": finding.rule, "category": finding.category.value, "spans": finding.spans}
    return Sentence(SentenceCode.RULE_MATCHED, params)
