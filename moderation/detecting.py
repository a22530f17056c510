"""Every detector run on a draft, none able to stop another: findings, and the names of those that failed."""

from __future__ import annotations

from collections.abc import Callable

from moderation.rules.book import Reading, RuleBook
from moderation.rules.shelf import Shelf
from moderation.rules.standing import findings_of
from moderation.text.language import language_of
from moderation.text.restoring import restored_view
from moderation.text.view import View
from moderation.text.vocabulary import Vocabulary
from moderation.verdict import Finding


def rule_findings(
    shelf: Shelf, plain: View, hint: str | None, may_hide: bool = True
) -> tuple[list[Finding], list[str]]:
    """What the rules find in this text, and which kinds of detector failed on it.

    `may_hide` is false for a text that is known to hold no letter in disguise.
    """
    failed: list[str] = []
    found: list[Finding] = []
    views = [plain]
    language = language_of(plain.kinds, hint)
    attempt(failed, "skeleton", lambda: _add_skeleton(views, shelf.vocabulary(language), may_hide))
    if len(views) > 1:
        language = language_of(views[-1].kinds, language)
    for view in views:
        view.language = language
    for book in shelf.books:
        found += book_findings(book, views, language, failed)
    return found, failed


def book_findings(book: RuleBook, views: list[View], language: str | None, failed: list[str]) -> list[Finding]:
    """What the rules of one book find in these views of a text."""
    readings = [Reading(view) for view in views]
    for reading in readings:
        _read(book, reading, language, failed)
    found: list[Finding] = []
    if any(reading.matches for reading in readings):
        matched = frozenset(rule for reading in readings for rule in reading.counts)
        for reading in readings:
            _read_around(book, reading, matched, failed)
        attempt(failed, "rules", lambda: found.extend(findings_of(readings, book.rules, language)))
    return found


def _read(book: RuleBook, reading: Reading, language: str | None, failed: list[str]) -> None:
    attempt(failed, "literals", lambda: book.read_literals(reading))
    attempt(failed, "stems", lambda: book.read_stems(reading, language))
    attempt(failed, "patterns", lambda: book.read_patterns(reading))


def _read_around(book: RuleBook, reading: Reading, matched: frozenset[int], failed: list[str]) -> None:
    attempt(failed, "circumstances", lambda: book.read_circumstances(reading, matched))


def _add_skeleton(views: list[View], vocabulary: Vocabulary, may_hide: bool) -> None:
    view = restored_view(views[0], vocabulary, may_hide)
    if view is not None:
        views.append(view)


def attempt(failed: list[str], name: str, detect: Callable[[], object]) -> None:
    """Run a detector; if it raises, note its name so that the verdict says so and a human looks."""
    try:
        detect()
    except Exception:  # noqa: BLE001
        # Not swallowed: the name travels in Verdict.degraded (I5).
        failed.append(name)
