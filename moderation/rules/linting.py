"""Everything that is wrong with packs, listed: one line a fault, with file, rule and reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from moderation.deciding import AGAINST_OTHERS, GRAVE
from moderation.detecting import rule_findings
from moderation.draft import Draft
from moderation.rules.book import RuleBook
from moderation.rules.canaries import failing_canary
from moderation.rules.loading import pack_files, read_pack
from moderation.rules.rule import Rule, RuleError
from moderation.rules.shelf import Shelf
from moderation.text.language import LANGUAGES
from moderation.text.plain import plain_view
from moderation.verdict import Category

HELD = AGAINST_OTHERS | {Category.SPAM}
_EXPLAINED_FROM = 2
_ESCAPE = re.compile(r"\\p\{?\w+\}?|\\.")


def lint(paths: Sequence[Path] = ()) -> list[str]:
    """The faults of these pack files, or of all packs in the package. Empty when there are none."""
    faults: list[str] = []
    rules: list[Rule] = []
    for file, source in _sources(paths):
        try:
            rules += read_pack(file, source)
        except RuleError as wrong:
            faults.append(str(wrong))
    faults += _shape_faults(rules)
    faults += _running_faults(rules)
    return faults


def benign_hits(shelf: Shelf, drafts: Iterable[Draft]) -> list[str]:
    """Grave rules that find something in lines nobody should be held for."""
    hits = []
    for draft in drafts:
        found, _ = rule_findings(shelf, plain_view(draft.text), draft.language)
        hits += [
            f"{finding.rule}: finds the benign line {draft.text!r}"
            for finding in found
            if finding.counts and finding.severity >= GRAVE and finding.category in HELD
        ]
    return hits


def _sources(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    if paths:
        for path in paths:
            yield str(path), path.read_text("utf-8", "replace")
    else:
        for name, pack in pack_files():
            yield name, pack.read_text("utf-8")


def _shape_faults(rules: Iterable[Rule]) -> Iterator[str]:
    seen: set[str] = set()
    for rule in rules:
        for reason in _shape_faults_of(rule, seen):
            yield str(RuleError(rule.file, rule.id, reason))
        seen.add(rule.id)


def _shape_faults_of(rule: Rule, seen: set[str]) -> Iterator[str]:
    if rule.id in seen:
        yield "this id is used twice"
    if not rule.id.startswith(f"{rule.language}."):
        yield f"an id begins with its language: {rule.language}.…"
    if not rule.examples_match:
        yield "needs at least one example that matches"
    if rule.severity >= 4 and not rule.examples_leave:
        yield "a grave rule needs an example it leaves alone"
    if rule.severity >= _EXPLAINED_FROM and set(rule.explain) != set(LANGUAGES):
        yield f"needs an explanation in {', '.join(LANGUAGES)}"
    if any(pattern != pattern.lower() for pattern in map(_without_escapes, rule.patterns)):
        yield "a pattern is written in lower case, as the plain view is"


def _without_escapes(pattern: str) -> str:
    return _ESCAPE.sub("", pattern)


def _running_faults(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        try:
            failing = failing_canary(Shelf(RuleBook([rule])), [rule])
        except RuleError as wrong:
            failing = wrong
        if failing:
            yield str(failing)
