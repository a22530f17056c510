"""From matches to findings: which stand when gates, excuses, quotation and language have been looked at."""

from __future__ import annotations

from collections.abc import Sequence

from moderation.rules.book import Reading
from moderation.rules.gates import Match, discounts, is_foreign, is_in_view, passes
from moderation.rules.rule import Quoted, Rule, Status
from moderation.verdict import Finding, Span

_MOST_SPANS, _SIGNS_OF_TONE = 16, 2


def findings_of(readings: Sequence[Reading], rules: Sequence[Rule], language: str | None) -> list[Finding]:
    """At most one finding for each rule, with the stretches of the original text it is about."""
    standing: dict[int, dict[tuple[str, ...], list[Match]]] = {}
    for reading in readings:
        for match in reading.matches:
            already = standing.get(match.rule, {}).get((), ())
            if len(already) >= _MOST_SPANS or (already and already[0].view is not match.view):
                continue
            if not _is_excused(match, readings):
                reasons = _reasons(match, reading, rules[match.rule], language)
                if reasons is not None:
                    standing.setdefault(match.rule, {}).setdefault(reasons, []).append(match)
    return [_finding(rules[number], by_reason) for number, by_reason in standing.items()]


def _reasons(match: Match, reading: Reading, rule: Rule, language: str | None) -> tuple[str, ...] | None:
    """None when the match is dropped, else why it weighs nothing (empty when it weighs)."""
    if not is_in_view(rule, match) or is_foreign(rule, match, language):
        return None
    if not passes(rule, match, reading.groups.get(match.rule, [])):
        return None
    reasons = discounts(rule, match)
    return None if reasons and rule.quoted is Quoted.IGNORE else reasons


def _is_excused(match: Match, readings: Sequence[Reading]) -> bool:
    """True with an excuse in the clause of the match, or with two signs of another tone anywhere.

    An excuse counts whichever view shows it: what looked misspelt may have been one.
    """
    rule = match.rule
    tones = {tuple(each.view.words[first:last]) for each in readings for first, last in each.tones.get(rule, ())}
    return len(tones) >= _SIGNS_OF_TONE or any(_excuses(match, each) for each in readings if rule in each.excuses)


def _excuses(match: Match, reading: Reading) -> bool:
    clause = match.view.clause(*match.words)
    places = reading.excuses[match.rule]
    if reading.view is match.view:
        return any(clause[0] <= first and last <= clause[1] for first, last in places)
    start, end = match.view.original_of_words(*clause)
    origins = (reading.view.original_of_words(*place) for place in places)
    return any(start <= first and last <= end for first, last in origins)


def _finding(rule: Rule, by_reason: dict[tuple[str, ...], list[Match]]) -> Finding:
    reasons = () if () in by_reason else next(iter(by_reason))
    matches = by_reason[reasons]
    spans = joined([match.original() for match in matches])
    if len(matches) >= _MOST_SPANS:
        # Nobody says a thing so often in a conversation: the rest is taken to go on like this.
        spans = (*spans[:-1], (spans[-1][0], matches[0].view.original_end()))
    return Finding(
        rule=rule.id,
        category=rule.category,
        severity=rule.severity,
        spans=spans,
        view=matches[0].view.name,
        discounted_by=reasons,
        risk=rule.risk,
        is_shadow=rule.status is Status.SHADOW,
    )


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same stretches in order, overlapping ones made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
