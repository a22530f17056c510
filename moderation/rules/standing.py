"""From matches to findings: which stand when gates, excuses, quotation and language have been looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from moderation.rules.book import Reading
from moderation.rules.gates import Match, discounts, is_foreign, is_in_view, passes
from moderation.rules.rule import Quoted, Rule, Status
from moderation.text.view import View
from moderation.verdict import Finding, Span

_MOST_SPANS, _SIGNS_OF_TONE = 16, 2
_END = itemgetter(1)


class Standing:
    """The matches of one book's rules in some views of a text that stand, view by view."""

    def __init__(self, readings: Sequence[Reading], rules: Sequence[Rule], language: str | None) -> None:
        self._readings = readings
        self._rules = rules
        self._language = language
        self._by_rule: dict[int, dict[tuple[str, ...], list[Match]]] = {}
        self._excuses: dict[int, _Excuses] = {}
        self._origins = _Origins()

    def settled(self) -> list[int]:
        """Rules that weigh already: what they would match in a view to come makes no difference."""
        return [number for number, by_reason in self._by_rule.items() if () in by_reason]

    def add(self, reading: Reading) -> None:
        """Look at the matches of this view; circumstances have been read in all views, for all of their rules."""
        for match in reading.matches:
            number = match.rule
            already = self._by_rule[number].get((), ()) if number in self._by_rule else ()
            if already and (len(already) >= _MOST_SPANS or already[0].view is not match.view):
                continue
            if number not in self._excuses:
                self._excuses[number] = _Excuses(number, self._readings, self._origins)
            if not self._excuses[number].cover(match):
                reasons = _reasons(match, reading, self._rules[number], self._language)
                if reasons is not None:
                    self._by_rule.setdefault(number, {}).setdefault(reasons, []).append(match)

    def findings(self) -> list[Finding]:
        """At most one finding for each rule, with the stretches of the original text it is about."""
        return [_finding(self._rules[number], by_reason) for number, by_reason in self._by_rule.items()]


def _reasons(match: Match, reading: Reading, rule: Rule, language: str | None) -> tuple[str, ...] | None:
    """None when the match is dropped, else why it weighs nothing (empty when it weighs)."""
    if not is_in_view(rule, match) or is_foreign(rule, match, language):
        return None
    if not passes(rule, match, reading.groups.get(match.rule, [])):
        return None
    reasons = discounts(rule, match)
    return None if reasons and rule.quoted is Quoted.IGNORE else reasons


class _Origins(dict[View, dict[Span, Span]]):
    """Where the words of each view stand in the text as typed: the same excuse is one of many rules."""

    def of(self, view: View, places: Sequence[Span]) -> list[Span]:
        known = self.setdefault(view, {})
        for place in places:
            if place not in known:
                known[place] = view.original_of_words(*place)
        return [known[place] for place in places]


class _Excuses:
    """Where a rule is excused: everywhere with two signs of another tone, else in the clauses that hold an excuse.

    An excuse counts whichever view shows it: what looked misspelt may have been one.
    """

    def __init__(self, rule: int, readings: Sequence[Reading], origins: _Origins) -> None:
        tones = {tuple(each.view.words[first:last]) for each in readings for first, last in each.tones.get(rule, ())}
        self._is_everywhere = len(tones) >= _SIGNS_OF_TONE
        self._places = {each.view: each.excuses[rule] for each in readings if rule in each.excuses}
        self._origins = origins
        self._typed: dict[View, list[Span]] = {}

    def cover(self, match: Match) -> bool:
        """True for a match that is excused."""
        if self._is_everywhere or not self._places:
            return self._is_everywhere
        clause = match.view.clause(*match.words)
        return any(self._is_one_in(clause, match.view, view) for view in self._places)

    def _is_one_in(self, clause: Span, of: View, view: View) -> bool:
        places = self._places[view]
        if of is view:
            return _is_one_within(clause, places)
        [stretch] = self._origins.of(of, [clause])
        return _is_one_within(stretch, self._as_typed(view, places))

    def _as_typed(self, view: View, places: Sequence[Span]) -> list[Span]:
        if view not in self._typed:
            self._typed[view] = self._origins.of(view, places)
        return self._typed[view]


def _is_one_within(stretch: Span, spans: Sequence[Span]) -> bool:
    """True when one of these, which are in the order of their ends, begins and ends within the stretch."""
    for at in range(bisect_right(spans, stretch[0], key=_END), len(spans)):
        first, last = spans[at]
        if last > stretch[1]:
            return False
        if stretch[0] <= first:
            return True
    return False


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
