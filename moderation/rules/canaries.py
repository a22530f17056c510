"""The examples of rules, run through the compiled engine: a rule that misses its own lines is refused."""

from __future__ import annotations

from collections.abc import Iterable

from moderation.detecting import book_findings, rule_findings
from moderation.kept import kept
from moderation.rules.loading import shipped_edition
from moderation.rules.rule import Rule, RuleError
from moderation.rules.shelf import Shelf
from moderation.text.plain import plain_view


def failing_canary(shelf: Shelf, rules: Iterable[Rule]) -> RuleError | None:
    """The first of these rules whose examples do not come out as written; None when all do."""
    for rule in rules:
        reason = _failing(shelf, rule)
        if reason:
            return RuleError(rule.file, rule.id, reason)
    return None


def silent_rule(shelf: Shelf) -> RuleError | None:
    """The first rule of the shelf that does not find its first example: a quick look, for every start."""
    for book in shelf.books:
        for rule in book.rules:
            for line in rule.examples_match[:1]:
                view = plain_view(line)
                view.language = rule.language
                found = book_findings(book, [view], rule.language, [])
                if not any(each.rule == rule.id for each in found) and not _finds(shelf, rule, line):
                    return RuleError(rule.file, rule.id, f"does not find its example {line!r}")
    return None


def silence_of_shipped(shelf: Shelf) -> RuleError | None:
    """What `silent_rule` says of the rules that ship; looked for again when a pack, a module or an engine is new."""

    def look() -> list[str]:
        silent = silent_rule(shelf)
        return [silent.file, silent.rule, silent.reason] if silent else []

    fault = kept("canaries", [shipped_edition()], look)
    return RuleError(*fault) if fault else None


def _failing(shelf: Shelf, rule: Rule) -> str:
    for line in rule.examples_match:
        if not _finds(shelf, rule, line):
            return f"does not find its example {line!r}"
    for line in rule.examples_leave:
        if _finds(shelf, rule, line):
            return f"finds what it must leave: {line!r}"
    return ""


def _finds(shelf: Shelf, rule: Rule, line: str) -> bool:
    found, _ = rule_findings(shelf, plain_view(line), rule.language)
    return any(each.rule == rule.id and not each.discounted_by for each in found)
