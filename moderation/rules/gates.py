"""Whether a match means what its rule is about: person, negation, quotation, time, language."""

from __future__ import annotations

from typing import NamedTuple

from moderation.rules.rule import Gate, Quoted, Rule
from moderation.text import cues, quotation
from moderation.text.view import View
from moderation.verdict import Span

# Looking a member up in its class takes as long as most gates.
_SPEAKS_OF = {gate: gate.value for gate in (Gate.FIRST_PERSON, Gate.SECOND_PERSON, Gate.THIRD_PERSON)}
_SPEAKS_NOT_OF = {gate: gate.value.removeprefix("not_") for gate in (Gate.NOT_FIRST_PERSON, Gate.NOT_SECOND_PERSON)}
_GROUP_MENTIONED, _NOT_NEGATED, _NOT_DENIED = Gate.GROUP_MENTIONED, Gate.NOT_NEGATED, Gate.NOT_DENIED
_NOT_QUOTED, _KEEP = Gate.NOT_QUOTED, Quoted.KEEP


class Match(NamedTuple):
    """Words first…last-1 of a view, found by the rule with this number."""

    rule: int
    view: View
    words: Span
    place: Span | None = None
    """Exact stretch of the view's text, where a pattern knows it better than whole words."""

    def original(self) -> Span:
        if self.place is not None:
            return self.view.original(*self.place)
        return self.view.original_of_words(*self.words)


def is_in_view(rule: Rule, match: Match) -> bool:
    """True when the rule looks at this view, and takes guesses if the match rests on one."""
    view = match.view
    if view.name not in rule.views:
        return False
    if not view.guesses or "misspelt" in rule.views:
        return True
    start, end = view.place_of_words(*match.words)
    return not any(start < guess_end and guess_start < end for guess_start, guess_end in view.guesses)


def is_foreign(rule: Rule, match: Match, language: str | None) -> bool:
    """True when these letters mean something else in the language of the message."""
    if language is None or language == rule.language:
        return False
    first, last = match.words
    return language in rule.not_in or (last - first == 1 and len(match.view.words[first]) <= 3)


def passes(rule: Rule, match: Match, groups: list[Span]) -> bool:
    """True when every gate of the rule is open around this match."""
    if not rule.needs:
        return True
    clause = match.view.clause(*match.words)
    return all(_is_open(gate, rule, match, clause, groups) for gate in rule.needs)


def discounts(rule: Rule, match: Match) -> tuple[str, ...]:
    """Why a match that stands weighs nothing."""
    if rule.quoted is _KEEP:
        return ()
    reasons = []
    if quotation.in_quotation(match.view, match.words):
        reasons.append("quotation")
    if quotation.is_reported(match.view, match.words, rule.language):
        reasons.append("reported_speech")
    return tuple(reasons)


def _is_open(gate: Gate, rule: Rule, match: Match, clause: Span, groups: list[Span]) -> bool:
    view, words, language = match.view, match.words, rule.language
    if gate in _SPEAKS_OF:
        return cues.speaks_of(_SPEAKS_OF[gate], view.words[slice(*clause)], language)
    if gate in _SPEAKS_NOT_OF:
        return not cues.speaks_of(_SPEAKS_NOT_OF[gate], view.words[slice(*clause)], language)
    if gate is _GROUP_MENTIONED:
        return any(clause[0] <= first and last <= clause[1] for first, last in groups)
    if gate is _NOT_NEGATED:
        return not cues.is_negated(view, words, clause, language)
    if gate is _NOT_DENIED:
        return not cues.is_denied(view, words, clause, language)
    if gate is _NOT_QUOTED:
        return not (quotation.in_quotation(view, words) or quotation.is_reported(view, words, language))
    return not cues.is_past(view, clause, language)
