"""One decision from all findings. The promises I1, I2, I3 and I5 live here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

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
# Looking a member up in its class takes longer than most of what is done with it here.
_ALLOW, _NUDGE, _MASK, _VEIL = Outcome.ALLOW, Outcome.NUDGE, Outcome.MASK, Outcome.VEIL
_HOLD, _REFUSE, _NO_RISK = Outcome.HOLD, Outcome.REFUSE, Risk.NONE
_DISCLOSURE, _FLOOD = Category.DISCLOSURE, Category.FLOOD
_SUPPORT, _ALERT, _ESCALATE = Side.SUPPORT, Side.ALERT, Side.ESCALATE
_RULE_MATCHED = SentenceCode.RULE_MATCHED
_SUPPORT_OFFERED, _HUMAN_ALERTED = Sentence(SentenceCode.SUPPORT_OFFERED), Sentence(SentenceCode.HUMAN_ALERTED)
_SLOW_DOWN, _WORDS_MASKED = Sentence(SentenceCode.SLOW_DOWN), Sentence(SentenceCode.WORDS_MASKED)
_EDIT_OR_APPEAL, _CONTENT_NOTE = Sentence(SentenceCode.EDIT_OR_APPEAL), (Sentence(SentenceCode.CONTENT_NOTE),)
_SAID_OF = {
    _NUDGE: (Sentence(SentenceCode.REPHRASE),),
    _VEIL: (Sentence(SentenceCode.VEILED),),
    _HOLD: (Sentence(SentenceCode.HELD),),
    _REFUSE: (Sentence(SentenceCode.REFUSED),),
}
_RANK = attrgetter("rank")
# What a disclosure or a method detail may at most become, whatever a policy says (I1).
_CEILINGS = {_DISCLOSURE: _VEIL, Category.METHOD_DETAIL: _MASK}
# Nobody who is in distress is told that they swear, shout or write too much.
_UNKIND_TO_DISTRESS = frozenset({Category.PROFANITY, _FLOOD})
GRAVE = 4

Weighed = tuple[Finding, Outcome]
"""A finding that counts, and what the policy wants for its kind."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What a policy says, as far as the decision needs it. Each policy has its own, so they need no comparing."""

    outcomes: Mapping[Category, Outcome]
    floors: Mapping[Category, int]
    version: str


def decide(findings: Sequence[Finding], terms: Terms, degraded: tuple[str, ...] = ()) -> Verdict:
    """The verdict on these findings. Same findings and terms, same verdict (I4)."""
    if degraded or len(findings) > 1:
        return _verdict(findings, terms, degraded)
    return _on_one(findings[0], terms) if findings else _on_nothing(terms)


@lru_cache(256)
def _on_nothing(terms: Terms) -> Verdict:
    return Verdict(_ALLOW, policy_version=terms.version)


@lru_cache(512)
def _on_one(finding: Finding, terms: Terms) -> Verdict:
    # In a flood the same is found again and again.
    return _verdict((finding,), terms, ())


def _verdict(findings: Sequence[Finding], terms: Terms, degraded: tuple[str, ...]) -> Verdict:
    weighed = [(finding, _wanted(finding, terms)) for finding in findings if finding.counts]
    if not weighed and not degraded:
        return Verdict(_ALLOW, findings=tuple(findings), policy_version=terms.version)
    risk = _risk(weighed)
    outcome = _outcome(weighed, risk)
    sides = _sides(risk, bool(degraded))
    if degraded and risk is _NO_RISK:
        outcome = _gravest((outcome, _HOLD))
    masks = _masks(weighed)
    return Verdict(
        outcome=outcome,
        risk=risk,
        sides=sides,
        findings=tuple(findings),
        masks=masks,
        sentences=_sentences(weighed, outcome, sides, degraded, bool(masks)),
        would_change=_change(weighed, outcome) if not degraded else None,
        policy_version=terms.version,
        degraded=degraded,
    )


def _risk(weighed: Sequence[Weighed]) -> Risk:
    return max([finding.risk for finding, _ in weighed], key=_RANK, default=_NO_RISK)


def _gravest(outcomes: Sequence[Outcome]) -> Outcome:
    return max(outcomes, key=_RANK, default=_ALLOW)


@lru_cache(32)
def _sides(risk: Risk, is_degraded: bool) -> frozenset[Side]:
    sides = set()
    if risk >= Risk.PASSIVE:
        sides.add(_SUPPORT)
    if risk >= Risk.SELF_HARM or is_degraded:
        sides.add(_ALERT)
    if risk >= Risk.ACTIVE:
        sides.add(_ESCALATE)
    return frozenset(sides)


