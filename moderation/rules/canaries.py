"""The examples of rules, run through the compiled engine: a rule that misses its own lines is refused."""

from __future__ import annotations

from moderation.detecting import rule_findings
from moderation.rules.book import RuleBook
from moderation.rules.rule import Rule, RuleError
from moderation.text.plain import plain_view


def failing_canary(book: RuleBook, only: frozenset[str] | None = None) -> RuleError | None:
    """The first rule whose examples do not come out as written; None when all do."""
    for rule in book.rules:
        if only is None or rule.id in only:
            reason = _failing(book, rule)
            if reason:
                return RuleError(rule.file, rule.id, reason)
    return None


def _failing(book: RuleBook, rule: Rule) -> str:
    for line in rule.examples_match:
        if not _finds(book, rule, line):
            return f"does not find its example {line!r}"
    for line in rule.examples_leave:
        if _finds(book, rule, line):
            return f"finds what it must leave: {line!r}"
    return ""


def _finds(book: RuleBook, rule: Rule, line: str) -> bool:
    found, _ = rule_findings(book, plain_view(line), rule.language)
    return any(each.rule == rule.id and not each.discounted_by for each in found)
