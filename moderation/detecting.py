"""Every detector run on a draft, none able to stop another: findings, and the names of those that failed."""

from __future__ import annotations

from collections.abc import Callable

from moderation.rules.book import Reading, RuleBook
from moderation.rules.standing import findings_of
from moderation.text.language import language_of
from moderation.text.restoring import restored_view
from moderation.text.view import View
from moderation.verdict import Finding


def rule_findings(book: RuleBook, plain: View, hint: str | None) -> tuple[list[Finding], list[str]]:
    """What the rules find in this text, and which kinds of detector failed on it."""
    language = language_of(plain.words, hint)
    failed: list[str] = []
    readings = [Reading(plain)]
    attempt(failed, "skeleton", lambda: _add_skeleton(readings, book, language))
    language = language_of(readings[-1].view.words, language)
    for reading in readings:
        attempt(failed, "literals", lambda: book.read_literals(reading))
        attempt(failed, "stems", lambda: book.read_stems(reading, language))
        attempt(failed, "patterns", lambda: book.read_patterns(reading))
        if reading.matches:
            attempt(failed, "circumstances", lambda: book.read_circumstances(reading))
    found: list[Finding] = []
    if any(reading.matches for reading in readings):
        attempt(failed, "rules", lambda: found.extend(findings_of(readings, book.rules, language)))
    return found, failed


def _add_skeleton(readings: list[Reading], book: RuleBook, language: str | None) -> None:
    view = restored_view(readings[0].view, book.vocabulary(language))
    if view is not None:
        readings.append(Reading(view))


def attempt(failed: list[str], name: str, detect: Callable[[], object]) -> None:
    """Run a detector; if it raises, note its name so that the verdict says so and a human looks."""
    try:
        detect()
    except Exception:  # noqa: BLE001
        # Not swallowed: the name travels in Verdict.degraded (I5).
        failed.append(name)