def _outcome(weighed: Sequence[Weighed], risk: Risk) -> Outcome:
    outcome = _gravest([_alone(finding, wanted, risk) for finding, wanted in weighed])
    if risk is _NO_RISK and len(weighed) > 1 and outcome.rank < _HOLD.rank and _weigh_together(weighed):
        return _HOLD
    return outcome


def _wanted(finding: Finding, terms: Terms) -> Outcome:
    category = finding.category
    if finding.severity < terms.floors.get(category, 1):
        return _ALLOW
    wanted = terms.outcomes[category]
    ceiling = _CEILINGS.get(category)
    return wanted if ceiling is None else _milder(wanted, ceiling)


def _milder(one: Outcome, other: Outcome) -> Outcome:
    return one if one.rank <= other.rank else other


def _alone(finding: Finding, wanted: Outcome, risk: Risk) -> Outcome:
    """What this finding does by itself."""
    if risk is not _NO_RISK and finding.category in _UNKIND_TO_DISTRESS:
        return _ALLOW
    if wanted.rank <= _MASK.rank or finding.category is _DISCLOSURE:
        return wanted
    if finding.severity < GRAVE:
        return _milder(wanted, _VEIL if finding.severity == GRAVE - 1 else _NUDGE)
    if risk is _NO_RISK:
        return wanted
    return _milder(wanted, _HOLD if finding.category in AGAINST_OTHERS else _NUDGE)


def _weigh_together(weighed: Sequence[Weighed]) -> bool:
    """True when two findings of severity 3, by different rules about different words, would hold."""
    holding = [f for f, wanted in weighed if f.severity == GRAVE - 1 and wanted.rank >= _HOLD.rank]
    return any(
        one.rule != other.rule and not _overlap(one.spans, other.spans)
        for index, one in enumerate(holding)
        for other in holding[index + 1 :]
    )


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _masks(weighed: Sequence[Weighed]) -> tuple[Span, ...]:
    return tuple(sorted({span for finding, wanted in weighed if wanted is _MASK for span in finding.spans}))


def _change(weighed: Sequence[Weighed], outcome: Outcome) -> Change | None:
    """What the message would become without the words of the findings that made it so."""
    if outcome is _ALLOW:
        return None
    blamed = [f for f, wanted in weighed if wanted is not _ALLOW and f.category is not _DISCLOSURE]
    without = tuple(sorted({span for finding in blamed for span in finding.spans}))
    if not without:
        return None
    if len(blamed) == len(weighed):
        return Change(without, _ALLOW)
    rest = [each for each in weighed if each[1] is _ALLOW or each[0].category is _DISCLOSURE]
    return Change(without, _outcome(rest, _risk(rest)))


def _sentences(
    weighed: Sequence[Weighed],
    outcome: Outcome,
    sides: frozenset[Side],
    degraded: tuple[str, ...],
    is_masked: bool,
) -> tuple[Sentence, ...]:
    sentences = []
    if _SUPPORT in sides:
        sentences.append(_SUPPORT_OFFERED)
    if _ALERT in sides and not degraded:
        sentences.append(_HUMAN_ALERTED)
    if degraded:
        sentences.append(Sentence(SentenceCode.CHECK_INCOMPLETE, {"checks": degraded}))
    sentences += _said_of(outcome, weighed)
    if any(finding.category is _FLOOD for finding, _ in weighed):
        sentences.append(_SLOW_DOWN)
    if is_masked:
        sentences.append(_WORDS_MASKED)
    sentences += [_rule_sentence(finding) for finding, wanted in weighed if wanted is not _ALLOW]
    if outcome.rank >= _HOLD.rank:
        sentences.append(_EDIT_OR_APPEAL)
    return tuple(sentences)


def _said_of(outcome: Outcome, weighed: Sequence[Weighed]) -> tuple[Sentence, ...]:
    if outcome is _VEIL and all(f.category is _DISCLOSURE for f, wanted in weighed if wanted.rank >= _VEIL.rank):
        return _CONTENT_NOTE
    return _SAID_OF.get(outcome, ())


def _rule_sentence(finding: Finding) -> Sentence:
    params = {"rule": finding.rule, "category": finding.category.value, "spans": finding.spans}
    return Sentence(_RULE_MATCHED, params)
